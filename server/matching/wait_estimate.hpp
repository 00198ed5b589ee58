// How long a visitor will probably wait, from how long others waited.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace nexus::matching {

/// The median of the latest waits that ended in a match. Honest: without enough fresh ones there is
/// no estimate.
class WaitEstimate {
 public:
  static constexpr std::size_t kSamples = 31;
  static constexpr std::size_t kSamplesMin = 5;
  static constexpr auto kFresh = std::chrono::minutes(5);

  void add(std::chrono::milliseconds wait, MonotonicTime now) {
    samples_[next_++ % kSamples] = {wait, now};
  }

  [[nodiscard]] std::optional<std::chrono::milliseconds> median(MonotonicTime now) const {
    std::vector<std::chrono::milliseconds> fresh;
    for (std::size_t i = 0; i < std::min(next_, kSamples); ++i) {
      if (now - samples_[i].at < kFresh) fresh.push_back(samples_[i].wait);
    }
    if (fresh.size() < kSamplesMin) return std::nullopt;
    const auto middle = fresh.begin() + static_cast<std::ptrdiff_t>(fresh.size() / 2);
    std::nth_element(fresh.begin(), middle, fresh.end());
    return *middle;
  }

 private:
  struct Sample {
    std::chrono::milliseconds wait{};
    MonotonicTime at{};
  };

  std::array<Sample, kSamples> samples_{};
  std::size_t next_ = 0;
};

}  // namespace nexus::matching
