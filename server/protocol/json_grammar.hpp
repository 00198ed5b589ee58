// The exact judge of what counts as a JSON object on this wire.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace nexus::protocol {

/// How deep arrays and objects may nest. The deepest message needs four.
inline constexpr std::size_t kJsonDepthMax = 16;

/// Whether `text` is one JSON object by RFC 8259 in UTF-8, nested at most kJsonDepthMax deep, in
/// whose strings no surrogate stands alone (RFC 8259 section 8.2 leaves those open; no UTF-8 could
/// carry them on). An exponent of more than 31 bits counts as broken.
///
/// Only suspicious texts come here: those already refused, to tell a broken text from a wrong
/// message, and those with a `\u` escape. Allocates nothing; linear time.
[[nodiscard]] bool is_json_object(std::string_view text);

}  // namespace nexus::protocol
