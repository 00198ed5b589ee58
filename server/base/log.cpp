// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include "base/clock.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace nexus {
namespace {

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7f && c != '"' && c != '=' && c != '\\';
}

void append_value(std::string& line, std::string_view value) {
  if (!value.empty() && std::all_of(value.begin(), value.end(), is_plain)) {
    line.append(value);
    return;
  }
  line.push_back('"');
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(line), "\\x{:02x}", byte);
    } else {
      line.push_back(c);
    }
  }
  line.push_back('"');
}

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

class StandardError final : public LogSink {
 public:
  void write(std::string line) override { std::fwrite(line.data(), 1, line.size(), stderr); }
};

}  // namespace

std::shared_ptr<LogSink> standard_error() {
  static const auto sink = std::make_shared<StandardError>();
  return sink;
}

std::string Log::format(std::string_view event, std::initializer_list<LogField> fields) {
  std::string line = fmt::format("event={}", event);
  for (const LogField& field : fields) {
    line.push_back(' ');
    line.append(field.key);
    line.push_back('=');
    append_value(line, field.value);
  }
  return line;
}

std::string Log::line(LogLevel level, std::string_view event,
                      std::initializer_list<LogField> fields) {
  const WallTime now = SystemClock().wall();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z level={} {}\n",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (now - seconds).count(), name_of(level), format(event, fields));
}

void Log::write(LogLevel level, std::string_view event,
                std::initializer_list<LogField> fields) const {
  if (enabled(level)) sink_->write(line(level, event, fields));
}

}  // namespace nexus
