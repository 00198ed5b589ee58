// Makes a search of a visitor's find.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"
#include "base/random.hpp"
#include "credentials/credentials.hpp"
#include "matching/conduct.hpp"
#include "matching/cool_down.hpp"
#include "matching/desk_options.hpp"
#include "matching/matching_metrics.hpp"
#include "matching/search.hpp"
#include "protocol/generated/messages.hpp"

#include <string>
#include <vector>

namespace nexus::matching {

/// Normalises the wishes, reads the tokens of the find (the visitor's place, partners to meet
/// again), and delays the search if its visitor or network bothered others. Counts tokens that it
/// refuses: the search then begins without them.
class SearchFactory {
 public:
  SearchFactory(const DeskOptions& options, const credentials::Credentials& credentials,
                const Conduct& conduct, const CoolDowns& cool_downs, MatchingMetrics& metrics,
                const Clock& clock, Random& random)
      : options_(options),
        credentials_(credentials),
        conduct_(conduct),
        cool_downs_(cool_downs),
        metrics_(metrics),
        clock_(clock),
        random_(random) {}

  /// The search has a ticket that the store does not know yet. The lane must be one of the options.
  [[nodiscard]] Search make(ClientId client, const credentials::Session& session,
                            const NetworkTags& network, protocol::Find find);

 private:
  void return_to_place(Search& search, const std::string& place);
  /// Adds the partners that the visitor would like to meet again, without those that it blocked.
  /// Costs a decryption for each of at most kAgainMax.
  void add_liked(Search& search, const std::vector<protocol::LikedPartner>& again);
  void delay(Search& search);

  const DeskOptions& options_;
  const credentials::Credentials& credentials_;
  const Conduct& conduct_;
  const CoolDowns& cool_downs_;
  MatchingMetrics& metrics_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace nexus::matching
