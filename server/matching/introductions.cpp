// SPDX-License-Identifier: MIT
#include "matching/introductions.hpp"

#include "guard/candidate_filter.hpp"
#include "matching/profile.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace nexus::matching {

protocol::Matched Introductions::matched(const Search& search, const Proposal& proposal) {
  using std::chrono::milliseconds;
  const Profile partner = decode_profile(proposal.partner_profile);
  const bool relay_only =
      is_relay_only(options_.relay_policy, search.profile.relay_only, partner.relay_only);
  protocol::Matched matched{
      .find = search.find,
      .room = proposal.room.text(),
      .role = proposal.role,
      .seat = credentials_.seats.issue({.room = proposal.room,
                                        .role = proposal.role,
                                        .ticket = search.ticket,
                                        .visitor = search.visitor,
                                        .home = {proposal.home.node, IncarnationId{}},
                                        .secret = {},
                                        .issued = clock_.wall(),
                                        .relay_only = relay_only}),
      .expires_in_ms = milliseconds(credentials::kFreshTokenLife).count(),
      .home = {.node = proposal.home.node.value, .url = proposal.home.url},
      .ice_servers = options_.ice_servers(search.visitor, search.network),
      .partner = in_common(search.profile, partner)};
  matched.encounter = credentials_.encounters.issue(
      {search.visitor, proposal.room, proposal.partner, partner.network, clock_.wall()});
  if (relay_only) matched.relay_only = true;
  if (!search.met_in.is_none()) matched.again = search.met_in.text();
  add_partner_sdp(matched, proposal, partner);
  limit_sdp(matched, search.profile.network);
  return matched;
}

/// Descriptions contain addresses. In the room only visitors that came receive them.
void Introductions::limit_sdp(protocol::Matched& matched, NetworkTag network) {
  if (!matched.offer && !matched.answer) return;
  if (conduct_.takes_description(network, clock_.monotonic())) return;
  metrics_.abuse_steps.count(AbuseStep::kDescriptionWithheld);
  matched.offer.reset();
  matched.answer.reset();
}

/// A relay-only match takes no pre-generated answer, because that answers an offer that was not
/// relay-only. It takes an offer only if the partner gathered it for relays, and then only its
/// relay candidates. Without an offer, the initiator makes a new one in the room.
void Introductions::add_partner_sdp(protocol::Matched& matched, const Proposal& proposal,
                                    const Profile& partner) const {
  if (proposal.partner_sdp.empty()) return;
  const bool relay_only = matched.relay_only.value_or(false);
  if (proposal.role == Role::kInitiator) {
    if (!relay_only) matched.answer = proposal.partner_sdp;
    return;
  }
  if (!relay_only) {
    matched.offer = proposal.partner_sdp;
    return;
  }
  if (!partner.relay_only && options_.relay_policy != RelayPolicy::kAlways) return;
  std::string relayed = guard::relayed_sdp(proposal.partner_sdp);
  if (guard::holds_candidates(relayed)) matched.offer = std::move(relayed);
}

}  // namespace nexus::matching
