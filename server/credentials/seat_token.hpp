// Opens one seat of one room, and later proves that its bearer sat there.
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

/// How long the fresh token of a match opens its seat.
inline constexpr auto kFreshTokenLife = std::chrono::seconds(30);
/// Nodes' wall clocks may differ by this much, either way, before a fresh token is refused.
inline constexpr auto kClockSkewMax = std::chrono::seconds(30);
/// No visitor stays in a room this long without a new token.
inline constexpr auto kSeatTokenLife = std::chrono::hours(24);

/// Differs in each token of a seat: only the latest token resumes the seat.
using SeatSecret = StrongId<struct SeatSecretTag>;

/// The matching service issues it for a first join; the home issues a new one whenever the visitor
/// sits down.
struct SeatToken {
  RoomId room;
  Role role = Role::kInitiator;
  TicketId ticket;
  VisitorId visitor;  ///< the seat's visitor: a banned visitor gets no seat
  /// Where the seat is. Without an incarnation the token is fresh: nobody has sat there yet.
  HomeIncarnation home;
  SeatSecret secret;  ///< none in a fresh token
  WallTime issued;
  bool relay_only = false;  ///< the room passes on only relay addresses

  [[nodiscard]] bool is_fresh() const { return home.incarnation.is_none(); }
  friend bool operator==(const SeatToken&, const SeatToken&) = default;
};

/// kAhead: the clock that issued a fresh token is so far ahead that the token would outlive the
/// memory of closed rooms.
enum class SeatTokenError { kInvalid, kExpired, kAhead };

/// The room that a token names, genuine or not; none if it names no room.
[[nodiscard]] RoomId room_named_in(std::string_view token);

/// Issues and reads seat tokens. `keyring` must be made for this purpose alone.
class SeatTokens {
 public:
  explicit SeatTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const SeatToken& token) const;
  /// The token, if it is genuine, well formed and in time: a fresh token no older than
  /// kFreshTokenLife, any other no older than kSeatTokenLife. The caller must check the home and
  /// the secret.
  [[nodiscard]] Result<SeatToken, SeatTokenError> read(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
