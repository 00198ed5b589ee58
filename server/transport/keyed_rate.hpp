// Limits how often each key (an address, a network) may do something.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/deadline_wheel.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <unordered_map>

namespace nexus::transport {

/// `burst` events may come at once, `per_second` over a longer time.
struct LeakyRate {
  double per_second = 0;
  std::size_t burst = 0;

  [[nodiscard]] float leak_per_tick() const {
    return static_cast<float>(per_second * std::chrono::duration<double>(kTickPeriod).count());
  }
};

/// The recent events that still count against a rate. The rate is a parameter, because all buckets
/// of a kind share it.
struct LeakyBucket {
  Tick updated = 0;
  float level = 0;

  [[nodiscard]] float level_at(const LeakyRate& rate, Tick now) const {
    return std::max(0.0F, level - static_cast<float>(now - updated) * rate.leak_per_tick());
  }
  [[nodiscard]] bool has_room(const LeakyRate& rate, Tick now) const {
    return level_at(rate, now) + 1 <= static_cast<float>(rate.burst);
  }
  /// Whether there was room for one more event. A refused event does not count.
  [[nodiscard]] bool take(const LeakyRate& rate, Tick now) {
    level = level_at(rate, now);
    updated = now;
    if (level + 1 > static_cast<float>(rate.burst)) return false;
    level += 1;
    return true;
  }
};

/// One bucket per key that was active lately, so the rate of all events together bounds the table.
template <class Key, class Hash = std::hash<Key>>
class KeyedRate {
 public:
  explicit KeyedRate(LeakyRate rate) : rate_(rate) {}

  [[nodiscard]] bool take(const Key& key, Tick now) { return table_[key].take(rate_, now); }

  /// Removes keys without recent events; O(size). Call it periodically.
  void sweep(Tick now) {
    std::erase_if(table_,
                  [&](const auto& entry) { return entry.second.level_at(rate_, now) == 0; });
  }

  [[nodiscard]] std::size_t size() const { return table_.size(); }

 private:
  LeakyRate rate_;
  std::unordered_map<Key, LeakyBucket, Hash> table_;
};

}  // namespace nexus::transport
