// Names of nodes as small numbers, and how long each node is known to live.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace nexus::stores {

/// A name has a number as long as somebody holds it, or its node has a lease. Times are in
/// microseconds, as the pool's.
class Nodes {
 public:
  using Number = std::uint32_t;
  using Time = std::int64_t;

  /// The number of that name, to be given back with drop().
  [[nodiscard]] Number hold(const NodeName& name);
  /// One holder more for a number that is held.
  Number hold(Number node);
  void drop(Number node);

  [[nodiscard]] const NodeName& name(Number node) const { return slots_[node].name; }
  /// When its lease ends; 0 for a node without one.
  [[nodiscard]] Time lease(Number node) const { return slots_[node].lease; }

  /// Gives a lease that ends at `end`, which is after 0. Returns when the former one ends or ended.
  Time renew(const NodeName& name, Time end);
  /// Ends the leases that end by `now`; returns how many.
  std::uint64_t sweep(Time now);

  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  struct Slot {
    NodeName name;
    Time lease = 0;
    std::uint32_t holders = 0;  ///< the lease is one of them
  };

  std::unordered_map<NodeName, Number> numbers_;
  std::vector<Slot> slots_;
  std::vector<Number> free_;
};

}  // namespace nexus::stores
