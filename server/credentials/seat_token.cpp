// SPDX-License-Identifier: MIT
#include "credentials/seat_token.hpp"

#include "credentials/token_text.hpp"

namespace nexus::credentials {
namespace {

// room ~ role ~ ticket ~ visitor ~ issued ~ secret ~ incarnation ~ home. The home comes last,
// because its name may contain any character. The role in a relay-only room has a mark: a node that
// does not know such rooms refuses the token instead of passing addresses on.
constexpr std::string_view kRelayMark = "+relay";

}  // namespace

RoomId room_named_in(std::string_view token) {
  const auto parts = split_parts<1>(token);
  return parts ? RoomId::parse((*parts)[0]).value_or(RoomId{}) : RoomId{};
}

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
  append_part(payload, token.home.incarnation.text());
  payload.append(token.home.node.value);
  return keyring_.sign(payload);
}

Result<SeatToken, SeatTokenError> SeatTokens::read(std::string_view text, WallTime now) const {
  const auto payload = keyring_.verify(text);
  const auto parts = payload ? split_parts<7>(*payload) : std::nullopt;
  if (!parts) return fail(SeatTokenError::kInvalid);
  auto [room_text, role_text, ticket_text, visitor_text, issued_text, secret_text, incarnation_text,
        node] = *parts;
  const auto room = RoomId::parse(room_text);
  const bool relay_only = take_mark(role_text, kRelayMark);
  const auto role = parse_role_digit(role_text);
  const auto ticket = TicketId::parse(ticket_text);
  const auto visitor = VisitorId::parse(visitor_text);
  const auto issued = parse_time(issued_text);
  const auto secret = SeatSecret::parse(secret_text);
  const auto incarnation = IncarnationId::parse(incarnation_text);
  if (!room || !role || !ticket || !visitor || !issued || !secret || !incarnation) {
    return fail(SeatTokenError::kInvalid);
  }
  const SeatToken token{.room = *room,
                        .role = *role,
                        .ticket = *ticket,
                        .visitor = *visitor,
                        .home = {NodeName{std::string(node)}, *incarnation},
                        .secret = *secret,
                        .issued = *issued,
                        .relay_only = relay_only};
  if (!token.is_fresh()) {
    if (now > *issued + kSeatTokenLife) return fail(SeatTokenError::kExpired);
    return token;
  }
  if (now > *issued + kFreshTokenLife + kClockSkewMax) return fail(SeatTokenError::kExpired);
  if (*issued > now + kClockSkewMax) return fail(SeatTokenError::kAhead);
  return token;
}

}  // namespace nexus::credentials
