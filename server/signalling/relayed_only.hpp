// The relay-only filter for messages in a room.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"

#include <optional>

namespace nexus::signalling {

/// The filtered message; see guard/candidate_filter.hpp.
[[nodiscard]] std::optional<protocol::Description> relayed_only(
    const protocol::Description& description);

/// nullopt if the filter removed all candidates: an empty list would mean that no more will come.
[[nodiscard]] std::optional<protocol::Candidates> relayed_only(
    const protocol::Candidates& candidates);

}  // namespace nexus::signalling
