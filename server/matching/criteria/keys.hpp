// What a ticket accepts in one dimension of its wishes.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace nexus::matching {

/// Two tickets accept each other in a dimension exactly when they share a key of it.
struct Keys {
  std::vector<std::string> own;  ///< the visitor's wishes
  bool any = false;              ///< whoever accepts anything is welcome as well

  friend bool operator==(const Keys&, const Keys&) = default;
};

/// The key of accepting anything; no wish is written so, since wishes are marked.
inline constexpr const char* kAnyKey = "*";
[[nodiscard]] inline std::string wish_key(const std::string& wish) { return "=" + wish; }

}  // namespace nexus::matching
