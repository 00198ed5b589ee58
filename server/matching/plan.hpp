// Where a ticket looks for partners and where it waits: wishes turned into data.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "matching/profile.hpp"

#include <string>
#include <vector>

namespace nexus::matching {

/// A named set of waiting tickets that all accept the same thing. Two tickets accept each other
/// exactly when they share a bucket, so both sides of a wish hold by construction.
using Bucket = std::string;

/// Buckets of equal rank. Within a tier, who shares most buckets wins; then who waited longest.
using Tier = std::vector<Bucket>;

inline constexpr std::size_t kTiersMax = 8;
inline constexpr std::size_t kBucketsMax = 64;
inline constexpr std::size_t kAvoidMax = 64;
/// How many waiters of one bucket a find looks at: what bounds its cost, whatever the queue's
/// length.
inline constexpr std::size_t kScanMax = 32;

struct Plan {
  std::vector<Tier> look;        ///< first tier with a partner wins
  std::vector<Bucket> wait_in;   ///< where to wait when no tier has one
  std::vector<VisitorId> avoid;  ///< never these; binds both sides

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// The buckets of a profile. A new criterion changes this function and nothing behind it.
[[nodiscard]] Plan make_plan(const Profile& profile);

}  // namespace nexus::matching
