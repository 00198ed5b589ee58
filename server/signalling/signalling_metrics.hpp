// What the rooms count.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/metrics.hpp"
#include "credentials/seat_token.hpp"
#include "protocol/generated/messages.hpp"

#include <cstdint>

namespace nexus::signalling {

/// How a join ended.
enum class JoinResult : std::uint8_t {
  kSeated,
  kBadToken,
  kExpiredToken,
  kSeatTaken,
  kRoomClosed,
  kRoomMoved,
  kUnavailable,
  kFull,
  kBanned,
  kUnexpected,
};

[[nodiscard]] constexpr JoinResult join_result(protocol::ErrorCode code) {
  using protocol::ErrorCode;
  switch (code) {
    case ErrorCode::kTokenInvalid:
      return JoinResult::kBadToken;
    case ErrorCode::kTokenExpired:
      return JoinResult::kExpiredToken;
    case ErrorCode::kSeatTaken:
      return JoinResult::kSeatTaken;
    case ErrorCode::kRoomClosed:
      return JoinResult::kRoomClosed;
    case ErrorCode::kRoomMoved:
      return JoinResult::kRoomMoved;
    case ErrorCode::kUnavailable:
      return JoinResult::kUnavailable;
    case ErrorCode::kFull:
      return JoinResult::kFull;
    default:
      return JoinResult::kUnexpected;
  }
}

/// Where a room that moved here lived before.
enum class MovedFrom : std::uint8_t {
  kOtherHome,          ///< it was lost, stopped, or out of reach of both visitors
  kFormerIncarnation,  ///< this node, before its restart
};

struct SignallingMetrics : MetricGroup {
  Gauge<> seats_away{*this, "seats_away", "Seats that are kept for a disconnected visitor."};
  Counter<JoinResult> joins{*this, "joins_total", "Joins with the token of a match.", of_results()};
  Counter<JoinResult> resumes{
      *this, "resumes_total",
      "Joins of visitors that had the seat before, here or at another home.", of_results()};
  Counter<Only, credentials::SeatTokenError> tokens_refused{
      *this, "tokens_refused_total", "Tokens that were refused.", only("kind", "seat"),
      Label<credentials::SeatTokenError>{"reason", {"invalid", "expired", "ahead"}}};
  Counter<> no_shows{*this, "partner_no_show_total",
                     "Rooms that ended because one of the two visitors did not come."};
  Counter<> likes{*this, "likes_total", "Rooms whose two visitors would like to meet again."};
  Counter<MovedFrom> rooms_moved{*this, "rooms_moved_total", "Rooms that moved to this node.",
                                 Label<MovedFrom>{"reason", {"other_home", "restart"}}};
  Counter<protocol::LeftReason> leaves{*this, "leaves_total", "Rooms that ended.",
                                       label("reason", protocol::kLeftReasonValues)};
  Histogram<> conversation{*this,
                           "conversation_seconds",
                           "From the second join to the end of a room, of rooms that did not move.",
                           {1, 3, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200}};

 private:
  static Label<JoinResult> of_results() {
    return {"result",
            {"seated", "token_invalid", "token_expired", "seat_taken", "room_closed", "room_moved",
             "unavailable", "full", "banned", "unexpected"}};
  }
};

}  // namespace nexus::signalling
