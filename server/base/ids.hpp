// The identifiers that more than one module speaks of.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/strong_id.hpp"

#include <cstdint>
#include <string>

namespace nexus {

/// A person at a browser tab, for as long as the tab hands in its session.
using VisitorId = StrongId<struct VisitorTag>;
/// One search of one visitor: committed to at most one room, never reused.
using TicketId = StrongId<struct TicketTag>;
using RoomId = StrongId<struct RoomTag>;
/// A process of this deployment, named by its operator.
using NodeName = StrongValue<struct NodeTag, std::string>;

/// One run of a process: a node that starts anew has another.
using BootId = StrongId<struct BootTag>;

/// One run of a signalling node: what it knows of its rooms ends with it.
struct HomeRun {
  NodeName node;
  BootId boot;

  friend bool operator==(const HomeRun&, const HomeRun&) = default;
};

/// A visitor's socket, as the domain sees it: given out by the transport, never reused by a
/// process. See ClientMap for what is kept for each of many.
using ClientId = StrongValue<struct ClientTag, std::uint64_t>;

}  // namespace nexus
