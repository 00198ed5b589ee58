// Who met whom lately, as far as this desk saw it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::matching {

struct EncounterLimits {
  std::chrono::milliseconds life = std::chrono::minutes(10);  ///< for so long a partner is recent
  /// For so long it can be blocked and reported, or for its life if that is longer.
  std::chrono::milliseconds memory = std::chrono::hours(1);
  std::size_t encounters_max = 500'000;  ///< beyond, the oldest is forgotten
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
  /// Whom the visitor was with in that room, while it is remembered.
  [[nodiscard]] std::optional<VisitorId> partner_in(VisitorId visitor, RoomId room) const;
  /// Whether the visitor has reported its partner of that room.
  [[nodiscard]] bool is_reported(VisitorId visitor, RoomId room) const;
  void mark_reported(VisitorId visitor, RoomId room);
  [[nodiscard]] std::size_t visitors() const { return visitors_.size(); }

 private:
  struct Encounter {
    VisitorId partner;
    RoomId room;
    MonotonicTime recent_until;
    MonotonicTime known_until;
    bool reported = false;
  };

  void forget_oldest();
  [[nodiscard]] const Encounter* find(VisitorId visitor, RoomId room) const;

  EncounterLimits limits_;
  std::unordered_map<VisitorId, std::deque<Encounter>> visitors_;
  std::deque<std::pair<MonotonicTime, VisitorId>>
      order_;  ///< until when each is known, oldest first
};

}  // namespace nexus::matching
