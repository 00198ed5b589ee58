// Where a ticket looks for partners and where it waits: wishes as data.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "credentials/session_token.hpp"
#include "matching/profile.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace nexus::matching {

/// A named set of waiting tickets that all accept the same wishes. Two tickets accept each other
/// exactly when they share a bucket, so both sides' wishes hold by construction.
using Bucket = std::string;

/// Buckets of equal rank. Within a tier, the waiter that shares most buckets wins; then the oldest
/// one.
using Tier = std::vector<Bucket>;

inline constexpr std::size_t kTiersMax = 6;
inline constexpr std::size_t kBucketsMax =
    (protocol::limits::kInterestsMax + 1) * (protocol::limits::kLanguagesMax + 1) +
    protocol::limits::kAgainMax;
inline constexpr std::size_t kBlockedMax = credentials::kSessionBlockedMax;
inline constexpr std::size_t kRecentMax = 16;
inline constexpr std::size_t kAvoidMax = kBlockedMax + kRecentMax;

/// How many waiters a find checks in each bucket of a tier. This bounds its cost for any queue
/// length; the next find goes on behind them. In a tier of one bucket, the limit is larger than the
/// number of visitors that a ticket may have to avoid.
inline constexpr std::size_t kScanMax = 64;
inline constexpr std::size_t kScanMin = 4;
static_assert(kScanMax > kAvoidMax);
[[nodiscard]] constexpr std::size_t scan_limit(std::size_t tier_size) {
  return std::max(kScanMin, kScanMax / std::max<std::size_t>(tier_size, 1));
}

/// Partners to meet again have a bucket each, of which nobody else can know the name. They look
/// there first.
struct Plan {
  std::vector<Tier> look;                  ///< the first tier with a partner wins
  std::vector<Bucket> wait_in;             ///< where to wait if no tier has a partner
  std::vector<VisitorId> avoid;            ///< never match these visitors; binds both sides
  std::vector<NetworkTag> avoid_networks;  ///< nor visitors of these networks

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// Visitors that a search avoids.
struct Avoided {
  /// Blocked visitors always, others of their networks until patience ends: many people may share a
  /// network.
  credentials::Blocks blocked{};
  std::vector<VisitorId> recent{};  ///< until patience ends

  friend bool operator==(const Avoided&, const Avoided&) = default;
};

/// How long each soft rule narrows a search.
struct Patience {
  std::chrono::milliseconds interests = std::chrono::seconds(10);
  /// Pages fill in the browser's languages, so most searches have this wish.
  std::chrono::milliseconds languages = std::chrono::seconds(10);
  std::chrono::milliseconds recent = std::chrono::seconds(15);
  /// Avoiding others of one's own network: one person could otherwise fill both seats of a room.
  std::chrono::milliseconds own_network = std::chrono::seconds(5);
  std::chrono::milliseconds blocked_networks = std::chrono::seconds(60);
};

/// The buckets for a profile after waiting for `waited`. Widening only ever adds: a longer wait
/// gives a superset of buckets and a subset of those to avoid.
[[nodiscard]] Plan make_plan(const Profile& profile, const Avoided& avoid,
                             std::chrono::milliseconds waited, const Patience& patience);

/// The same for a search that is delayed (matching/conduct.hpp). While `is_delayed` it looks and
/// waits only in a bucket for such searches, afterwards there too: so they meet each other first,
/// of whatever network, and their wishes come second.
[[nodiscard]] Plan make_delayed_plan(const Profile& profile, const Avoided& avoid,
                                     std::chrono::milliseconds waited, const Patience& patience,
                                     bool is_delayed);

struct Widening {
  std::chrono::milliseconds after{};        ///< since the search began
  std::optional<protocol::WidenedTo> to{};  ///< none: the visitor is not notified

  friend bool operator==(const Widening&, const Widening&) = default;
};

/// The rules that this search will relax after more than `waited`, soonest first.
[[nodiscard]] std::vector<Widening> widenings(const Profile& profile, const Avoided& avoid,
                                              std::chrono::milliseconds waited,
                                              const Patience& patience);

}  // namespace nexus::matching
