// Identifiers that several modules share.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/strong_id.hpp"

#include <cstdint>
#include <string>

namespace nexus {

/// A person at a browser tab, as long as the tab presents its session.
using VisitorId = StrongId<struct VisitorTag>;
/// One search of one visitor: committed to at most one room, never reused.
using TicketId = StrongId<struct TicketTag>;
using RoomId = StrongId<struct RoomTag>;
/// A process of this deployment, named by its operator.
using NodeName = StrongValue<struct NodeTag, std::string>;

/// One incarnation of a process: a restarted node has another.
using IncarnationId = StrongId<struct IncarnationTag>;

/// One incarnation of a signalling node. Its knowledge of its rooms ends with it.
struct HomeIncarnation {
  NodeName node;
  IncarnationId incarnation;

  friend bool operator==(const HomeIncarnation&, const HomeIncarnation&) = default;
};

/// A visitor's socket, as the domain sees it. The transport assigns it and never reuses it within a
/// process. See ClientMap for values kept per socket.
using ClientId = StrongValue<struct ClientTag, std::uint64_t>;

}  // namespace nexus
