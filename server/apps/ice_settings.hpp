// What is wrong with the address of a STUN or TURN server.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus::apps {

/// As many as one entry of matched.ice_servers takes.
inline constexpr std::size_t kIceUrlsMax = 8;

enum class IceKind { kStun, kTurn };

/// Accepts a STUN address by RFC 7064, or a TURN address by RFC 7065. A browser refuses a whole
/// list for one bad address, and then nobody can talk.
[[nodiscard]] std::optional<std::string> ice_url_problem(std::string_view url, IceKind kind);

}  // namespace nexus::apps
