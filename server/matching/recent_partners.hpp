// The partners that a visitor met recently and should not meet again soon.
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

/// Remembers each visitor's latest partners, at most kRecentMax, even while the visitor has no
/// socket. Each node remembers for its own visitors. Since avoiding binds both sides, one node of a
/// pair's two is enough. A pair with both visitors on this node takes about 70 bytes.
class RecentPartners {
 public:
  explicit RecentPartners(RecentLimits limits = {}) : limits_(limits) {}

  void met(VisitorId visitor, VisitorId partner, MonotonicTime now);
  /// The match fell through: the two did not meet.
  void missed(VisitorId visitor, VisitorId partner);
  void forget_old(MonotonicTime now);

  /// The latest comes last; each partner once.
  [[nodiscard]] std::vector<VisitorId> partners_of(VisitorId visitor, MonotonicTime now) const;
  /// The number of remembered partners of all visitors together.
  [[nodiscard]] std::size_t size() const { return index_.size(); }

 private:
  using Number = IdIndex<VisitorId>::Number;

  /// Either visitor may be the one that remembers the other; the index decides.
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
  std::deque<Pair> pairs_;    ///< in the order in which they expire
  Number first_ = 0;          ///< the number of the oldest; numbers wrap around after 2^32
  IdIndex<VisitorId> index_;  ///< from a visitor to each pair that the visitor remembers
};

}  // namespace nexus::matching
