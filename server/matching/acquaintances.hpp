// The visitors that a search avoids, and those that its visitor would like to meet again.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "credentials/encounter_token.hpp"
#include "matching/plan.hpp"
#include "matching/recent_partners.hpp"
#include "matching/search.hpp"
#include "protocol/generated/messages.hpp"

#include <cstddef>
#include <vector>

namespace nexus::matching {

/// Reads `find.again` into the search: the partners that its visitor would like to meet again,
/// without those that it blocked. Returns the number of encounters that are not genuine, too old or
/// another visitor's. Costs a decryption for each of at most kAgainMax.
[[nodiscard]] std::size_t read_liked(Search& search,
                                     const std::vector<protocol::LikedPartner>& again,
                                     const credentials::EncounterTokens& encounters, WallTime now);

/// A partner that the visitor would like to meet again is not avoided as a recent one. The
/// partner's search still avoids the visitor unless it wishes the same.
[[nodiscard]] Acquaintances acquaintances_of(const Search& search, const RecentPartners& recent,
                                             MonotonicTime now);

}  // namespace nexus::matching
