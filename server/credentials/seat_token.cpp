// SPDX-License-Identifier: MIT
#include "credentials/seat_token.hpp"

namespace nexus::credentials {
namespace {

// room ~ role ~ ticket ~ visitor ~ issued ~ secret ~ boot ~ home; the home's name may hold
// anything.

}  // namespace

std::string SeatTokens::issue(const SeatToken& token) const {
  std::string role(digit_of(token.role));
  if (token.relay_only) role.append(kRelayMark);
  std::string payload;
  append_part(payload, token.room.text());
  append_part(payload, role);
  append_part(payload, token.ticket.text());
  append_part(payload, token.visitor.text());
  append_part(payload, text_of(token.issued));
  append_part(payload, token.secret.text());
  append_part(payload, token.home.boot.text());
  payload.append(token.home.node.value);
  return keyring_.sign(payload);
}

std::optional<SeatToken> SeatTokens::read(std::string_view text, WallTime now) const {
  const auto payload = keyring_.verify(text);
  const auto parts = payload ? split_parts<7>(*payload) : std::nullopt;
  if (!parts) return std::nullopt;
  auto [room_text, role_text, ticket_text, visitor_text, issued_text, secret_text, boot_text,
        node] = *parts;
  const auto room = RoomId::parse(room_text);
  const bool relay_only = take_mark(role_text, kRelayMark);
  const auto role = parse_role_digit(role_text);
  const auto ticket = TicketId::parse(ticket_text);
  const auto visitor = VisitorId::parse(visitor_text);
  const auto issued = parse_time(issued_text);
  const auto secret = SeatSecret::parse(secret_text);
  const auto boot = BootId::parse(boot_text);
  if (!room || !role || !ticket || !visitor || !issued || !secret || !boot) return std::nullopt;
  if (now > *issued + kSeatTokenLife) return std::nullopt;
  return SeatToken{.room = *room,
                   .role = *role,
                   .ticket = *ticket,
                   .home = {NodeName{std::string(node)}, *boot},
                   .secret = *secret,
                   .issued = *issued,
                   .relay_only = relay_only,
                   .visitor = *visitor};
}

}  // namespace nexus::credentials
