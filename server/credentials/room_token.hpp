// What opens one seat of one room, once.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "credentials/keyring.hpp"

#include <string>
#include <string_view>

namespace nexus::credentials {

inline constexpr auto kRoomTokenLife = std::chrono::seconds(30);
/// Nodes' wall clocks may differ by this much before a fresh token is refused.
inline constexpr auto kClockSkewMax = std::chrono::seconds(30);

enum class Seat : std::uint8_t { kInitiator = 0, kResponder = 1 };

struct RoomToken {
  RoomId room;
  Seat seat = Seat::kInitiator;
  TicketId ticket;
  NodeName home;
  WallTime expires;

  friend bool operator==(const RoomToken&, const RoomToken&) = default;
};

enum class RoomTokenError { kInvalid, kExpired };

/// Issues and reads room tokens. `keyring` must be made for this purpose alone.
class RoomTokens {
 public:
  explicit RoomTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const RoomToken& token) const;
  /// Genuine, well formed and not expired at `now` (with kClockSkewMax of tolerance). That the home
  /// and the seat are right is for the caller to check.
  [[nodiscard]] Result<RoomToken, RoomTokenError> read(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
