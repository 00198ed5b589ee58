// Shared by the sockets of matching and of signalling.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/admission.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"
#include "credentials/network_tag.hpp"
#include "edge/ban_enforcer.hpp"
#include "edge/message_gate.hpp"
#include "edge/socket_sender.hpp"
#include "moderation/ban_gate.hpp"
#include "protocol/padded_text.hpp"
#include "transport/server.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::edge {

/// Joins a domain object to its WebSockets: converts bytes to messages and messages to bytes, and
/// enforces limits and bans before the domain receives anything. `Domain` opens and closes clients;
/// `Outlet` is the domain's output port.
template <class Domain, class Outlet, class Incoming, class Outgoing>
class Endpoint : public transport::WebSocketHandler,
                 public Outlet,
                 public Admission,
                 public BanEnforcer {
 public:
  /// `channel` names the socket in metrics: "match" or "room". `bans` may be nullptr: nobody is
  /// banned.
  Endpoint(const std::string& channel, transport::Server& server,
           const guard::MessageLimits& limits, const moderation::BanList* bans,
           const credentials::NetworkTagger& tagger, const Clock& clock)
      : sender_(channel, server),
        gate_(limits, clock, sender_),
        bans_(channel, bans, clock, sender_),
        tagger_(tagger) {}
  /// Call before the first socket opens.
  void attach(Domain& domain) { domain_ = &domain; }

  /// Changes the limits of all sockets.
  void set_limits(const guard::MessageLimits& limits) { gate_.set_limits(limits); }

  void begin_enforcing_bans() override { bans_.begin_sweep(); }
  [[nodiscard]] bool is_enforcing_bans() const final { return bans_.is_sweeping(); }
  std::size_t enforce_bans() final {
    const std::vector<ClientId> banned = bans_.sweep_some();
    for (const ClientId client : banned) domain_->close(client);
    return banned.size();
  }

  [[nodiscard]] std::array<const MetricGroup*, 2> metrics() const {
    return {&sender_.metrics(), &bans_.metrics()};
  }

  void on_open(transport::WebSocket& socket, const transport::Upgrade& upgrade) final {
    const ClientId client{socket.id().value};
    const NetworkTags network = upgrade.is_local
                                    ? NetworkTags{}
                                    : tagger_.tags_of(upgrade.client_address.untranslated().bytes);
    if (!bans_.opens(client, upgrade.client_address, network.host)) return;
    open(client, network);
  }
  void on_text(transport::WebSocket& socket, std::string_view text) final {
    receive(ClientId{socket.id().value}, text);
  }
  void on_close(transport::WebSocket& socket, std::uint16_t code) final {
    const ClientId client{socket.id().value};
    bans_.close(client);
    gate_.close(client);
    close(client, code);
  }

  void send(ClientId client, const Outgoing& message) final {
    sender_.send_message(client, message);
  }
  void hang_up(ClientId client, protocol::CloseCode code) final { sender_.hang_up(client, code); }
  bool admits(ClientId client, VisitorId visitor) final { return bans_.admits(client, visitor); }

 protected:
  using Gate = MessageGate<Incoming, SocketSender<Outgoing>>;
  using Bans = moderation::BanGate<SocketSender<Outgoing>>;

  /// Passes a new socket on, with the tags of its network.
  virtual void open(ClientId client, const NetworkTags& network) = 0;
  /// Decodes a text and passes the message on, if the gate admits it.
  virtual void receive(ClientId client, std::string_view text) = 0;
  /// Passes the end of a socket on; `code` is that of its close frame.
  virtual void close(ClientId client, std::uint16_t code) = 0;

  [[nodiscard]] Domain& domain() { return *domain_; }
  [[nodiscard]] protocol::Decoder& decoder() { return decoder_; }
  [[nodiscard]] SocketSender<Outgoing>& sender() { return sender_; }
  [[nodiscard]] Gate& gate() { return gate_; }
  [[nodiscard]] const Bans& bans() const { return bans_; }

 private:
  Domain* domain_ = nullptr;
  protocol::Decoder decoder_;
  SocketSender<Outgoing> sender_;
  Gate gate_;
  Bans bans_;
  const credentials::NetworkTagger& tagger_;
};

static_assert(transport::kTextPaddingBytes >= protocol::kDecodePaddingBytes);

}  // namespace nexus::edge
