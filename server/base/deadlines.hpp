// Values that are due at a given time.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace nexus {

/// A timer queue of values with their due times. An owner cannot remove its value, but it can
/// recognise one that no longer applies. A heap, because a tree node would outweigh most values
/// several times.
template <class T, class Time = MonotonicTime>
class Deadlines {
 public:
  void add(Time at, T value) {
    due_.push_back({at, next_++, std::move(value)});
    std::push_heap(due_.begin(), due_.end());
  }

  /// Removes and returns the next value that is due at `now`: earliest first, and among equal times
  /// in the order of add().
  [[nodiscard]] std::optional<T> take_due(Time now) {
    if (due_.empty() || due_.front().at > now) return std::nullopt;
    return take_first().second;
  }
  /// The same, but first removes, due or not, the earliest values for which `is_over(value)`. So a
  /// value that is over takes memory only until the ones before it are over or due.
  template <class IsOver>
  [[nodiscard]] std::optional<T> take_due(Time now, IsOver is_over) {
    while (!due_.empty() && is_over(due_.front().value)) take_first();
    return take_due(now);
  }
  /// Removes and returns the earliest value with its time, due or not; there must be one.
  std::pair<Time, T> take_first() {
    std::pop_heap(due_.begin(), due_.end());
    std::pair<Time, T> first(due_.back().at, std::move(due_.back().value));
    due_.pop_back();
    return first;
  }
  /// When the earliest value is due.
  [[nodiscard]] std::optional<Time> next() const {
    return due_.empty() ? std::nullopt : std::optional(due_.front().at);
  }

  [[nodiscard]] bool empty() const { return due_.empty(); }
  [[nodiscard]] std::size_t size() const { return due_.size(); }

 private:
  struct Due {
    Time at;
    std::uint32_t number;  ///< orders values with equal times: the lower number comes first
    T value;

    /// std::push_heap puts the greatest first, so the order is reversed.
    friend bool operator<(const Due& a, const Due& b) {
      return a.at != b.at ? a.at > b.at : static_cast<std::int32_t>(a.number - b.number) > 0;
    }
  };

  std::deque<Due> due_;  ///< unlike a vector, gives memory back after a peak
  std::uint32_t next_ = 0;
};

}  // namespace nexus
