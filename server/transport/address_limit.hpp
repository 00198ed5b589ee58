// Limits each client address: its connections and how fast it opens new ones.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/network.hpp"
#include "transport/ip_address.hpp"
#include "transport/keyed_rate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <unordered_map>
#include <unordered_set>

namespace nexus::transport {

/// Strangers choose IPv6 prefixes: a random seed keeps them from choosing buckets.
struct AddressHash {
  std::uint64_t seed;
  AddressHash() : seed(std::random_device{}()) {}
  std::size_t operator()(const IpAddress& address) const {
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), address.bytes.data(), address.bytes.size());
    halves[0] = (halves[0] ^ seed) * 0x9E3779B97F4A7C15U;
    halves[1] = (halves[1] ^ (halves[0] >> 29)) * 0xBF58476D1CE4E5B9U;
    return static_cast<std::size_t>(halves[1] ^ (halves[1] >> 32));
  }
};

/// One entry per address that holds a connection or has connected lately. So the number of
/// connections and the rate of accepting them bound the tables.
class AddressLimit {
 public:
  struct Use {
    std::uint32_t held = 0;
    LeakyBucket recent;     // connections
    Use* region = nullptr;  // of the IPv6 /48; outlives its /64s
  };
  using Table = std::unordered_map<IpAddress, Use, AddressHash>;
  using Entry = Table::value_type;

  /// `held_max` connections at a time; as many may come at once.
  AddressLimit(std::size_t held_max, double per_second_max)
      : rate_{per_second_max, held_max},
        region_rate_{per_second_max * kHostAllowancesPerRegion,
                     held_max * kHostAllowancesPerRegion} {}

  /// Counts one more connection for the limit_key() of `address`, and for its region. nullptr if
  /// one of them holds too many or connects too fast; `share` is what it may hold if that is more
  /// than its limit. A refused attempt does not count.
  [[nodiscard]] Entry* acquire(const IpAddress& address, std::size_t share, Tick now) {
    Entry& entry = *addresses_.try_emplace(address.limit_key()).first;
    Use& use = entry.second;
    if (const auto region = address.region(); region && use.region == nullptr) {
      use.region = &regions_[*region];
    }
    const LeakyRate rate = at_least(rate_, share);
    if (!has_room(use, rate, now)) return nullptr;
    if (use.region != nullptr) {
      const LeakyRate region_rate = at_least(region_rate_, share);
      if (!has_room(*use.region, region_rate, now)) return nullptr;
      (void)use.region->recent.take(region_rate, now);
    }
    (void)use.recent.take(rate, now);
    hold(&entry);
    return &entry;
  }

  /// Counts one more for an address that holds a connection: a visitor whose seat is kept.
  void hold(Entry* entry) {
    ++entry->second.held;
    if (entry->second.region != nullptr) ++entry->second.region->held;
  }
  void release(Entry* entry) {
    --entry->second.held;
    if (entry->second.region != nullptr) --entry->second.region->held;
  }

  /// Removes addresses that hold no connection and have not connected lately; O(size). Call it
  /// periodically.
  void sweep(Tick now) {
    const auto is_idle = [now](const Use& use, const LeakyRate& rate) {
      return use.held == 0 && use.recent.level_at(rate, now) == 0;
    };
    std::unordered_set<const Use*> used;
    std::erase_if(addresses_, [&](const Entry& entry) {
      const bool goes = is_idle(entry.second, rate_);
      if (!goes) used.insert(entry.second.region);
      return goes;
    });
    std::erase_if(regions_, [&](const Entry& entry) {
      return !used.contains(&entry.second) && is_idle(entry.second, region_rate_);
    });
  }

  [[nodiscard]] std::size_t size() const { return addresses_.size() + regions_.size(); }

 private:
  [[nodiscard]] static LeakyRate at_least(LeakyRate rate, std::size_t share) {
    return {rate.per_second, std::max(rate.burst, share)};
  }
  /// As many may be held as may come at once.
  [[nodiscard]] static bool has_room(const Use& use, const LeakyRate& rate, Tick now) {
    return use.held < rate.burst && use.recent.has_room(rate, now);
  }

  LeakyRate rate_;
  LeakyRate region_rate_;
  Table addresses_;
  Table regions_;
};

}  // namespace nexus::transport
