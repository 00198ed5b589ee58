// Texts that only the operator can read: libsodium's sealed boxes.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::moderation {

inline constexpr std::size_t kBoxKeyBytes = 32;
/// How much longer a sealed box is than its text.
inline constexpr std::size_t kBoxOverheadBytes = 48;

/// The operator's keys: X25519. A page seals for the public one. The secret one opens, and belongs
/// on the operator's own machine.
struct BoxKeys {
  std::array<std::uint8_t, kBoxKeyBytes> public_key{};
  std::array<std::uint8_t, kBoxKeyBytes> secret_key{};
};

[[nodiscard]] BoxKeys make_box_keys();

/// Keys as texts: a prefix that distinguishes the two, then base64url.
[[nodiscard]] std::string public_key_text(const BoxKeys& keys);
[[nodiscard]] std::string secret_key_text(const BoxKeys& keys);
/// Half a sentence that follows the name of the key, or nullopt if it is a public key. Never echoes
/// the text, which may be a secret key.
[[nodiscard]] std::optional<std::string> public_key_problem(std::string_view text);
/// The base64url part of a sound public key, as pages expect it.
[[nodiscard]] std::string_view bare_public_key(std::string_view text);
/// Both keys from the text of the secret one, or the problem.
[[nodiscard]] Result<BoxKeys, std::string> parse_secret_key(std::string_view text);

/// crypto_box_seal: an ephemeral X25519 key, then XSalsa20-Poly1305 under a nonce that is the
/// BLAKE2b of both public keys.
[[nodiscard]] std::string seal_box(std::string_view text, const BoxKeys& keys);
/// The text; nullopt unless the box is whole and was sealed for these keys.
[[nodiscard]] std::optional<std::string> open_box(std::string_view box, const BoxKeys& keys);

}  // namespace nexus::moderation
