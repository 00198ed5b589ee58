// The shield: what two visitors tell each other of their networks, without any address but a
// relay's.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus::guard {

/// The candidate (RFC 8839, section 5.1; with or without "a=") when it is a relay's, written anew
/// from the parts that a path through a relay needs. Its related address, which is where the
/// sender's packets come from, reads 0.0.0.0 port 0. Nothing for host, server-reflexive,
/// peer-reflexive and .local candidates, and for all that is not well formed: what one parser
/// refuses another may take for an address.
[[nodiscard]] std::optional<std::string> relayed_candidate(std::string_view candidate);

/// The description (RFC 8866) with such candidates only, and without addresses in its other lines.
/// Lines that are not well formed are left out.
[[nodiscard]] std::string relayed_sdp(std::string_view sdp);

/// Whether a description has any candidate within.
[[nodiscard]] bool holds_candidates(std::string_view sdp);

}  // namespace nexus::guard
