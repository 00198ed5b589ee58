// Estimates a visitor's wait from the waits of others.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "matching/profile.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace nexus::matching {

/// The median of the latest waits that ended in a match. Without enough recent ones, no estimate.
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

/// Estimates for every kind of search: the time from a visitor's find to its match, if no partner
/// was there at once. The median of such waits that ended on this node, of visitors in the same
/// lane and mode who narrowed their search in the same dimensions, with any interests and
/// languages. Kinds are kept apart, because a search that accepts any visitor takes a fraction of
/// the time. Visitors that gave up are not counted. tests/simulation/day_test.cpp measures the
/// accuracy.
class WaitEstimates {
 public:
  void add(const Profile& profile, std::chrono::milliseconds wait, MonotonicTime now) {
    kinds_[kind_of(profile)].add(wait, now);
  }
  [[nodiscard]] std::optional<std::chrono::milliseconds> median(const Profile& profile,
                                                                MonotonicTime now) const {
    const auto found = kinds_.find(kind_of(profile));
    return found == kinds_.end() ? std::nullopt : found->second.median(now);
  }

 private:
  /// The operator's number of lanes, times eight.
  using Kind = std::tuple<std::string, protocol::Mode, bool, bool>;
  static Kind kind_of(const Profile& profile) {
    return {profile.lane, profile.mode, profile.interests.empty(), profile.languages.empty()};
  }

  std::map<Kind, WaitEstimate> kinds_;
};

}  // namespace nexus::matching
