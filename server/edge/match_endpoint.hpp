// `/v1/match`: the desk's sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "edge/endpoint.hpp"
#include "matching/desk.hpp"

namespace nexus::edge {

class MatchEndpoint final
    : public Endpoint<matching::Desk, matching::MatchOutlet, protocol::MatchClientMessage,
                      protocol::MatchServerMessage> {
 public:
  using Endpoint::Endpoint;

 private:
  void open(ClientId client, const NetworkTags& network) override {
    domain().open(client, network);
  }
  void receive(ClientId client, std::string_view text) override {
    auto message = decoder().decode_match_client(text);
    if (gate().admits(client, message, text.size())) domain().receive(client, std::move(message));
  }
  void close(ClientId client, std::uint16_t /*code*/) override { domain().close(client); }
};

}  // namespace nexus::edge
