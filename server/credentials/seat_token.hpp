// What opens one seat of one room, and proves later that its bearer sat there.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/role.hpp"
#include "credentials/keyring.hpp"

#include <string>
#include <string_view>

namespace nexus::credentials {

/// How long the token of a match opens its seat.
inline constexpr auto kFreshTokenLife = std::chrono::seconds(30);
/// Nodes' wall clocks may differ by this much, either way, before a fresh token is refused.
inline constexpr auto kClockSkewMax = std::chrono::seconds(30);
/// No visitor stays in a room for so long without a new token.
inline constexpr auto kSeatTokenLife = std::chrono::hours(24);

/// Makes each token of a seat another: only the latest resumes the seat.
using SeatSecret = StrongId<struct SeatSecretTag>;

/// Issued by the matching service for a first join, then by the home each time that the visitor
/// sits down.
struct SeatToken {
  RoomId room;
  Role role = Role::kInitiator;
  TicketId ticket;
  VisitorId visitor;  ///< whose seat it is: a banned visitor gets none
  /// Where the seat is. Without an incarnation nobody has sat there yet: the token is fresh.
  HomeRun home;
  SeatSecret secret;  ///< none in a fresh token
  WallTime issued;
  bool relay_only = false;  ///< the room passes on the addresses of relays only

  [[nodiscard]] bool is_fresh() const { return home.boot.is_none(); }
  friend bool operator==(const SeatToken&, const SeatToken&) = default;
};

/// kAhead: a fresh token of a clock so far ahead that it would outlive what is remembered of closed
/// rooms.
enum class SeatTokenError { kInvalid, kExpired, kAhead };

/// The room that a token names, genuine or not; none if it names no room.
[[nodiscard]] RoomId room_named_in(std::string_view token);

/// Issues and reads seat tokens. `keyring` must be made for this purpose alone.
class SeatTokens {
 public:
  explicit SeatTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const SeatToken& token) const;
  /// Genuine, well formed and of this time: a fresh token no older than kFreshTokenLife, another
  /// one no older than kSeatTokenLife. That the home and the secret are right is for the caller to
  /// check.
  [[nodiscard]] Result<SeatToken, SeatTokenError> read(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
