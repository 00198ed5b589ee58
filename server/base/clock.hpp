// Time comes in through an interface, so that tests and the simulation control it.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

namespace nexus {

/// For deadlines and leases: never jumps.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::milliseconds>;
/// For times that leave the process (token expiry, chat stamps). May jump when the operator
/// sets the clock.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 in UTC with milliseconds: 2024-02-29T23:59:59.007Z.
[[nodiscard]] std::string timestamp(WallTime time);

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

/// Stands still until it is advanced. Starts at one hour, so that "an hour ago" is not negative.
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
