// Limits each client address: its connections and how fast it opens new ones.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/ip_address.hpp"
#include "transport/keyed_rate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <unordered_map>

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
/// connections and the rate of accepting them bound the table.
class AddressLimit {
 public:
  struct Use {
    std::uint32_t held = 0;
    LeakyBucket recent;  // connections
  };
  using Table = std::unordered_map<IpAddress, Use, AddressHash>;
  using Entry = Table::value_type;

  /// `held_max` connections at a time; as many may come at once.
  AddressLimit(std::size_t held_max, double per_second_max)
      : held_max_(held_max), per_second_max_(per_second_max) {}

  /// Counts one more connection for the limit_key() of `address`. nullptr if it holds too many or
  /// connects too fast; `share` is what it may hold if that is more than `held_max`. A refused
  /// attempt does not count.
  [[nodiscard]] Entry* acquire(const IpAddress& address, std::size_t share, Tick now) {
    Entry& entry = *table_.try_emplace(address.limit_key()).first;
    Use& use = entry.second;
    const std::size_t held_max = std::max(held_max_, share);
    if (use.held >= held_max || !use.recent.take({per_second_max_, held_max}, now)) return nullptr;
    ++use.held;
    return &entry;
  }

  /// Counts one more for an address that holds a connection: a visitor whose seat is kept.
  void hold(Entry* entry) { ++entry->second.held; }
  void release(Entry* entry) { --entry->second.held; }

  /// Removes addresses that hold no connection and have not connected lately; O(size). Call it
  /// periodically.
  void sweep(Tick now) {
    std::erase_if(table_, [&](const Entry& entry) {
      return entry.second.held == 0 &&
             entry.second.recent.level_at({per_second_max_, held_max_}, now) == 0;
    });
  }

  [[nodiscard]] std::size_t size() const { return table_.size(); }

 private:
  std::size_t held_max_;
  double per_second_max_;
  Table table_;
};

}  // namespace nexus::transport
