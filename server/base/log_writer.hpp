// Writes the log in a thread of its own, so that a blocked sink stops nothing else.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace nexus {

/// Where a log ends is the operator's choice: a pipe whose reader stops, a terminal on hold, a file
/// on a full or frozen disk. No non-blocking mode serves all of them (files have none, and the mode
/// of a terminal or a pipe is shared with every process that inherited it), so one thread does
/// nothing but write(2) and may wait as long as it has to. write() never waits for the sink.
///
/// At `pending_bytes_max` further lines are lost; so are lines that the sink refuses. The thread
/// counts them and writes `log_lines_lost` with their number as soon as the sink takes lines again.
/// The process must ignore SIGPIPE.
class LogWriter final : public LogSink {
 public:
  static constexpr std::size_t kPendingBytesMax = 1024 * 1024;
  /// How long the destructor waits for the lines that are pending.
  static constexpr std::chrono::milliseconds kFlushTime{500};
  /// How often a sink that refused lines is tried again when no new line comes.
  static constexpr std::chrono::milliseconds kRetryPeriod{1000};

  /// Borrows `descriptor`, which must stay open as long as the process lives. Throws
  /// std::system_error when there can be no thread.
  explicit LogWriter(int descriptor, std::size_t pending_bytes_max = kPendingBytesMax);
  /// Leaves the thread behind if the sink is still blocked after kFlushTime.
  ~LogWriter() override;
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  void write(std::string line) override;
  /// Waits until nothing is pending, but no longer than `time`; whether that came about.
  bool flush(std::chrono::milliseconds time);

  /// For log rotation. If the descriptor was a file when this object was made, opens the file of
  /// that name in its place, after the pending lines are written, and logs the result.
  /// Does nothing for pipes, sockets and terminals, which belong to the program that made them.
  void reopen();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;  // with the thread, which may outlive this object
};

}  // namespace nexus
