// The relay-only filter: removes all addresses but a relay's from what two visitors exchange about
// their networks.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus::guard {

/// Returns a relay candidate (RFC 8839, section 5.1; with or without "a="), rewritten from the
/// parts that a path through a relay needs. Its related address, where the sender's packets come
/// from, becomes 0.0.0.0 port 0. nullopt for host, server-reflexive, peer-reflexive and .local
/// candidates, and for malformed ones: a text that one parser refuses may be an address to another.
[[nodiscard]] std::optional<std::string> relayed_candidate(std::string_view candidate);

/// The description (RFC 8866) with relay candidates only, and without addresses in its other lines.
/// Malformed lines are left out.
[[nodiscard]] std::string relayed_sdp(std::string_view sdp);

/// Whether a description contains any candidate.
[[nodiscard]] bool holds_candidates(std::string_view sdp);

}  // namespace nexus::guard
