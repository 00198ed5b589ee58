// Short names for what the operator keeps about visitors.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/random.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::credentials {

inline constexpr std::size_t kReferenceLength = 10;

/// A name of kReferenceLength digits and upper-case letters, without those that look alike (I, L, O
/// and U). The same text has the same name on every node, and no name leads back to its text
/// (SHA-256, of which 50 bits). For people to quote, so not a secret.
[[nodiscard]] std::string reference_of(std::string_view text);

/// Whether `text` could be such a name.
[[nodiscard]] bool is_reference(std::string_view text);

/// A short name of one event, such as "K7Q-2MXP", of the same characters: 35 random bits.
[[nodiscard]] std::string random_reference(Random& random);

}  // namespace nexus::credentials
