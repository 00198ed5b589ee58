// Joins a domain object to its WebSockets: bytes become messages, messages become bytes.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "matching/desk.hpp"
#include "protocol/generated/messages.hpp"
#include "protocol/padded_text.hpp"
#include "signalling/rooms.hpp"
#include "transport/server.hpp"

#include <string>

namespace nexus::apps {

/// What both endpoints share: a client is the socket of the same number.
template <class Message>
class Sender {
 public:
  explicit Sender(transport::Server& server) : server_(server) {}

  void send_message(ClientId client, const Message& message) {
    text_.clear();
    std::visit([this](const auto& one) { protocol::encode(one, text_); }, message);
    send_text(client, text_);
  }

  void send_text(ClientId client, std::string_view text) {
    if (transport::WebSocket* socket = server_.find({client.value})) socket->send_text(text);
  }

  void hang_up(ClientId client, protocol::CloseCode code) {
    transport::WebSocket* socket = server_.find({client.value});
    if (socket) socket->close(static_cast<std::uint16_t>(code));
  }

 private:
  transport::Server& server_;
  std::string text_;  // reused: no allocation a message
};

/// `/v1/match`: the desk's sockets.
class MatchEndpoint final : public transport::WebSocketHandler, public matching::MatchOutlet {
 public:
  explicit MatchEndpoint(transport::Server& server) : sender_(server) {}
  void attach(matching::Desk& desk) { desk_ = &desk; }

  void on_open(transport::WebSocket& socket, const transport::Upgrade&) override {
    desk_->open({socket.id().value});
  }
  void on_text(transport::WebSocket& socket, std::string_view text) override {
    desk_->receive({socket.id().value}, decoder_.decode_match_client(text));
  }
  void on_close(transport::WebSocket& socket, std::uint16_t) override {
    desk_->close({socket.id().value});
  }

  void send(ClientId client, const protocol::MatchServerMessage& message) override {
    sender_.send_message(client, message);
  }
  void hang_up(ClientId client, protocol::CloseCode code) override {
    sender_.hang_up(client, code);
  }

 private:
  matching::Desk* desk_ = nullptr;
  protocol::Decoder decoder_;
  Sender<protocol::MatchServerMessage> sender_;
};

/// `/v1/room`: the rooms' sockets.
class RoomEndpoint final : public transport::WebSocketHandler, public signalling::RoomOutlet {
 public:
  explicit RoomEndpoint(transport::Server& server) : sender_(server) {}
  void attach(signalling::Rooms& rooms) { rooms_ = &rooms; }

  void on_open(transport::WebSocket& socket, const transport::Upgrade&) override {
    rooms_->open({socket.id().value});
  }
  void on_text(transport::WebSocket& socket, std::string_view text) override {
    rooms_->receive({socket.id().value}, text, decoder_.decode_room_client(text));
  }
  void on_close(transport::WebSocket& socket, std::uint16_t) override {
    rooms_->close({socket.id().value});
  }

  void send(ClientId client, const protocol::RoomServerMessage& message) override {
    sender_.send_message(client, message);
  }
  void relay(ClientId client, std::string_view text) override { sender_.send_text(client, text); }
  void hang_up(ClientId client, protocol::CloseCode code) override {
    sender_.hang_up(client, code);
  }

 private:
  signalling::Rooms* rooms_ = nullptr;
  protocol::Decoder decoder_;
  Sender<protocol::RoomServerMessage> sender_;
};

static_assert(transport::kTextPaddingBytes >= protocol::kDecodePaddingBytes);

}  // namespace nexus::apps
