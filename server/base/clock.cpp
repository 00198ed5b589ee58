// SPDX-License-Identifier: MIT
#include "base/clock.hpp"

namespace nexus {

MonotonicTime SystemClock::monotonic() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now());
}

WallTime SystemClock::wall() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace nexus
