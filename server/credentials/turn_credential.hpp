// Time-limited TURN credentials in the shape that coturn's use-auth-secret expects
// (draft-uberti-behave-turn-rest-00).
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"

#include <string>
#include <string_view>

namespace nexus::credentials {

/// Long enough for a match to connect; a leaked one soon becomes worthless. An allocation outlives
/// its credential: a TURN server checks the time only when an allocation is made.
inline constexpr auto kTurnCredentialLife = std::chrono::minutes(10);

struct TurnCredential {
  std::string username;    ///< unix expiry in seconds ':' visitor
  std::string credential;  ///< base64 of HMAC-SHA1(secret, username)
};

/// For one visitor and one match. Every bearer can make allocations, so it must not be sent before
/// a match.
[[nodiscard]] TurnCredential make_turn_credential(std::string_view secret, VisitorId visitor,
                                                  WallTime now);

/// HMAC-SHA1 (RFC 2104, RFC 3174) in base64 with padding (RFC 4648, section 4).
[[nodiscard]] std::string hmac_sha1_base64(std::string_view key, std::string_view text);

}  // namespace nexus::credentials
