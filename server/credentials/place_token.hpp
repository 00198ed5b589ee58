// Keeps a waiting visitor's place in the queue when its socket drops.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "credentials/keyring.hpp"
#include "credentials/token_text.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::credentials {

/// Long enough to find another node after a kill or during a deploy.
inline constexpr auto kPlaceTokenLife = std::chrono::seconds(60);
/// How long, in all, a place may have had no waiting visitor: enough for a network that comes and
/// goes, and a limit to clients that present the place of an answered search.
inline constexpr auto kPlaceAwayMax = std::chrono::minutes(3);

struct PlaceToken {
  VisitorId visitor;
  std::int64_t place = 0;               ///< as the store assigned it
  std::chrono::milliseconds waited{0};  ///< when the token was issued
  /// The sum of the times between an issue of the place's tokens and their return.
  std::chrono::milliseconds away{0};
  WallTime issued;

  friend bool operator==(const PlaceToken&, const PlaceToken&) = default;
};

/// Issues and reads place tokens. `keyring` must be made for this purpose alone.
class PlaceTokens {
 public:
  explicit PlaceTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const PlaceToken& token) const;
  /// The token with `away` as it is at `now`. nullopt unless it is genuine, well formed, at most
  /// kPlaceTokenLife old by the clock of any node, and away for at most kPlaceAwayMax. The caller
  /// must check that it is the visitor's own.
  [[nodiscard]] std::optional<PlaceToken> read(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
