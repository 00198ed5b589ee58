// Blocked visitors, hard, and recent partners, hard until patience ends.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace nexus::matching {

struct Acquaintances {
  std::vector<VisitorId> blocked;
  std::vector<VisitorId> recent;

  friend bool operator==(const Acquaintances&, const Acquaintances&) = default;
};

[[nodiscard]] inline std::vector<VisitorId> avoided(const Acquaintances& known,
                                                    std::chrono::milliseconds waited,
                                                    std::chrono::milliseconds patience) {
  std::vector<VisitorId> avoid = known.blocked;
  if (waited < patience) avoid.insert(avoid.end(), known.recent.begin(), known.recent.end());
  std::sort(avoid.begin(), avoid.end());
  avoid.erase(std::unique(avoid.begin(), avoid.end()), avoid.end());
  return avoid;
}

}  // namespace nexus::matching
