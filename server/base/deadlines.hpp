// Things to do at a given time.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace nexus {

/// A timer queue: values with the time at which each is due. A value cannot be removed before that,
/// so its owner must recognise one that no longer applies. Adding the value that is due last takes
/// constant time, so timers of one length cost as little as in a plain queue.
template <class T, class Time = MonotonicTime>
class Deadlines {
 public:
  void add(Time at, T value) { due_.emplace_hint(due_.end(), at, std::move(value)); }

  /// Removes and returns the next value that is due at `now`: earliest first, and among equal times
  /// in the order of add().
  [[nodiscard]] std::optional<T> take_due(Time now) {
    if (due_.empty() || due_.begin()->first > now) return std::nullopt;
    return take_first().second;
  }
  /// Removes and returns the earliest value with its time, due or not; there must be one.
  std::pair<Time, T> take_first() {
    auto first = due_.extract(due_.begin());
    return {first.key(), std::move(first.mapped())};
  }
  /// When the earliest value is due.
  [[nodiscard]] std::optional<Time> next() const {
    return due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
  }

  [[nodiscard]] bool empty() const { return due_.empty(); }
  [[nodiscard]] std::size_t size() const { return due_.size(); }

 private:
  std::multimap<Time, T> due_;
};

}  // namespace nexus
