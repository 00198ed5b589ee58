// SPDX-License-Identifier: MIT
#include "edge/room_endpoint.hpp"

#include <utility>

namespace nexus::edge {
namespace {

signalling::Ending ending(protocol::SeatAfterClose seat) {
  switch (seat) {
    case protocol::SeatAfterClose::kLeft:
      return signalling::Ending::kLeft;
    case protocol::SeatAfterClose::kKept:
      return signalling::Ending::kDropped;
    case protocol::SeatAfterClose::kKeptForReload:
      return signalling::Ending::kUnloaded;
  }
  return signalling::Ending::kLeft;
}

}  // namespace

void RoomEndpoint::begin_enforcing_bans() {
  Endpoint::begin_enforcing_bans();
  domain().end_awaiting([this](VisitorId visitor) { return bans().is_banned(visitor); });
}

void RoomEndpoint::receive(ClientId client, std::string_view text) {
  auto message = decoder().decode_room_client(text);
  const auto verdict = gate().admits(client, message, text.size())
                           ? signalling::GateVerdict::kAdmitted
                           : signalling::GateVerdict::kRefused;
  domain().receive(client, text, std::move(message), verdict);
}

void RoomEndpoint::close(ClientId client, std::uint16_t code) {
  domain().close(client, ending(protocol::seat_after_close(code)));
}

}  // namespace nexus::edge
