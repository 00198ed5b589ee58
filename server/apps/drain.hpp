// How a process ends: step by step, so that load balancers and visitors can leave it first.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/event_loop.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

namespace nexus::apps {

/// A signal begins the first step, and each further one skips the present step. Lives on the loop,
/// which must not run it after this is destroyed.
class Drain {
 public:
  enum class Step : std::uint8_t {
    kServing,
    kLeaving,   ///< not ready, but serves as before, until load balancers send no new visitors
    kDraining,  ///< waits for visitors to close their sockets
    kEnded,     ///< the loop stops
  };
  struct Actions {
    std::function<void()> leave;
    std::function<void()> drain;
    std::function<bool()> is_drained;
  };

  /// `delay` is the time of kLeaving; 0: that step is left out, and `leave` is still called.
  Drain(transport::EventLoop& loop, std::chrono::seconds delay, Actions actions)
      : loop_(loop), delay_(delay), actions_(std::move(actions)) {}

  void on_signal();
  [[nodiscard]] Step step() const { return step_; }
  [[nodiscard]] bool has_begun() const { return step_ != Step::kServing; }

 private:
  void begin_draining();
  void end();

  transport::EventLoop& loop_;
  std::chrono::seconds delay_;
  Actions actions_;
  Step step_ = Step::kServing;
};

}  // namespace nexus::apps
