// The shield, for what is said in a room.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"

#include <optional>

namespace nexus::signalling {

/// The whole message, filtered; see guard/candidate_filter.hpp.
[[nodiscard]] std::optional<protocol::Description> relayed_only(
    const protocol::Description& description);

/// Nothing when no candidate is left of some: an empty list would say that no more will come.
[[nodiscard]] std::optional<protocol::Candidates> relayed_only(
    const protocol::Candidates& candidates);

}  // namespace nexus::signalling
