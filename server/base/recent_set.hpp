// A set whose keys expire, so that a repeated event does not count twice.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/deadlines.hpp"

#include <chrono>
#include <cstddef>
#include <map>

namespace nexus {

/// Remembers each key until its time. At the limit, drops the oldest early.
template <class Key>
class RecentSet {
 public:
  RecentSet(std::chrono::milliseconds life, std::size_t keys_max)
      : life_(life), keys_max_(keys_max) {}

  void add(const Key& key, MonotonicTime now) {
    if (!known_.emplace(key, now + life_).second) return;
    order_.add(now + life_, key);
    if (order_.size() > keys_max_) forget_oldest();
  }
  [[nodiscard]] bool contains(const Key& key) const { return known_.contains(key); }
  void erase(const Key& key) { known_.erase(key); }
  void forget_old(MonotonicTime now) {
    while (!order_.empty() && *order_.next() <= now) forget_oldest();
  }

 private:
  void forget_oldest() {
    const auto [until, key] = order_.take_first();
    const auto found = known_.find(key);
    // Otherwise the key was erased, and perhaps added again.
    if (found != known_.end() && found->second == until) known_.erase(found);
  }

  std::chrono::milliseconds life_;
  std::size_t keys_max_;
  std::map<Key, MonotonicTime> known_;  ///< with the time until which each is remembered
  Deadlines<Key> order_;
};

}  // namespace nexus
