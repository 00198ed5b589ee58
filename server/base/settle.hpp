// Where a room lives: what matching nodes and homes ask the store.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/role.hpp"

#include <chrono>
#include <string>
#include <variant>

namespace nexus {

/// A signalling node, as visitors reach it.
struct Home {
  NodeName node;
  std::string url;  ///< of its room socket; empty when it is this site's own

  friend bool operator==(const Home&, const Home&) = default;
};

/// How long an ask to move counts as the partner's. A page that stays away asks several times
/// within it, and one that is in its seat again asks no more.
inline constexpr auto kMoveAskLife = std::chrono::seconds(3);

/// A member asks for its seat at `to`. A matching node asks for a member that cannot reach its
/// home; a home asks at each return of a member, and when one arrives from another home.
struct Settle {
  RoomId room;
  HomeRun from;  ///< where the member sat, by its token; without an incarnation: any of that node
  Home to;
  BootId to_boot;  ///< of the home that asks; none where a matching node does
  Role asker = Role::kInitiator;
};

enum class SettleRefusal {
  kNotYet,  ///< the room's home lives, as far as is known, and the partner has not asked as well
  kClosed,  ///< the room is over
};

/// Where the room lives from now on, which is not always `to`.
using SettleReply = std::variant<Home, SettleRefusal>;

}  // namespace nexus
