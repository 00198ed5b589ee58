// Whether two visitors shall see each other's network addresses.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace nexus::matching {

/// Who decides that a match talks through relays only.
enum class ShieldPolicy : std::uint8_t {
  kOff,     ///< nobody: whoever wishes it is matched all the same, and told that it is not so
  kChoice,  ///< either of the two
  kAlways,  ///< the operator
};

/// Both desks of a match come to the same answer: it does not depend on who of the two asks.
[[nodiscard]] constexpr bool is_shielded(ShieldPolicy policy, bool one_wishes, bool other_wishes) {
  switch (policy) {
    case ShieldPolicy::kOff:
      return false;
    case ShieldPolicy::kChoice:
      return one_wishes || other_wishes;
    case ShieldPolicy::kAlways:
      return true;
  }
  return true;
}

}  // namespace nexus::matching
