// The server's own epoll descriptor, the only one of its descriptors that Asio watches.
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

/// Thousands of sockets in our own epoll set, nested in the loop's: a socket costs no Asio object.
/// Level-triggered: one read per readiness is enough. Unread input is reported again after all
/// other sockets had a turn. So a flood from one peer starves nobody, and no list is needed. A turn
/// processes at most kEventsPerTurn events; then the loop's timers and posted work run.
class Poller {
 public:
  static constexpr std::size_t kEventsPerTurn = 256;

  struct Callbacks {
    std::function<void(std::span<const epoll_event>)> on_events;
    /// `late`: how long the tick had to wait for the turn that was under way.
    std::function<void(std::chrono::nanoseconds late)> on_tick;
  };

  /// Throws std::system_error if the kernel provides no descriptor.
  Poller(EventLoop& loop, std::chrono::milliseconds tick, Callbacks callbacks);
  /// After this, no callback and no deferred work runs.
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  /// epoll_event::data.u64 returns `tag`. False if the kernel has no memory or watch left.
  [[nodiscard]] bool add(int descriptor, std::uint32_t events, std::uint64_t tag);
  void modify(int descriptor, std::uint32_t events, std::uint64_t tag);
  void remove(int descriptor);
  /// Runs `work` later in the loop, unless the poller is destroyed before.
  void defer(std::function<void()> work);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace nexus::transport
