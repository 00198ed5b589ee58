// Deliberate violations of the protocol: the simulation must notice each of them.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nexus::simulation {

/// Each is applied where the production code meets the simulated world, without a hook in it.
enum class Mutant {
  kNone,
  kNoCommitGuard,  ///< a desk commits every proposal, even for a consumed ticket
  kNoRenew,        ///< a desk is not notified of tickets that the store lost
  kNoDeadline,     ///< a home does not end rooms in which one visitor waits
  kNoIdempotence,  ///< a repeated proposal counts as a conflict, and the store accepts that
  kNoAbandon,      ///< a proposal that a desk rejects stays proposed
  kNoTombstone,    ///< neither the home nor the store remembers that a room is over
  kNoSweep,        ///< no desk removes expired tickets
  kNoRelease,      ///< a desk is not notified that a match failed
  kLeakedKey,      ///< a home accepts tokens that no desk issued
  kDuplicateChat,  ///< a home sometimes sends a chat message twice
  kMisroute,       ///< a home sometimes sends a chat message into another room
  kBlindClaim,     ///< a home resumes seats in rooms that have moved to another home
  kUnaskedReturn,  ///< a home resumes seats without asking where the room lives
  kLastingAsks,    ///< a request to move a room never expires
  kGrabbedRoom,    ///< one member alone moves a room away from a home that lives
  kReopenedRoom,   ///< the store settles a room that is over
  kEndlessGrace,   ///< a home keeps every room that a visitor dropped out of
  kReplayTwice,    ///< a home resends a message that was received
  kStaleAnswer,    ///< a desk gets with a proposal the answer of the previous one
  kBareEncounter,  ///< a desk sends an encounter token that is not sealed
  kNoLookOn,       ///< a desk is not notified that the store's look was cut short
  kNetworkBlind,   ///< the store does not receive which networks a search avoids
};

struct MutantInfo {
  Mutant mutant;
  std::string_view name;
  /// The test tries this seed first. Of a mutant that hundreds of seeds miss: one that noticed it.
  std::uint64_t likely_seed = 1;
};

inline constexpr std::array kMutants{
    MutantInfo{Mutant::kNoCommitGuard, "no-commit-guard"},
    MutantInfo{Mutant::kNoRenew, "no-renew"},
    MutantInfo{Mutant::kNoDeadline, "no-deadline"},
    MutantInfo{Mutant::kNoIdempotence, "no-idempotence"},
    MutantInfo{Mutant::kNoAbandon, "no-abandon", 515},
    MutantInfo{Mutant::kNoTombstone, "no-tombstone"},
    MutantInfo{Mutant::kNoSweep, "no-sweep"},
    MutantInfo{Mutant::kNoRelease, "no-release"},
    MutantInfo{Mutant::kLeakedKey, "leaked-key"},
    MutantInfo{Mutant::kDuplicateChat, "duplicate-chat"},
    MutantInfo{Mutant::kMisroute, "misroute"},
    MutantInfo{Mutant::kBlindClaim, "blind-claim"},
    MutantInfo{Mutant::kUnaskedReturn, "unasked-return"},
    MutantInfo{Mutant::kLastingAsks, "lasting-asks"},
    MutantInfo{Mutant::kGrabbedRoom, "grabbed-room"},
    MutantInfo{Mutant::kReopenedRoom, "reopened-room"},
    MutantInfo{Mutant::kEndlessGrace, "endless-grace"},
    MutantInfo{Mutant::kReplayTwice, "replay-twice"},
    MutantInfo{Mutant::kStaleAnswer, "stale-answer"},
    MutantInfo{Mutant::kBareEncounter, "bare-encounter"},
    MutantInfo{Mutant::kNoLookOn, "no-look-on"},
    MutantInfo{Mutant::kNetworkBlind, "network-blind"},
};

}  // namespace nexus::simulation
