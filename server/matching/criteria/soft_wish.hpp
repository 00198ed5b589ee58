// Soft wishes: they narrow the search until patience ends, then everybody is welcome.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/criteria/keys.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace nexus::matching {

/// Keys for a list of wishes in normal form. Without a wish anybody is welcome from the start.
[[nodiscard]] inline Keys soft_keys(const std::vector<std::string>& wishes,
                                    std::chrono::milliseconds waited,
                                    std::chrono::milliseconds patience) {
  Keys keys;
  for (const std::string& wish : wishes) keys.own.push_back(wish_key(wish));
  keys.any = wishes.empty() || waited >= patience;
  return keys;
}

}  // namespace nexus::matching
