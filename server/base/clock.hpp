// Time comes in through an interface, so that tests and the simulation own it.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace nexus {

/// For deadlines and leases: never jumps.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::milliseconds>;
/// For what leaves the process (token expiry, chat stamps): may jump when an operator sets it.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual MonotonicTime monotonic() const = 0;
  [[nodiscard]] virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] MonotonicTime monotonic() const override;
  [[nodiscard]] WallTime wall() const override;
};

/// Stands still until told. Starts at one hour, so that "an hour ago" is not negative.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] MonotonicTime monotonic() const override { return monotonic_; }
  [[nodiscard]] WallTime wall() const override { return wall_; }

  void advance(std::chrono::milliseconds by) {
    monotonic_ += by;
    wall_ += by;
  }
  void jump_wall(std::chrono::milliseconds by) { wall_ += by; }

 private:
  MonotonicTime monotonic_{std::chrono::hours(1)};
  WallTime wall_{std::chrono::hours(24 * 365 * 50)};
};

}  // namespace nexus
