// Applies the message limits to each socket, before the domain receives a message.
// SPDX-License-Identifier: MIT
#pragma once

#include "credentials/seat_token.hpp"
#include "guard/message_guard.hpp"
#include "protocol/generated/messages.hpp"

#include <cstddef>
#include <string>
#include <type_traits>
#include <variant>

namespace nexus::edge {

/// The error for a message that came too early. It names the message, so that the client can resend
/// it.
template <class Message>
[[nodiscard]] protocol::Error rate_limited(const Result<Message, protocol::DecodeError>& message,
                                           std::chrono::milliseconds retry_after) {
  protocol::Error error{.code = protocol::ErrorCode::kRateLimited,
                        .message = "too many messages",
                        .retry_after_ms = retry_after.count()};
  if (!message) {
    if (!message.error().type.empty()) error.of = message.error().type;
    return error;
  }
  std::visit(
      [&error]<class Kind>(const Kind& typed) {
        error.of = Kind::kType;
        if constexpr (std::is_same_v<Kind, protocol::Find>) error.find = typed.find;
        if constexpr (std::is_same_v<Kind, protocol::Chat>) error.id = typed.id;
        if constexpr (requires { typed.room; }) error.room = typed.room;
        if constexpr (std::is_same_v<Kind, protocol::Join>) {
          const RoomId room = credentials::room_named_in(typed.seat);
          if (!room.is_none()) error.room = room.text();
        }
      },
      *message);
  return error;
}

/// One gate for all sockets of an endpoint. `Sender` sends messages and hangs up.
template <class Message, class Sender>
class MessageGate {
 public:
  MessageGate(guard::MessageLimits limits, const Clock& clock, Sender& sender)
      : guard_(limits, clock), sender_(sender) {}

  void set_limits(const guard::MessageLimits& limits) { guard_.set_limits(limits); }
  void close(ClientId client) { guard_.close(client); }
  /// The client resumed a conversation: it may send at once what it wrote meanwhile.
  void grant_resend_allowance(ClientId client) { guard_.resume(client); }

  /// Whether the domain may receive the message of that length. If not, the client has received the
  /// reason.
  [[nodiscard]] bool admits(ClientId client, const Result<Message, protocol::DecodeError>& message,
                            std::size_t bytes) {
    const guard::Verdict verdict = guard_.judge(client, cost_of(message), bytes);
    switch (verdict.kind) {
      case guard::Verdict::Kind::kAdmitted:
        return true;
      case guard::Verdict::Kind::kRefused:
        sender_.send_message(client, rate_limited(message, verdict.retry_after));
        return false;
      case guard::Verdict::Kind::kTooMany:
        sender_.hang_up(client, protocol::CloseCode::kRateLimited);
        return false;
    }
    return false;
  }

 private:
  static guard::Cost cost_of(const Result<Message, protocol::DecodeError>& message) {
    if (!message) return {};
    return std::visit(
        []<class Kind>(const Kind&) {
          const auto& [messages, bytes, costly] = Kind::kCost;
          return guard::Cost{messages, bytes, costly};
        },
        *message);
  }

  guard::MessageGuard guard_;
  Sender& sender_;
};

}  // namespace nexus::edge
