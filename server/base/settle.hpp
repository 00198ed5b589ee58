// Where a room lives: the request that matching nodes and homes send to the store.
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
  std::string url;  ///< of its room socket; empty: this site's own

  friend bool operator==(const Home&, const Home&) = default;
};

/// How long a request to move counts as the partner's. A page that cannot reach its home asks
/// several times within it; a page that sits again asks no more.
inline constexpr auto kMoveAskLife = std::chrono::seconds(3);

/// A member asks for its seat at `to`. A matching node asks for a member that cannot reach its
/// home. A home asks whenever a member returns or arrives from another home.
struct Settle {
  RoomId room;
  HomeIncarnation
      from;  ///< where the member sat, by its token; without an incarnation: any of that node
  Home to;
  IncarnationId to_incarnation;  ///< of the home that asks; none if a matching node asks
  Role asker = Role::kInitiator;
};

enum class SettleRefusal {
  kNotYet,  ///< as far as the store knows the room's home lives, and the partner has not asked too
  kClosed,  ///< the room is over
};

/// Where the room lives from now on; not always `to`.
using SettleReply = std::variant<Home, SettleRefusal>;

}  // namespace nexus
