// The form of a log line: key=value for people, or a JSON object for collectors.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace nexus {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarn, kError };

/// One field of a log line. Must never hold SDP, chat text, tokens or whole IP addresses.
struct LogField {
  std::string_view key;
  std::string value;
  bool is_bare = false;  ///< a number, true or false: JSON has it without quotes

  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const char* v) : key(k), value(v) {}
  LogField(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
  LogField(std::string_view k, bool v) : key(k), value(v ? "true" : "false"), is_bare(true) {}
  LogField(std::string_view k, std::integral auto v)
      : key(k), value(std::to_string(v)), is_bare(true) {}
};

using LogFields = std::initializer_list<LogField>;

struct LogFormat {
  bool is_json = false;
  std::string program{};  ///< in each JSON object
  std::string node{};     ///< in each JSON object

  /// The whole line, as a sink receives it, with the present time in UTC. Whatever the values are,
  /// it is one line, and valid UTF-8 if it is JSON. A JSON object has the keys time, level,
  /// program, node and message (the event); a field of such a name gets an underscore behind it,
  /// unless it has the same value.
  [[nodiscard]] std::string line(LogLevel level, std::string_view event, LogFields fields) const;

  /// A text line without its time and level; public for the tests.
  [[nodiscard]] static std::string text(std::string_view event, LogFields fields);
};

}  // namespace nexus
