// Encryption that needs no nonce: AES-SIV (RFC 5297) with a key of 256 bits.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::credentials {

using SivKey = std::array<std::uint8_t, 32>;
inline constexpr std::size_t kSivTagBytes = 16;

/// The tag, then `text` encrypted. The same key, context and text give the same bytes; they reveal
/// nothing else. `context` is authenticated but not contained. Neither `context` nor `text` may be
/// empty. Throws if OpenSSL lacks the cipher.
[[nodiscard]] std::vector<std::uint8_t> siv_seal(const SivKey& key, std::string_view context,
                                                 std::string_view text);

/// The text; nullopt unless `sealed` was made with the same key and context.
[[nodiscard]] std::optional<std::string> siv_open(const SivKey& key, std::string_view context,
                                                  std::span<const std::uint8_t> sealed);

}  // namespace nexus::credentials
