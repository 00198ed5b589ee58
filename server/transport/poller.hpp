// The server's own epoll descriptor, which is all of it that Asio watches.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/event_loop.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <sys/epoll.h>

namespace nexus::transport {

/// Thousands of sockets in one epoll set of our own, nested in the loop's: a socket costs no Asio
/// object. Level-triggered: one read per readiness is enough, what was left unread is reported
/// again after everybody else had a turn, so a flood from one peer starves nobody and there is no
/// list to keep. A turn hands over at most kEventsPerTurn events, then the loop's timers and posted
/// work run.
class Poller {
 public:
  static constexpr std::size_t kEventsPerTurn = 256;

  struct Callbacks {
    std::function<void(std::span<const epoll_event>)> on_events;
    std::function<void()> on_tick;
  };

  /// Throws std::system_error when the kernel gives no descriptor.
  Poller(EventLoop& loop, std::chrono::milliseconds tick, Callbacks callbacks);
  /// From here on no callback and no deferred work runs.
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  /// `tag` comes back in epoll_event::data.u64. False when the kernel has no memory or watch left.
  [[nodiscard]] bool add(int descriptor, std::uint32_t events, std::uint64_t tag);
  void modify(int descriptor, std::uint32_t events, std::uint64_t tag);
  void remove(int descriptor);
  /// Runs `work` later in the loop, unless the poller is gone by then.
  void defer(std::function<void()> work);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace nexus::transport
