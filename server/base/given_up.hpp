// The news that a matched visitor will not come to its room.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/role.hpp"

#include <functional>

namespace nexus {

/// Sent to a room's home: the visitor of `ticket` searches again, or its search ended. The home
/// knows whether that visitor came before.
struct GivenUp {
  RoomId room;
  TicketId ticket;
  Role role = Role::kInitiator;  ///< of `ticket`
  TicketId partner;

  friend bool operator==(const GivenUp&, const GivenUp&) = default;
};

using GivenUpListener = std::function<void(const GivenUp&)>;

}  // namespace nexus
