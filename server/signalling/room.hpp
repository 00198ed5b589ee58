// A room: its two seats and how it ends.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/role.hpp"
#include "signalling/room_directory.hpp"
#include "signalling/seat.hpp"

#include <vector>

namespace nexus::signalling {

/// Why a room ends, and which tickets search on.
struct RoomEnd {
  protocol::LeftReason reason{};
  Stranded stranded{};
};

struct Room {
  PerRole<Seat> seats;
  MonotonicTime met{};  ///< when the second visitor came; none of a room that moved here

  [[nodiscard]] bool both_came() const {
    return seats[Role::kInitiator].came() && seats[Role::kResponder].came();
  }
  /// See guard/candidate_filter.hpp.
  [[nodiscard]] bool is_relay_only() const {
    return seats[Role::kInitiator].relay_only || seats[Role::kResponder].relay_only;
  }

  /// Whether any visitor is connected to it here.
  [[nodiscard]] bool has_socket() const {
    return seats[Role::kInitiator].is_taken() || seats[Role::kResponder].is_taken();
  }

  /// The visitor of that seat leaves.
  [[nodiscard]] RoomEnd left_by(Role role, protocol::LeftReason reason) const;
  /// The visitor of that seat is banned, and nobody else may sit there.
  [[nodiscard]] RoomEnd banned(Role role) const;
  /// One of the two visitors never came.
  [[nodiscard]] RoomEnd no_show() const;
};

}  // namespace nexus::signalling
