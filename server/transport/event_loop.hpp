// The process's one event loop: posted work, timers and signals.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/executor.hpp"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace nexus::transport {

/// One thread calls run(); all work runs on that thread. Any thread may call `post` and `stop`; the
/// other functions are only for the loop's thread, or for use before run(). Work must not throw: an
/// exception leaves run(). Destroying the loop drops pending work without running it.
class EventLoop final : public Executor {
 public:
  EventLoop();
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void post(std::function<void()> work) override;
  /// Runs `work` once per `period` (> 0) until the loop is destroyed; the first time after one
  /// period. Skips turns that were missed because the loop was busy.
  void every(std::chrono::milliseconds period, std::function<void()> work);
  /// Runs `work` once, `delay` from now.
  void after(std::chrono::milliseconds delay, std::function<void()> work);
  /// Calls `work` with the number of each of these signals that arrives. The signals lose their
  /// default effect.
  void on_signal(std::initializer_list<int> signals, std::function<void(int)> work);

  /// For a process that is about to end: the loop's memory is never freed, so a thread that still
  /// posts to it does no harm, and nobody has to wait for that thread.
  void leave_threads_behind();

  /// Runs until stop(), even while no work is left.
  void run();
  void stop();

  /// For the modules that use the network library themselves.
  [[nodiscard]] boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::transport
