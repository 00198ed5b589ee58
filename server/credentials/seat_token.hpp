// What proves that its bearer sat in one seat of one room.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "credentials/keyring.hpp"
#include "credentials/token_text.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nexus::credentials {

/// Nobody stays in a room for so long after having sat down anew.
inline constexpr auto kSeatTokenLife = std::chrono::hours(24);

/// Makes each token of a seat another: only the latest takes the seat back.
using SeatSecret = StrongId<struct SeatSecretTag>;

struct SeatToken {
  RoomId room;
  Role role = Role::kInitiator;
  TicketId ticket;
  HomeRun home;  ///< where the seat is
  SeatSecret secret;
  WallTime issued;
  bool relay_only = false;  ///< as the room token that opened the seat said
  VisitorId visitor{};      ///< likewise

  friend bool operator==(const SeatToken&, const SeatToken&) = default;
};

/// Issues and reads seat tokens. `keyring` must be made for this purpose alone.
class SeatTokens {
 public:
  explicit SeatTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const SeatToken& token) const;
  /// Nothing unless genuine, well formed and no older than kSeatTokenLife at `now`. That the home
  /// and the secret are right is for the caller to check.
  [[nodiscard]] std::optional<SeatToken> read(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
