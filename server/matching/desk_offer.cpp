// Offers made ahead: whoever waits leaves one for the partner to come, who can answer at once.
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

/// Nothing where there is none, or none that the partner can stand by. In a shielded match only one
/// that was gathered for relays is of use: its maker knew of the shield. Who has not asked for it
/// makes another one for the room, whose connection then keeps to relays as well.
std::optional<std::string> Desk::offer_for_responder(const Proposal& proposal,
                                                     const Profile& partner,
                                                     bool relay_only) const {
  if (proposal.partner_offer.empty()) return std::nullopt;
  if (!relay_only) return proposal.partner_offer;
  if (!partner.relay_only && options_.shield != ShieldPolicy::kAlways) return std::nullopt;
  std::string relayed = guard::relayed_sdp(proposal.partner_offer);
  if (!guard::holds_candidates(relayed)) return std::nullopt;
  return relayed;
}

}  // namespace nexus::matching
