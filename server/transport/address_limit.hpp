// Limits each client address: its connections and how fast it opens new ones.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/deadline_wheel.hpp"
#include "transport/ip_address.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <unordered_map>

namespace nexus::transport {

/// One entry per address that holds a connection or has connected lately. So the number of
/// connections and the rate of accepting them bound the table.
class AddressLimit {
 public:
  struct Limits {
    std::size_t held_max = 0;
    /// Connections per second over a longer time; held_max of them may come at once.
    double per_second_max = 0;
  };
  struct Use {
    std::uint32_t held = 0;
    Tick updated = 0;
    float level = 0;  // of a leaky bucket: recent connections that still count against the rate
  };
  struct Hash {
    // Strangers choose IPv6 prefixes: a random seed keeps them from choosing buckets.
    std::uint64_t seed;
    Hash() : seed(std::random_device{}()) {}
    std::size_t operator()(const IpAddress& address) const {
      std::array<std::uint64_t, 2> halves{};
      std::memcpy(halves.data(), address.bytes.data(), address.bytes.size());
      halves[0] = (halves[0] ^ seed) * 0x9E3779B97F4A7C15U;
      halves[1] = (halves[1] ^ (halves[0] >> 29)) * 0xBF58476D1CE4E5B9U;
      return static_cast<std::size_t>(halves[1] ^ (halves[1] >> 32));
    }
  };
  using Table = std::unordered_map<IpAddress, Use, Hash>;
  using Entry = Table::value_type;

  explicit AddressLimit(Limits limits)
      : held_max_(limits.held_max),
        burst_(static_cast<float>(limits.held_max)),
        leak_per_tick_(static_cast<float>(limits.per_second_max * kSecondsPerTick)) {}

  /// Counts one more connection for `address`, which must be a limit_key(). nullptr if the address
  /// holds too many or connects too fast. A refused attempt does not count.
  [[nodiscard]] Entry* acquire(const IpAddress& address, Tick now) {
    const auto [entry, is_new] = table_.try_emplace(address.limit_key());
    Use& use = entry->second;
    use.level = level_at(use, now);
    use.updated = now;
    if (use.held >= held_max_ || use.level + 1 > burst_) return nullptr;
    ++use.held;
    use.level += 1;
    return &*entry;
  }

  void release(Entry* entry) { --entry->second.held; }

  /// Removes addresses that hold no connection and have not connected lately; O(size). Call it
  /// periodically.
  void sweep(Tick now) {
    std::erase_if(table_, [&](const Entry& entry) {
      return entry.second.held == 0 && level_at(entry.second, now) == 0;
    });
  }

  [[nodiscard]] std::size_t size() const { return table_.size(); }

 private:
  static constexpr double kSecondsPerTick = std::chrono::duration<double>(kTickPeriod).count();

  [[nodiscard]] float level_at(const Use& use, Tick now) const {
    return std::max(0.0F, use.level - static_cast<float>(now - use.updated) * leak_per_tick_);
  }

  std::size_t held_max_;
  float burst_;
  float leak_per_tick_;
  Table table_;
};

}  // namespace nexus::transport
