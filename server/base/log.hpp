// Structured logs: one event a line, key=value.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace nexus {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

/// One key=value of a log line. Must never hold SDP, chat text, tokens or whole IP addresses.
struct LogField {
  std::string_view key;
  std::string value;

  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const char* v) : key(k), value(v) {}
  LogField(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
  LogField(std::string_view k, bool v) : key(k), value(v ? "true" : "false") {}
  LogField(std::string_view k, std::integral auto v) : key(k), value(std::to_string(v)) {}
};

/// Takes finished log lines. `line` ends with a line feed.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(std::string line) = 0;
};

/// Writes to standard error in the caller's thread and may block: for tests and tools. A service
/// uses LogWriter.
[[nodiscard]] std::shared_ptr<LogSink> standard_error();

/// error: a person must act; warn: degraded; info: lifecycle; debug: per message.
/// Cheap to copy. Values with blanks, quotes or control characters are quoted and escaped, so one
/// event is always one line.
class Log {
 public:
  explicit Log(LogLevel least = LogLevel::kInfo, std::shared_ptr<LogSink> sink = standard_error())
      : least_(least), sink_(std::move(sink)) {}

  void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const {
    write(LogLevel::kDebug, event, fields);
  }
  void info(std::string_view event, std::initializer_list<LogField> fields = {}) const {
    write(LogLevel::kInfo, event, fields);
  }
  void warn(std::string_view event, std::initializer_list<LogField> fields = {}) const {
    write(LogLevel::kWarn, event, fields);
  }
  void error(std::string_view event, std::initializer_list<LogField> fields = {}) const {
    write(LogLevel::kError, event, fields);
  }
  void write(LogLevel level, std::string_view event,
             std::initializer_list<LogField> fields = {}) const;
  [[nodiscard]] bool enabled(LogLevel level) const { return level >= least_; }

  /// The line without its time stamp and level; public for the tests.
  [[nodiscard]] static std::string format(std::string_view event,
                                          std::initializer_list<LogField> fields);
  /// The whole line, as a sink receives it, with the present time in UTC.
  [[nodiscard]] static std::string line(LogLevel level, std::string_view event,
                                        std::initializer_list<LogField> fields);

 private:
  LogLevel least_;
  std::shared_ptr<LogSink> sink_;
};

}  // namespace nexus
