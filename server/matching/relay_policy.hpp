// Whether a match is relay-only: the two visitors never learn each other's network addresses.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace nexus::matching {

/// Which party decides that a match is relay-only.
enum class RelayPolicy : std::uint8_t {
  kOff,     ///< nobody: a visitor that asks for it is matched anyway, and notified
  kChoice,  ///< either visitor
  kAlways,  ///< the operator
};

/// Symmetric, so that both nodes of a match get the same result.
[[nodiscard]] constexpr bool is_relay_only(RelayPolicy policy, bool one_wishes, bool other_wishes) {
  switch (policy) {
    case RelayPolicy::kOff:
      return false;
    case RelayPolicy::kChoice:
      return one_wishes || other_wishes;
    case RelayPolicy::kAlways:
      return true;
  }
  return true;
}

}  // namespace nexus::matching
