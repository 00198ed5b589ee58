// base64url without padding (RFC 4648, section 5).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus {

[[nodiscard]] std::string base64url_encode(std::span<const std::uint8_t> bytes);

/// Decodes `text`. nullopt if it holds a foreign character, has an impossible length or unused last
/// bits that are not zero: every byte string has exactly one text.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> base64url_decode(std::string_view text);

}  // namespace nexus
