// The messages that introduce a visitor to its match.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "credentials/credentials.hpp"
#include "matching/conduct.hpp"
#include "matching/desk_options.hpp"
#include "matching/search.hpp"
#include "matching/ticket_store.hpp"
#include "protocol/generated/messages.hpp"

namespace nexus::matching {

/// Composes `matched`: the seat and its home, the common wishes, the token for a block or a report,
/// and the partner's pre-generated offer or answer.
class Introductions {
 public:
  Introductions(const DeskOptions& options, const credentials::Credentials& credentials,
                Conduct& conduct, MatchingMetrics& metrics, const Clock& clock)
      : options_(options),
        credentials_(credentials),
        conduct_(conduct),
        metrics_(metrics),
        clock_(clock) {}

  [[nodiscard]] protocol::Matched matched(const Search& search, const Proposal& proposal);

 private:
  void add_partner_sdp(protocol::Matched& matched, const Proposal& proposal,
                       const Profile& partner) const;
  /// Removes the description if the visitor's network has received too many.
  void limit_sdp(protocol::Matched& matched, NetworkTag network);

  const DeskOptions& options_;
  const credentials::Credentials& credentials_;
  Conduct& conduct_;
  MatchingMetrics& metrics_;
  const Clock& clock_;
};

}  // namespace nexus::matching
