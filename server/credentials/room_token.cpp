// SPDX-License-Identifier: MIT
#include "credentials/room_token.hpp"

namespace nexus::credentials {
namespace {

// room ~ seat ~ ticket ~ visitor ~ expiry ~ home; the home comes last since its name may hold
// anything. The seat of a room that is relay only has a mark: a node that knows no such rooms
// refuses the token rather than pass addresses on. So has the seat of a room that moved.
constexpr std::string_view kMovedMark = "+moved";

}  // namespace

RoomId room_named_in(std::string_view token) {
  const auto parts = split_parts<1>(token);
  return parts ? RoomId::parse((*parts)[0]).value_or(RoomId{}) : RoomId{};
}

std::string RoomTokens::issue(const RoomToken& token) const {
  std::string seat(digit_of(token.seat));
  if (token.relay_only) seat.append(kRelayMark);
  if (token.moved) seat.append(kMovedMark);
  std::string payload;
  append_part(payload, token.room.text());
  append_part(payload, seat);
  append_part(payload, token.ticket.text());
  append_part(payload, token.visitor.text());
  append_part(payload, text_of(token.expires));
  payload.append(token.home.value);
  return keyring_.sign(payload);
}

Result<RoomToken, RoomTokenError> RoomTokens::read(std::string_view text, WallTime now) const {
  const auto payload = keyring_.verify(text);
  const auto parts = payload ? split_parts<5>(*payload) : std::nullopt;
  if (!parts) return fail(RoomTokenError::kInvalid);
  auto [room_text, seat_text, ticket_text, visitor_text, expiry_text, home] = *parts;
  const auto room = RoomId::parse(room_text);
  const bool moved = take_mark(seat_text, kMovedMark);
  const bool relay_only = take_mark(seat_text, kRelayMark);
  const auto seat = parse_role_digit(seat_text);
  const auto ticket = TicketId::parse(ticket_text);
  const auto visitor = VisitorId::parse(visitor_text);
  const auto expires = parse_time(expiry_text);
  if (!room || !seat || !ticket || !visitor || !expires) return fail(RoomTokenError::kInvalid);
  if (now > *expires + kClockSkewMax) return fail(RoomTokenError::kExpired);
  if (*expires > now + kRoomTokenLife + kClockSkewMax) return fail(RoomTokenError::kAhead);
  return RoomToken{.room = *room,
                   .seat = *seat,
                   .ticket = *ticket,
                   .home = NodeName{std::string(home)},
                   .expires = *expires,
                   .relay_only = relay_only,
                   .moved = moved,
                   .visitor = *visitor};
}

}  // namespace nexus::credentials
