// The identifiers that more than one module speaks of.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/strong_id.hpp"

#include <string>

namespace nexus {

/// A person at a browser tab, for as long as the tab hands in its session.
using VisitorId = StrongId<struct VisitorTag>;
/// One search of one visitor: committed to at most one room, never reused.
using TicketId = StrongId<struct TicketTag>;
using RoomId = StrongId<struct RoomTag>;
/// A process of this deployment, named by its operator.
using NodeName = StrongValue<struct NodeTag, std::string>;

}  // namespace nexus
