// Counts the errors and closes that a service sends in the RefusalLog, by kind.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/refusal_log.hpp"
#include "protocol/generated/messages.hpp"

#include <optional>
#include <string>

namespace nexus::edge {

/// nullopt for errors that also occur in a sound conversation: a message that crossed the end of
/// its room, or a room that another node took over.
[[nodiscard]] constexpr std::optional<RefusalKind> refusal_of(protocol::ErrorCode code) {
  using protocol::ErrorCode;
  switch (code) {
    case ErrorCode::kMalformed:
      return RefusalKind{"malformed_message"};
    case ErrorCode::kUnknownType:
      return RefusalKind{"unknown_message"};
    case ErrorCode::kInvalidField:
      return RefusalKind{"invalid_field"};
    case ErrorCode::kUnexpected:
      return RefusalKind{"unexpected_message"};
    case ErrorCode::kTokenInvalid:  // also for tokens under another secret
      return RefusalKind{"bad_token", "credentials.secrets"};
    case ErrorCode::kTokenExpired:
      return RefusalKind{"expired_token"};
    case ErrorCode::kSeatTaken:
      return RefusalKind{"seat_taken"};
    case ErrorCode::kRateLimited:
      return RefusalKind{"rate_limit", "limits.*"};
    case ErrorCode::kUnavailable:
      return RefusalKind{"unavailable"};
    case ErrorCode::kFull:
      return RefusalKind{
          "full", "matching.waiting_max, signalling.rooms_max, reports.per_network_per_day_max"};
    case ErrorCode::kVersion:
      return RefusalKind{"other_version"};
    case ErrorCode::kStaleRoom:
    case ErrorCode::kRoomClosed:
    case ErrorCode::kRoomMoved:
      return std::nullopt;
  }
  return std::nullopt;
}

/// nullopt for closes that follow an error, and for closes that no client caused.
[[nodiscard]] constexpr std::optional<RefusalKind> refusal_of(protocol::CloseCode code) {
  using protocol::CloseCode;
  switch (code) {
    case CloseCode::kHelloTimeout:
      return RefusalKind{"hello_timeout"};
    case CloseCode::kBanned:
      return RefusalKind{"banned"};
    case CloseCode::kRateLimited:
      return RefusalKind{"flood", "limits.*"};
    case CloseCode::kBadRequest:
      return RefusalKind{"too_many_errors"};
    case CloseCode::kVersion:  // the error before it was already counted
    case CloseCode::kNormal:
    case CloseCode::kGoingAway:
    case CloseCode::kProtocolError:
    case CloseCode::kUnsupportedData:
    case CloseCode::kInvalidPayload:
    case CloseCode::kMessageTooBig:
    case CloseCode::kTryAgainLater:
    case CloseCode::kDrain:
    case CloseCode::kSlowConsumer:
    case CloseCode::kNoPong:
    case CloseCode::kReplaced:
      return std::nullopt;
  }
  return std::nullopt;
}

inline void count_refusal(RefusalLog& refusals, const protocol::Error& error) {
  const auto kind = refusal_of(error.code);
  if (!kind) return;
  refusals.count(*kind, error.of ? *error.of + ": " + error.message : error.message);
}

inline void count_refusal(RefusalLog& refusals, protocol::CloseCode code) {
  if (const auto kind = refusal_of(code)) refusals.count(*kind);
}

}  // namespace nexus::edge
