// The waiting tickets of each bucket, oldest first.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "matching/ticket_store.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nexus::stores {

/// A waiting ticket in a bucket. Ordered by place; after the store lost its newest writes, two
/// tickets may claim one place, and both must be found.
struct Waiting {
  matching::Place place = 0;
  TicketId ticket;
  std::uint32_t number = 0;  ///< under which the pool stores the ticket

  friend auto operator<=>(const Waiting&, const Waiting&) = default;
};

/// Buckets by name and, as long as tickets wait in them, by number. Entering at the end and leaving
/// from the front cost the same for any length.
class Buckets {
 public:
  using Number = std::uint32_t;
  using Queue = std::set<Waiting>;

  /// Does nothing if the ticket is already in the bucket.
  Number enter(std::string_view name, const Waiting& waiting);
  /// Does nothing if the ticket is not in the bucket. Forgets a bucket that becomes empty.
  void leave(Number bucket, const Waiting& waiting);

  /// nullopt for an empty bucket.
  [[nodiscard]] std::optional<Number> find(std::string_view name) const;
  [[nodiscard]] const Queue& operator[](Number bucket) const { return slots_[bucket].queue; }

  /// The number of buckets that are not empty.
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>{}(name);
    }
  };
  using Numbers = std::unordered_map<matching::Bucket, Number, Hash, std::equal_to<>>;

  struct Slot {
    matching::Bucket name;
    Queue queue;
  };

  Numbers numbers_;
  std::vector<Slot> slots_;
  std::vector<Number> free_;
};

}  // namespace nexus::stores
