// What opens one seat of one room, once.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "credentials/keyring.hpp"
#include "credentials/token_text.hpp"

#include <string>
#include <string_view>

namespace nexus::credentials {

inline constexpr auto kRoomTokenLife = std::chrono::seconds(30);
/// Nodes' wall clocks may differ by this much, either way, before a fresh token is refused.
inline constexpr auto kClockSkewMax = std::chrono::seconds(30);

struct RoomToken {
  RoomId room;
  Role seat = Role::kInitiator;
  TicketId ticket;
  NodeName home;
  WallTime expires;
  bool relay_only = false;  ///< the room passes on the addresses of relays only
  bool moved = false;       ///< both sat in the room before, at a home that was lost
  VisitorId visitor{};      ///< whose seat it is: who is banned gets none

  friend bool operator==(const RoomToken&, const RoomToken&) = default;
};

/// kAhead: of a clock so far ahead that the token would outlive what is remembered of closed rooms.
enum class RoomTokenError { kInvalid, kExpired, kAhead };

/// The room that a token says it is for, genuine or not; none if it names no room.
[[nodiscard]] RoomId room_named_in(std::string_view token);

/// Issues and reads room tokens. `keyring` must be made for this purpose alone.
class RoomTokens {
 public:
  explicit RoomTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const RoomToken& token) const;
  /// Genuine, well formed, not expired at `now` and not from a time to come (both with
  /// kClockSkewMax of tolerance). That the home and the seat are right is for the caller to check.
  [[nodiscard]] Result<RoomToken, RoomTokenError> read(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
