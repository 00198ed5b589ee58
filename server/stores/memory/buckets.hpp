// Who waits in which bucket, oldest first.
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

/// One who waits, as a bucket knows it. In the order of places; two may claim one place after the
/// store lost its newest writes, and both must be found.
struct Waiting {
  matching::Place place = 0;
  TicketId ticket;
  std::uint32_t number = 0;  ///< under which the ticket is kept

  friend auto operator<=>(const Waiting&, const Waiting&) = default;
};

/// Buckets by name and, once somebody waits in them, by a number that is theirs until the last one
/// leaves. Entering at the end and leaving from the front cost the same whatever the length.
class Buckets {
 public:
  using Number = std::uint32_t;
  using Queue = std::set<Waiting>;

  /// Does nothing when it is in there.
  Number enter(std::string_view name, const Waiting& waiting);
  /// Does nothing when it is not in there; forgets a bucket that is empty.
  void leave(Number bucket, const Waiting& waiting);

  /// Nothing for a bucket in which nobody waits.
  [[nodiscard]] std::optional<Number> find(std::string_view name) const;
  [[nodiscard]] const Queue& operator[](Number bucket) const { return slots_[bucket].queue; }

  /// Those that are not empty.
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
