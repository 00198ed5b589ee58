// `/v1/room`: the rooms' sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "edge/endpoint.hpp"
#include "signalling/rooms.hpp"

namespace nexus::edge {

class RoomEndpoint final
    : public Endpoint<signalling::Rooms, signalling::RoomOutlet, protocol::RoomClientMessage,
                      protocol::RoomServerMessage> {
 public:
  using Endpoint::Endpoint;

  /// Also ends the rooms that wait for a banned visitor. enforce_bans() ends rooms with a banned
  /// visitor inside.
  void begin_enforcing_bans() override;

  void relay(ClientId client, std::string_view text) override { sender().send_text(client, text); }
  Hold hold_address(ClientId client) override { return sender().hold_address(client); }
  void grant_resend_allowance(ClientId client) override { gate().grant_resend_allowance(client); }

 private:
  void open(ClientId client, const NetworkTags& /*network*/) override { domain().open(client); }
  void receive(ClientId client, std::string_view text) override;
  void close(ClientId client, std::uint16_t code) override;
};

}  // namespace nexus::edge
