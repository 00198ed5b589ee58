// SPDX-License-Identifier: MIT
#include "credentials/encounter_token.hpp"

#include "credentials/token_text.hpp"

namespace nexus::credentials {
namespace {

// Sealed: partner ~ network ~ issued. Its context: visitor ~ room.
std::string context_of(VisitorId visitor, RoomId room) {
  std::string context;
  append_part(context, visitor.text());
  context.append(room.text());
  return context;
}

}  // namespace

std::string EncounterTokens::issue(const Encounter& encounter) const {
  std::string payload;
  append_part(payload, encounter.partner.text());
  append_part(payload, encounter.partner_network.text());
  payload.append(text_of(encounter.issued));
  return keyring_.seal(payload, context_of(encounter.visitor, encounter.room));
}

std::optional<MetPartner> EncounterTokens::partner(std::string_view text, VisitorId visitor,
                                                   RoomId room, WallTime now) const {
  const auto payload = keyring_.open(text, context_of(visitor, room));
  const auto parts = payload ? split_parts<2>(*payload) : std::nullopt;
  if (!parts) return std::nullopt;
  const auto issued = parse_time((*parts)[2]);
  const auto partner = VisitorId::parse((*parts)[0]);
  const auto network = NetworkTag::parse((*parts)[1]);
  if (!issued || !partner || !network) return std::nullopt;
  if (now > *issued + kEncounterLife) return std::nullopt;
  return MetPartner{*partner, *network};
}

}  // namespace nexus::credentials
