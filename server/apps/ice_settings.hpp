// What is wrong with what an operator says of STUN and TURN servers.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus::apps {

/// As many as one entry of matched.ice_servers takes.
inline constexpr std::size_t kIceUrlsMax = 8;

enum class IceKind { kStun, kTurn };

/// A STUN address by RFC 7064, or a TURN address by RFC 7065. A browser refuses the whole list for
/// one that is neither, and then nobody can talk: better to say so at the start.
[[nodiscard]] std::optional<std::string> ice_url_problem(std::string_view url, IceKind kind);

/// A TURN secret that others may know or guess makes the relay everybody's. Never echoes it.
[[nodiscard]] std::optional<std::string> turn_secret_problem(std::string_view secret);

}  // namespace nexus::apps
