// Writes the log in its own thread, so that a blocked sink stops nothing else.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace nexus {

/// The operator chooses where a log ends: a pipe whose reader stops, a terminal on hold, a file on
/// a full or frozen disk. No non-blocking mode serves all of them: files have none, and a terminal
/// or a pipe shares its mode with every process that inherited it. So one thread does nothing but
/// write(2) and may block. write() never waits for the sink.
///
/// At `pending_bytes_max`, further lines are lost, as are lines that the sink refuses. The thread
/// counts them and writes `log_lines_lost` with their number as soon as the sink takes lines again.
/// The process must ignore SIGPIPE.
class LogWriter final : public LogSink {
 public:
  static constexpr std::size_t kPendingBytesMax = 1024 * 1024;
  /// How long the destructor waits for pending lines.
  static constexpr std::chrono::milliseconds kFlushTime{500};
  /// How often a sink that refused lines is retried while no new line comes.
  static constexpr std::chrono::milliseconds kRetryPeriod{1000};

  /// Borrows `descriptor`, which must stay open as long as the process lives. `format` is that of
  /// its own lines. Throws std::system_error if no thread can be created.
  explicit LogWriter(int descriptor, LogFormat format = {},
                     std::size_t pending_bytes_max = kPendingBytesMax);
  /// Leaves the thread behind if the sink is still blocked after kFlushTime.
  ~LogWriter() override;
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  void write(std::string line) override;
  /// Waits up to `time` for all pending lines to be written. Returns whether they were.
  bool flush(std::chrono::milliseconds time);

  /// For log rotation. If the descriptor was a file when this object was made, writes the pending
  /// lines, opens the file of that name in its place, and logs the result. Does nothing for pipes,
  /// sockets and terminals, which belong to the program that made them.
  void reopen();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;  // shared with the thread, which may outlive this object
};

}  // namespace nexus
