// Decides exactly which texts count as a JSON object on this wire.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace nexus::protocol {

/// Maximum nesting of arrays and objects. The deepest message needs four.
inline constexpr std::size_t kJsonDepthMax = 16;

/// Whether `text` is one JSON object by RFC 8259 in UTF-8, nested at most kJsonDepthMax deep,
/// without lone surrogates in its strings (RFC 8259 section 8.2 leaves them open, but UTF-8 cannot
/// carry them on). Rejects exponents of more than 31 bits.
///
/// Called only for suspicious texts: refused ones, to distinguish broken JSON from a wrong message,
/// and texts with a `\u` escape. Allocates nothing; linear time.
[[nodiscard]] bool is_json_object(std::string_view text);

}  // namespace nexus::protocol
