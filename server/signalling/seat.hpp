// One of the two seats of a room.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/hold.hpp"
#include "base/ids.hpp"
#include "base/role.hpp"
#include "credentials/seat_token.hpp"
#include "protocol/generated/messages.hpp"
#include "signalling/replay_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace nexus::signalling {

/// Names a seat of this node.
struct SeatRef {
  RoomId room;
  Role role = Role::kInitiator;

  [[nodiscard]] SeatRef partner() const { return {room, partner_of(role)}; }
  friend bool operator==(const SeatRef&, const SeatRef&) = default;
};

/// What only a seat needs whose visitor is away, or may have missed messages, or has just returned.
struct Recovery {
  ReplayBuffer buffer;
  MonotonicTime away_until{};
  Hold address{};                     ///< of the socket that dropped, while the seat is away
  MonotonicTime next_allowance_at{};  ///< an allowance to resend what may have been missed
};

/// Free until a visitor comes, then taken by a socket, or away without one. Most seats are idle,
/// and there are as many as visitors: they pay for every field.
struct Seat {
  enum class State : std::uint8_t {
    kFree,
    kTaken,
    kAway,  ///< its socket dropped
  };

  TicketId ticket;    ///< of the visitor that may sit here; none if the node does not know it
  VisitorId visitor;  ///< the latest one to sit here; none while the seat is free
  credentials::SeatSecret secret;  ///< of the seat's latest token
  ClientId client;                 ///< while taken
  std::unique_ptr<Recovery> recovery;
  std::uint32_t received = 0;  ///< messages from here that count for a resume
  std::uint32_t sent = 0;      ///< messages to here that count for a resume
  std::uint32_t chats = 0;     ///< chat messages sent from here
  State state = State::kFree;
  bool hidden : 1 = false;      ///< its page reported that it is hidden
  bool resumed : 1 = false;     ///< by a token of this home: the token that opened it is spent
  bool relay_only : 1 = false;  ///< its token demands it
  bool likes : 1 = false;       ///< its visitor would like to meet the partner again

  [[nodiscard]] bool is_taken() const { return state == State::kTaken; }
  [[nodiscard]] bool is_away() const { return state == State::kAway; }
  [[nodiscard]] bool came() const { return state != State::kFree; }
  /// Whether everything after the first `messages` can be resent.
  [[nodiscard]] bool covers(std::uint64_t messages) const {
    return recovery ? recovery->buffer.covers(messages) : messages == sent;
  }
  /// The bytes of messages that the visitor may have missed.
  [[nodiscard]] std::size_t kept_bytes() const { return recovery ? recovery->buffer.bytes() : 0; }
  /// Discards what was sent here, as if nothing had been.
  void drop_messages() {
    if (recovery) recovery->buffer.restart();
    sent = 0;
  }
  /// The seat as the partner sees it.
  [[nodiscard]] protocol::PartnerState as_partner() const;
};
static_assert(sizeof(Seat) <= 80);

}  // namespace nexus::signalling
