// Ways to break the protocol on purpose: a simulation that does not notice one proves nothing.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace nexus::simulation {

/// Each is made where the production code meets the simulated world; none needs a hook inside it.
enum class Mutant {
  kNone,
  kNoCommitGuard,  ///< a desk takes every proposal, its ticket consumed or not
  kNoRenew,        ///< a desk does not hear which tickets the store forgot
  kNoDeadline,     ///< a home does not end rooms that one visitor waits in
  kNoIdempotence,  ///< a proposal told twice is taken for a conflict, and the store agrees
  kNoAbandon,      ///< what a desk can not take stays proposed
  kNoTombstone,    ///< neither the home nor the store remembers that a room is over
  kNoSweep,        ///< nobody removes what died
  kNoRelease,      ///< a desk does not hear that a room fell through
  kLeakedKey,      ///< a home accepts tokens that nobody issued
  kDuplicateChat,  ///< a home now and then says a chat message twice
  kMisroute,       ///< a home now and then sends a chat message into another room
  kBlindClaim,     ///< a home gives seats back in rooms that live elsewhere since
  kUnaskedReturn,  ///< a home gives seats back without asking where the room lives
  kLastingAsks,    ///< who asked to move counts as asking for ever
  kGrabbedRoom,    ///< one member alone moves a room away from a home that lives
  kReopenedRoom,   ///< the store settles a room that is over
  kEndlessGrace,   ///< a home keeps every room that somebody dropped out of
  kReplayTwice,    ///< a home sends one message again that was received
  kStaleAnswer,    ///< a desk hears with a proposal the answer of the one before
};

struct MutantInfo {
  Mutant mutant;
  std::string_view name;
};

inline constexpr std::array kMutants{
    MutantInfo{Mutant::kNoCommitGuard, "no-commit-guard"},
    MutantInfo{Mutant::kNoRenew, "no-renew"},
    MutantInfo{Mutant::kNoDeadline, "no-deadline"},
    MutantInfo{Mutant::kNoIdempotence, "no-idempotence"},
    MutantInfo{Mutant::kNoAbandon, "no-abandon"},
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
};

}  // namespace nexus::simulation
