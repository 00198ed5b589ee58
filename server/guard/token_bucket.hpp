// Limits how often something may happen, with a burst.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace nexus::guard {

/// `count` events per period over a longer time, of which `burst` may come at once.
struct Rate {
  std::uint32_t count = 0;  ///< 0: no limit
  std::chrono::milliseconds period{1000};
  std::uint32_t burst = 1;

  [[nodiscard]] constexpr bool is_unlimited() const { return count == 0; }
};

/// A token bucket that stores one number instead of a level and a time: when it will be full again.
/// The rate is a parameter, because all buckets of a kind share it.
class TokenBucket {
 public:
  /// Takes `count` tokens if there is one; the others may be owed.
  [[nodiscard]] bool take(const Rate& rate, MonotonicTime now, std::uint32_t count = 1) {
    if (rate.is_unlimited()) return true;
    if (missing(rate, now) > std::chrono::microseconds::zero()) return false;
    full_at_ = std::max(full_at_, Instant(now)) + interval(rate) * count;
    return true;
  }

  /// Time until the next token; 0 if one is available. Rounded up, so that a retry then succeeds.
  [[nodiscard]] std::chrono::milliseconds wait(const Rate& rate, MonotonicTime now) const {
    if (rate.is_unlimited()) return {};
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(missing(rate, now)),
                    std::chrono::milliseconds::zero());
  }

  /// Whether a bucket of any rate would be like new.
  [[nodiscard]] bool is_full(MonotonicTime now) const { return full_at_ <= Instant(now); }

 private:
  using Instant = std::chrono::time_point<MonotonicTime::clock, std::chrono::microseconds>;

  static std::chrono::microseconds interval(const Rate& rate) {
    return std::chrono::microseconds(rate.period) / rate.count;
  }
  /// How much too early a token is requested.
  [[nodiscard]] std::chrono::microseconds missing(const Rate& rate, MonotonicTime now) const {
    return full_at_ + interval(rate) - Instant(now) - interval(rate) * rate.burst;
  }

  Instant full_at_{};  // long ago: a new bucket is full
};

}  // namespace nexus::guard
