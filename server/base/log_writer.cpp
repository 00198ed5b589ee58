// SPDX-License-Identifier: MIT
#include "base/log_writer.hpp"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <climits>
#include <fmt/format.h>

namespace nexus {
namespace {

constexpr mode_t kLogMode = S_IRUSR | S_IWUSR | S_IRGRP;

/// The path of a regular file; empty for any other descriptor.
std::string path_of(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::array<char, PATH_MAX> path{};
  const std::string link = fmt::format("/proc/self/fd/{}", descriptor);
  const ssize_t bytes = ::readlink(link.c_str(), path.data(), path.size());
  return bytes > 0 ? std::string(path.data(), static_cast<std::size_t>(bytes)) : std::string();
}

/// The descriptor, as the thread uses it.
class Sink {
 public:
  Sink(int descriptor, const LogFormat& format)
      : descriptor_(descriptor), path_(path_of(descriptor)), format_(format) {}

  /// One write(2) per line, so that lines of processes that share a pipe do not mix. False if the
  /// sink refuses the line.
  bool write(std::string_view line) {
    if (is_torn_ && !write_bytes("\n")) return false;
    is_torn_ = false;
    return write_bytes(line);
  }

  /// Returns the log line with the result; nullopt if the descriptor is not a file.
  std::optional<std::string> reopen() {
    if (path_.empty()) return std::nullopt;
    const int opened =
        ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, kLogMode);
    if (opened < 0 || ::dup2(opened, descriptor_) < 0) {
      const char* const why = std::strerror(errno);
      if (opened >= 0) ::close(opened);
      return format_.line(LogLevel::kError, "log_not_reopened", {{"file", path_}, {"why", why}});
    }
    ::close(opened);
    is_torn_ = false;
    return format_.line(LogLevel::kInfo, "log_reopened", {{"file", path_}});
  }

 private:
  bool write_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(written));
        is_torn_ = !bytes.empty();
      } else if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        // Another process made the shared description non-blocking.
        pollfd waiting{descriptor_, POLLOUT, 0};
        ::poll(&waiting, 1, -1);
      } else if (written == 0 || errno != EINTR) {
        return false;
      }
    }
    return true;
  }

  int descriptor_;
  std::string path_;
  const LogFormat& format_;
  bool is_torn_ = false;  // a line was written only in part
};

}  // namespace

struct LogWriter::Shared {
  Shared(int to, LogFormat as, std::size_t bytes_max)
      : format(std::move(as)), sink(to, format), pending_bytes_max(bytes_max) {}

  void run();
  std::optional<std::string> take();
  /// Writes the number of lost lines. True if no line was lost, or the sink took the line.
  bool report_loss();

  const LogFormat format;
  Sink sink;               // used by the thread only
  std::uint64_t lost = 0;  // used by the thread only
  const std::size_t pending_bytes_max;

  std::mutex mutex;  // guards what follows
  std::condition_variable has_work, is_idle;
  std::deque<std::string> pending;
  std::size_t pending_bytes = 0;
  std::uint64_t overflowed = 0;
  bool reopen_wanted = false;
  bool is_busy = false;
  bool is_ending = false;
};

void LogWriter::Shared::run() {
  std::unique_lock lock(mutex);
  const auto has_work_to_do = [this] {
    return !pending.empty() || overflowed > 0 || reopen_wanted || is_ending;
  };
  for (bool is_over = false; !is_over;) {
    is_busy = false;
    is_idle.notify_all();
    if (lost == 0) {
      has_work.wait(lock, has_work_to_do);
    } else {
      has_work.wait_for(lock, kRetryPeriod, has_work_to_do);
    }
    is_busy = true;
    lost += std::exchange(overflowed, 0);
    std::optional<std::string> line = take();
    const bool reopens = !line && std::exchange(reopen_wanted, false);
    is_over = !line && !reopens && is_ending;
    lock.unlock();
    if (reopens) line = sink.reopen();
    const bool takes_lines = report_loss();
    if (line && !(takes_lines && sink.write(*line))) ++lost;
    lock.lock();
  }
}

std::optional<std::string> LogWriter::Shared::take() {
  if (pending.empty()) return std::nullopt;
  std::string line = std::move(pending.front());
  pending.pop_front();
  pending_bytes -= line.size();
  return line;
}

bool LogWriter::Shared::report_loss() {
  if (lost > 0 && sink.write(format.line(LogLevel::kWarn, "log_lines_lost", {{"lines", lost}}))) {
    lost = 0;
  }
  return lost == 0;
}

LogWriter::LogWriter(int descriptor, LogFormat format, std::size_t pending_bytes_max)
    : shared_(std::make_shared<Shared>(descriptor, std::move(format), pending_bytes_max)) {
  // The event loop handles the process's signals, so this thread blocks them all.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([shared = shared_] { shared->run(); }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LogWriter::~LogWriter() {
  flush(kFlushTime);
  const std::lock_guard lock(shared_->mutex);
  shared_->pending.clear();
  shared_->is_ending = true;
  shared_->has_work.notify_all();
}

void LogWriter::write(std::string line) {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->pending_bytes + line.size() > shared_->pending_bytes_max) {
    ++shared_->overflowed;
    return;
  }
  shared_->pending_bytes += line.size();
  shared_->pending.push_back(std::move(line));
  shared_->has_work.notify_one();
}

bool LogWriter::flush(std::chrono::milliseconds time) {
  std::unique_lock lock(shared_->mutex);
  return shared_->is_idle.wait_for(lock, time, [this] {
    return shared_->pending.empty() && !shared_->reopen_wanted && !shared_->is_busy;
  });
}

void LogWriter::reopen() {
  const std::lock_guard lock(shared_->mutex);
  shared_->reopen_wanted = true;
  shared_->has_work.notify_one();
}

}  // namespace nexus
