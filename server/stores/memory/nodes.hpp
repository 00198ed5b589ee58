// Node names as small numbers, and the nodes' leases.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace nexus::stores {

/// A name has a number as long as a caller holds it, or its node has a lease. Times are in
/// microseconds, like the pool's.
class Nodes {
 public:
  using Number = std::uint32_t;
  using Time = std::int64_t;

  /// The number of that name. The caller must release it with drop().
  [[nodiscard]] Number hold(const NodeName& name);
  /// Adds a holder to a number that is already held.
  Number hold(Number node);
  void drop(Number node);

  [[nodiscard]] const NodeName& name(Number node) const { return slots_[node].name; }
  /// When the node's lease ends; 0 without a lease.
  [[nodiscard]] Time lease(Number node) const { return slots_[node].lease; }

  /// Grants a lease that ends at `end`, which must be after 0. Returns when the former one ends or
  /// ended.
  Time renew(const NodeName& name, Time end);
  /// Removes the leases that end by `now`; returns how many.
  std::uint64_t sweep(Time now);

  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  struct Slot {
    NodeName name;
    Time lease = 0;
    std::uint32_t holders = 0;  ///< the lease counts as one
  };

  std::unordered_map<NodeName, Number> numbers_;
  std::vector<Slot> slots_;
  std::vector<Number> free_;
};

}  // namespace nexus::stores
