// SPDX-License-Identifier: MIT
#include "signalling/relayed_only.hpp"

#include "guard/candidate_filter.hpp"

#include <utility>

namespace nexus::signalling {

std::optional<protocol::Description> relayed_only(const protocol::Description& description) {
  protocol::Description filtered = description;
  auto& sdp = filtered.description.sdp;
  if (sdp) sdp = guard::relayed_sdp(*sdp);
  return filtered;
}

std::optional<protocol::Candidates> relayed_only(const protocol::Candidates& candidates) {
  protocol::Candidates filtered{.room = candidates.room};
  for (const protocol::IceCandidate& one : candidates.candidates) {
    protocol::IceCandidate kept = one;
    if (!one.candidate.empty()) {  // an empty one marks the end of a generation's candidates
      auto relayed = guard::relayed_candidate(one.candidate);
      if (!relayed) continue;
      kept.candidate = std::move(*relayed);
    }
    filtered.candidates.push_back(std::move(kept));
  }
  if (filtered.candidates.empty() && !candidates.candidates.empty()) return std::nullopt;
  return filtered;
}

}  // namespace nexus::signalling
