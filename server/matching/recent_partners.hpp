// The partners that a visitor met lately and should not meet again so soon.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/id_index.hpp"
#include "base/ids.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace nexus::matching {

struct RecentLimits {
  std::chrono::milliseconds life = std::chrono::minutes(10);  ///< how long a partner is recent
  std::size_t pairs_max = 500'000;  ///< at the limit the oldest pair is forgotten
};

/// Remembers each visitor's latest partners, at most kRecentMax of them, also while the visitor has
/// no socket. Each node remembers for its own visitors; since avoiding binds both sides, it is
/// enough that one of a pair's nodes remembers. A pair whose two visitors are on this node takes
/// about 70 bytes.
class RecentPartners {
 public:
  explicit RecentPartners(RecentLimits limits = {}) : limits_(limits) {}

  void met(VisitorId visitor, VisitorId partner, MonotonicTime now);
  /// The match fell through: they did not meet after all.
  void missed(VisitorId visitor, VisitorId partner);
  void forget_old(MonotonicTime now);

  /// Latest last, each partner once.
  [[nodiscard]] std::vector<VisitorId> partners_of(VisitorId visitor, MonotonicTime now) const;
  /// Partners remembered, for all visitors together.
  [[nodiscard]] std::size_t size() const { return index_.size(); }

 private:
  using Number = IdIndex<VisitorId>::Number;

  /// Which of the two remembers it, is for the index to say.
  struct Pair {
    std::array<VisitorId, 2> members;
    MonotonicTime recent_until;

    [[nodiscard]] bool has(VisitorId visitor) const {
      return members[0] == visitor || members[1] == visitor;
    }
    [[nodiscard]] VisitorId partner_of(VisitorId visitor) const {
      return members[0] == visitor ? members[1] : members[0];
    }
  };

  [[nodiscard]] const Pair& pair(Number number) const { return pairs_[number - first_]; }
  /// The pairs that `visitor` remembers, oldest first.
  [[nodiscard]] std::vector<Number> pairs_of(VisitorId visitor) const;
  void forget_oldest();

  RecentLimits limits_;
  std::deque<Pair> pairs_;    ///< in the order in which they end
  Number first_ = 0;          ///< the number of the oldest; numbers go round after 2^32
  IdIndex<VisitorId> index_;  ///< from a visitor to each pair that it remembers
};

}  // namespace nexus::matching
