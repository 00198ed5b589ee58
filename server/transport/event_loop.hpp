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

/// One thread calls run(); everything given to the loop runs on that thread. `post` and `stop` may
/// be called from any thread, the rest only from the loop's thread or before run(). Work must not
/// throw: an exception leaves run(). Destroying the loop drops what is still waiting, without
/// running it.
class EventLoop final : public Executor {
 public:
  EventLoop();
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void post(std::function<void()> work) override;
  /// Runs `work` once a `period` (> 0) until the loop is destroyed; the first time after one
  /// period. Turns that were missed because the loop was busy are left out, not made up for.
  void every(std::chrono::milliseconds period, std::function<void()> work);
  /// Runs `work` once, `delay` from now.
  void after(std::chrono::milliseconds delay, std::function<void()> work);
  /// Calls `work` with the number of each of these signals that arrives; they lose their usual
  /// effect.
  void on_signal(std::initializer_list<int> signals, std::function<void(int)> work);

  /// For a process that is about to end: destroying the loop leaves its memory, and the thread that
  /// looks up names, to the end of the process. Asio would wait for that thread, and nothing can
  /// interrupt getaddrinfo(3) while a name server stays silent (10 s and more).
  void leave_threads_behind();

  /// Until stop(), even when nothing is left to do.
  void run();
  void stop();

  /// For the modules that talk to the network themselves.
  [[nodiscard]] boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::transport
