// Joins a domain object to its WebSockets: bytes become messages, messages become bytes.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/ban_gate.hpp"
#include "apps/message_gate.hpp"
#include "apps/refusal_kinds.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "matching/desk.hpp"
#include "protocol/generated/messages.hpp"
#include "protocol/padded_text.hpp"
#include "signalling/rooms.hpp"
#include "transport/server.hpp"

#include <string>
#include <utility>
#include <vector>

namespace nexus::apps {

/// What both endpoints share: a client is the socket of the same number. Every error and every
/// close goes through here, so this is where refusals are counted.
template <class Message>
class Sender {
 public:
  explicit Sender(transport::Server& server) : server_(server) {}

  void send_message(ClientId client, const Message& message) {
    if (const auto* error = std::get_if<protocol::Error>(&message)) {
      count_refusal(server_.refusals(), *error);
    }
    text_.clear();
    std::visit([this](const auto& one) { protocol::encode(one, text_); }, message);
    send_text(client, text_);
  }

  void send_text(ClientId client, std::string_view text) {
    if (transport::WebSocket* socket = server_.find({client.value})) socket->send_text(text);
  }

  void hang_up(ClientId client, protocol::CloseCode code) {
    transport::WebSocket* socket = server_.find({client.value});
    if (socket == nullptr) return;
    count_refusal(server_.refusals(), code);
    socket->close(static_cast<std::uint16_t>(code));
  }

 private:
  transport::Server& server_;
  std::string text_;  // reused: no allocation a message
};

/// `/v1/match`: the desk's sockets.
class MatchEndpoint final : public transport::WebSocketHandler, public matching::MatchOutlet {
 public:
  MatchEndpoint(transport::Server& server, const guard::MessageLimits& limits, const BanList* bans,
                const Clock& clock)
      : sender_(server), gate_(limits, clock, sender_), bans_(bans, clock, sender_) {}
  void attach(matching::Desk& desk) { desk_ = &desk; }

  /// The list of bans changed. enforce_bans() has to be called as long as it is_enforcing_bans().
  void begin_enforcing_bans() { bans_.begin_sweep(); }
  [[nodiscard]] bool is_enforcing_bans() const { return bans_.is_sweeping(); }
  /// Takes one step. Returns how many sockets it closed.
  std::size_t enforce_bans() {
    const std::vector<ClientId> banned = bans_.sweep_some();
    for (const ClientId client : banned) desk_->close(client);
    return banned.size();
  }

  void on_open(transport::WebSocket& socket, const transport::Upgrade& upgrade) override {
    const ClientId client{socket.id().value};
    if (!bans_.opens(client, upgrade.client_address)) return;
    gate_.open(client);
    desk_->open(client);
  }
  void on_text(transport::WebSocket& socket, std::string_view text) override {
    const ClientId client{socket.id().value};
    auto message = decoder_.decode_match_client(text);
    if (gate_.admits(client, message)) desk_->receive(client, std::move(message));
  }
  void on_close(transport::WebSocket& socket, std::uint16_t) override {
    const ClientId client{socket.id().value};
    bans_.close(client);
    gate_.close(client);
    desk_->close(client);
  }

  void send(ClientId client, const protocol::MatchServerMessage& message) override {
    sender_.send_message(client, message);
  }
  void hang_up(ClientId client, protocol::CloseCode code) override {
    sender_.hang_up(client, code);
  }
  bool admits(ClientId client, VisitorId visitor) override { return bans_.admits(client, visitor); }

 private:
  matching::Desk* desk_ = nullptr;
  protocol::Decoder decoder_;
  Sender<protocol::MatchServerMessage> sender_;
  MessageGate<protocol::MatchClientMessage, Sender<protocol::MatchServerMessage>> gate_;
  BanGate<Sender<protocol::MatchServerMessage>> bans_;
};

/// `/v1/room`: the rooms' sockets.
class RoomEndpoint final : public transport::WebSocketHandler,
                           public signalling::RoomOutlet,
                           public Admission {
 public:
  RoomEndpoint(transport::Server& server, const guard::MessageLimits& limits, const BanList* bans,
               const Clock& clock)
      : sender_(server), gate_(limits, clock, sender_), bans_(bans, clock, sender_) {}
  void attach(signalling::Rooms& rooms) { rooms_ = &rooms; }

  /// The list of bans changed. Rooms that wait for a banned visitor end at once, those that hold
  /// one in enforce_bans(), which has to be called as long as it is_enforcing_bans().
  void begin_enforcing_bans() {
    bans_.begin_sweep();
    rooms_->expect_no_more([this](VisitorId visitor) { return bans_.is_banned(visitor); });
  }
  [[nodiscard]] bool is_enforcing_bans() const { return bans_.is_sweeping(); }
  /// Takes one step. Returns how many sockets it closed.
  std::size_t enforce_bans() {
    const std::vector<ClientId> banned = bans_.sweep_some();
    for (const ClientId client : banned) rooms_->close(client);
    return banned.size();
  }

  void on_open(transport::WebSocket& socket, const transport::Upgrade& upgrade) override {
    const ClientId client{socket.id().value};
    if (!bans_.opens(client, upgrade.client_address)) return;
    gate_.open(client);
    rooms_->open(client);
  }
  void on_text(transport::WebSocket& socket, std::string_view text) override {
    const ClientId client{socket.id().value};
    auto message = decoder_.decode_room_client(text);
    const auto verdict = gate_.admits(client, message) ? signalling::Verdict::kAdmitted
                                                       : signalling::Verdict::kRefused;
    rooms_->receive(client, text, std::move(message), verdict);
  }
  void on_close(transport::WebSocket& socket, std::uint16_t code) override {
    const ClientId client{socket.id().value};
    bans_.close(client);
    gate_.close(client);
    rooms_->close(client, ending(protocol::seat_after_close(code)));
  }

  void send(ClientId client, const protocol::RoomServerMessage& message) override {
    sender_.send_message(client, message);
  }
  void relay(ClientId client, std::string_view text) override { sender_.send_text(client, text); }
  void hang_up(ClientId client, protocol::CloseCode code) override {
    sender_.hang_up(client, code);
  }
  void grant_resend_allowance(ClientId client) override { gate_.grant_resend_allowance(client); }
  bool admits(ClientId client, VisitorId visitor) override { return bans_.admits(client, visitor); }

 private:
  static signalling::Ending ending(protocol::SeatAfterClose seat) {
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

  signalling::Rooms* rooms_ = nullptr;
  protocol::Decoder decoder_;
  Sender<protocol::RoomServerMessage> sender_;
  MessageGate<protocol::RoomClientMessage, Sender<protocol::RoomServerMessage>> gate_;
  BanGate<Sender<protocol::RoomServerMessage>> bans_;
};

static_assert(transport::kTextPaddingBytes >= protocol::kDecodePaddingBytes);

}  // namespace nexus::apps
