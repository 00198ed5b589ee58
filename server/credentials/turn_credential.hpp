// Time-limited TURN credentials in the shape that coturn's use-auth-secret expects
// (draft-uberti-behave-turn-rest-00).
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"

#include <string>
#include <string_view>

namespace nexus::credentials {

inline constexpr auto kTurnCredentialLife = std::chrono::minutes(10);

struct TurnCredential {
  std::string username;    ///< unix expiry in seconds ':' visitor
  std::string credential;  ///< base64 of HMAC-SHA1(secret, username)
};

[[nodiscard]] TurnCredential make_turn_credential(std::string_view secret, VisitorId visitor,
                                                  WallTime now);

}  // namespace nexus::credentials
