// Structured logs: one event a line.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log_format.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace nexus {

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
/// Cheap to copy; copies share their level.
class Log {
 public:
  explicit Log(LogLevel least = LogLevel::kInfo, std::shared_ptr<LogSink> sink = standard_error(),
               LogFormat format = {})
      : shared_(std::make_shared<Shared>(least, std::move(sink), std::move(format))) {}

  void debug(std::string_view event, LogFields fields = {}) const {
    write(LogLevel::kDebug, event, fields);
  }
  void info(std::string_view event, LogFields fields = {}) const {
    write(LogLevel::kInfo, event, fields);
  }
  void warn(std::string_view event, LogFields fields = {}) const {
    write(LogLevel::kWarn, event, fields);
  }
  void error(std::string_view event, LogFields fields = {}) const {
    write(LogLevel::kError, event, fields);
  }
  void write(LogLevel level, std::string_view event, LogFields fields = {}) const {
    if (enabled(level)) shared_->sink->write(shared_->format.line(level, event, fields));
  }
  [[nodiscard]] bool enabled(LogLevel level) const {
    return level >= shared_->least.load(std::memory_order_relaxed);
  }
  /// Changes the level of this log and all its copies.
  void set_level(LogLevel least) { shared_->least.store(least, std::memory_order_relaxed); }

 private:
  struct Shared {
    Shared(LogLevel level, std::shared_ptr<LogSink> to, LogFormat as)
        : least(level), sink(std::move(to)), format(std::move(as)) {}

    std::atomic<LogLevel> least;
    const std::shared_ptr<LogSink> sink;
    const LogFormat format;
  };

  std::shared_ptr<Shared> shared_;
};

}  // namespace nexus
