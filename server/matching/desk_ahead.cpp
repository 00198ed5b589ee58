// Descriptions made ahead: whoever waits leaves an offer for the partner to come, who can answer at
// once; whoever finds brings an answer, and its partner can begin at once.
// SPDX-License-Identifier: MIT
#include "guard/candidate_filter.hpp"
#include "matching/desk.hpp"

#include <utility>

namespace nexus::matching {

/// For a search that is over it crossed with the end of it, and is of no use to anybody.
void Desk::on_offer(ClientId id, Client& client, protocol::Offer offer) {
  if (!client.search || client.search->find != offer.find) return;
  client.search->offer = std::move(offer.offer);
  renew_plan(id, client);
}

/// Nothing where there is none, or none that the partner can stand by. In a shielded match only an
/// offer that was gathered for relays is of use: its maker knew of the shield. Who has not asked
/// for it makes another one for the room, whose connection then keeps to relays as well. An answer
/// is made for an offer of the open kind, so behind the shield it is of no use to anybody.
void Desk::hand_out_made_ahead(protocol::Matched& matched, const Proposal& proposal,
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
  if (!partner.relay_only && options_.shield != ShieldPolicy::kAlways) return;
  std::string relayed = guard::relayed_sdp(proposal.partner_sdp);
  if (guard::holds_candidates(relayed)) matched.offer = std::move(relayed);
}

}  // namespace nexus::matching
