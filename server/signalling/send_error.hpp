// Error messages that refuse a join or a room message.
// SPDX-License-Identifier: MIT
#pragma once

#include "signalling/room_outlet.hpp"

#include <string_view>

namespace nexus::signalling {

/// The refused message: its type, and the room that it named, if any.
struct Refused {
  std::string_view of;
  RoomId room;
};

/// Sends an error, with a delay if the client may try again.
void send_error(RoomOutlet& outlet, ClientId client, protocol::ErrorCode code, std::string_view why,
                const Refused& refused);

}  // namespace nexus::signalling
