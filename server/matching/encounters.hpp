// Who met whom lately, as far as this desk saw it: the two shall not meet again so soon.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::matching {

struct EncounterLimits {
  std::chrono::milliseconds life = std::chrono::minutes(10);  ///< for so long a partner is recent
  std::size_t encounters_max = 500'000;                       ///< beyond, the oldest is forgotten
};

/// Remembers each visitor's latest partners, at most kRecentMax of them. Each desk remembers for
/// its own visitors; since avoiding binds both sides, it is enough if one of a pair's desks
/// remembers.
class Encounters {
 public:
  explicit Encounters(EncounterLimits limits = {}) : limits_(limits) {}

  void met(VisitorId visitor, VisitorId partner, RoomId room, MonotonicTime now);
  /// The room fell through: they did not meet after all.
  void missed(VisitorId visitor, RoomId room);
  void forget_old(MonotonicTime now);

  /// Latest last, each partner once.
  [[nodiscard]] std::vector<VisitorId> partners_of(VisitorId visitor, MonotonicTime now) const;
  [[nodiscard]] std::size_t visitors() const { return visitors_.size(); }

 private:
  struct Encounter {
    VisitorId partner;
    RoomId room;
    MonotonicTime recent_until;
  };

  void forget_oldest();

  EncounterLimits limits_;
  std::unordered_map<VisitorId, std::deque<Encounter>> visitors_;
  std::deque<std::pair<MonotonicTime, VisitorId>> order_;  ///< until when each is recent
};

}  // namespace nexus::matching
