// Time-limited TURN credentials in the shape that coturn's use-auth-secret expects
// (draft-uberti-behave-turn-rest-00).
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"

#include <string>
#include <string_view>

namespace nexus::credentials {

/// Long enough for a match to connect; a leaked one soon becomes worthless. An allocation outlives
/// its credential: a TURN server checks the time only when an allocation is made.
inline constexpr auto kTurnCredentialLife = std::chrono::minutes(10);

struct TurnCredential {
  std::string username;    ///< unix expiry in seconds ':' user
  std::string credential;  ///< base64 of HMAC-SHA1(secret, username)
};

/// The user that the TURN server counts allocations by. All visitors of a network
/// (NetworkTags::allotment) are one user, because a new visitor costs nothing. The page does not
/// learn the tag. Without a known network, the user is the visitor.
[[nodiscard]] std::string turn_user(std::string_view secret, VisitorId visitor,
                                    const NetworkTags& network);

[[nodiscard]] TurnCredential make_turn_credential(std::string_view secret, std::string_view user,
                                                  WallTime now);

/// HMAC-SHA1 (RFC 2104, RFC 3174) in base64 with padding (RFC 4648, section 4).
[[nodiscard]] std::string hmac_sha1_base64(std::string_view key, std::string_view text);

}  // namespace nexus::credentials
