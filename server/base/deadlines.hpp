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
/// so its owner must recognise one that no longer applies.
template <class T>
class Deadlines {
 public:
  void add(MonotonicTime at, T value) { due_.emplace(at, std::move(value)); }

  /// Removes and returns the next value that is due at `now`: earliest first, and among equal times
  /// in the order of add().
  [[nodiscard]] std::optional<T> take_due(MonotonicTime now) {
    if (due_.empty() || due_.begin()->first > now) return std::nullopt;
    std::optional<T> value(std::move(due_.begin()->second));
    due_.erase(due_.begin());
    return value;
  }

  [[nodiscard]] std::size_t size() const { return due_.size(); }

 private:
  std::multimap<MonotonicTime, T> due_;
};

}  // namespace nexus
