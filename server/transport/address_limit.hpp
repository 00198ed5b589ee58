// How many connections each client address holds.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/ip_address.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <random>
#include <string_view>
#include <unordered_map>

namespace nexus::transport {

/// One entry per address that holds something, so the number of connections bounds the table.
class AddressLimit {
 public:
  struct Hash {
    // Strangers choose IPv6 prefixes: a seed of our own keeps them from choosing buckets.
    std::uint64_t seed;
    Hash() : seed(std::random_device{}()) {}
    std::size_t operator()(const IpAddress& address) const {
      std::uint64_t halves[2];
      std::memcpy(halves, address.bytes.data(), sizeof halves);
      halves[0] = (halves[0] ^ seed) * 0x9E3779B97F4A7C15U;
      halves[1] = (halves[1] ^ (halves[0] >> 29)) * 0xBF58476D1CE4E5B9U;
      return static_cast<std::size_t>(halves[1] ^ (halves[1] >> 32));
    }
  };
  using Table = std::unordered_map<IpAddress, std::uint32_t, Hash>;
  using Entry = Table::value_type;

  /// Counts one more for the address (of which limit_key() is taken); nullptr when it holds `max`.
  [[nodiscard]] Entry* acquire(const IpAddress& address, std::size_t max) {
    const auto [entry, is_new] = table_.try_emplace(address.limit_key(), 0);
    if (entry->second >= max) {
      if (is_new) table_.erase(entry);
      return nullptr;
    }
    ++entry->second;
    return &*entry;
  }

  /// Takes back one acquire; the entry may be gone afterwards.
  void release(Entry* entry) {
    if (--entry->second == 0) table_.erase(IpAddress{entry->first});
  }

  [[nodiscard]] std::size_t size() const { return table_.size(); }

 private:
  Table table_;
};

}  // namespace nexus::transport
