// Work that is due less often than the tick that does it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"

#include <chrono>

namespace nexus {

/// Whether a period has passed since the work was last due. For work that may be late by a tick.
class Periodic {
 public:
  explicit constexpr Periodic(std::chrono::milliseconds period) : period_(period) {}

  /// True at the first call, and then once a period.
  [[nodiscard]] bool is_due(MonotonicTime now) {
    if (now < due_) return false;
    due_ = now + period_;
    return true;
  }

 private:
  std::chrono::milliseconds period_;
  MonotonicTime due_{};
};

}  // namespace nexus
