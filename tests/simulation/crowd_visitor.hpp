// One visitor of the crowd.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/network.hpp"
#include "guard/token_bucket.hpp"
#include "simulation/world.hpp"

#include <cstdint>
#include <string>

namespace nexus::simulation {

/// CrowdCounts describes each.
enum class CrowdKind : std::uint8_t {
  kHonest,
  kGhost,
  kJoiner,
  kFlooder,
  kHopper,
  kLiar,
  kOffender,
};

struct CrowdVisitor {
  CrowdKind kind = CrowdKind::kHonest;
  NetworkTags network{};
  std::int64_t find = 0;
  Micros began = 0;
  bool is_served = true;  ///< the latest partner stayed: the next search is a new wait
  std::string room{};     ///< of the latest match; empty once the visitor searches
  std::string encounter{};
  Micros matched_at = 0;
  bool talks = false;
  bool is_cooled = false;
  bool is_gone = false;     ///< a hopper that goes on as another visitor
  bool is_solving = false;  ///< a flooder, which works on one challenge at a time
  guard::TokenBucket finds{};

  [[nodiscard]] bool joins() const {
    return kind != CrowdKind::kGhost && kind != CrowdKind::kFlooder && kind != CrowdKind::kHopper;
  }
  [[nodiscard]] bool is_honest() const { return kind == CrowdKind::kHonest; }
};

}  // namespace nexus::simulation
