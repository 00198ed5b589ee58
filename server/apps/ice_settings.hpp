// The STUN and TURN servers of a deployment.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"
#include "protocol/generated/messages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// Limit of one entry of matched.ice_servers.
inline constexpr std::size_t kIceUrlsMax = 8;

enum class IceKind { kStun, kTurn };

/// Checks a STUN address by RFC 7064, or a TURN address by RFC 7065. A browser refuses a whole list
/// for one bad address, and then no conversation can start.
[[nodiscard]] std::optional<std::string> ice_url_problem(std::string_view url, IceKind kind);

/// The configured servers, with fresh TURN credentials for this visitor of that network.
[[nodiscard]] std::vector<protocol::IceServer> ice_servers(const Config& config, VisitorId visitor,
                                                           const NetworkTags& network,
                                                           WallTime now);

}  // namespace nexus::apps
