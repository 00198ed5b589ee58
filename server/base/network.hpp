// The network that a visitor connects from, as pseudonyms that last a week.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/strong_id.hpp"

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

}  // namespace nexus
