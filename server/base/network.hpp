// The network that a visitor connects from, as pseudonyms that last a week.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/strong_id.hpp"

#include <cstdint>

namespace nexus {

/// Answers "the same network again?" within one week, and nothing else: an HMAC of the network
/// under the key of the week (credentials/network_tag.hpp). Not random, but nobody can guess it
/// without the key. Never sent to a page.
using NetworkTag = StrongId<struct NetworkTagTag>;

/// The tags of one address, from narrow to wide. None for a visitor of this machine or of a private
/// network. Many people may share each of them, behind the address translation of a carrier.
struct NetworkTags {
  NetworkTag host;    ///< an IPv4 address, or an IPv6 /64
  NetworkTag site;    ///< the IPv4 /24, or the IPv6 /56
  NetworkTag region;  ///< the IPv6 /48; none for IPv4

  /// The largest network that one person easily gets: an IPv4 address or an IPv6 /48, which tunnels
  /// give away. For counts that a person with many networks must not raise.
  [[nodiscard]] const NetworkTag& allotment() const { return region.is_none() ? host : region; }

  friend bool operator==(const NetworkTags&, const NetworkTags&) = default;
};

/// Limits and counts of a wider network are those of one host (an IPv4 address or IPv6 /64) times
/// these. One owner easily gets a whole site (IPv4 /24, IPv6 /56) or region (IPv6 /48), so a wider
/// network gets far less than all of its hosts together; but many people may share it.
inline constexpr std::uint32_t kHostAllowancesPerSite = 4;
inline constexpr std::uint32_t kHostAllowancesPerRegion = 16;

}  // namespace nexus
