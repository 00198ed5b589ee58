// SPDX-License-Identifier: MIT
#include "signalling/seating.hpp"

namespace nexus::signalling {

using protocol::ErrorCode;
using protocol::LeftReason;

bool Seating::seat(const Arrival& arrival) {
  const bool sits = arrival.way == Arrival::Way::kReturn ? resume(arrival) : sit(arrival);
  if (sits) arrival.count(metrics_, JoinResult::kSeated);
  return sits;
}

bool Seating::is_latest(const credentials::SeatToken& token) {
  Room* const room = rooms_.find(token.room);
  return room != nullptr && room->seats[token.role].secret == token.secret;
}

bool Seating::sit(const Arrival& arrival) {
  const credentials::SeatToken& token = arrival.token;
  Room& room = *rooms_.find(token.room);
  Seat& seat = room.seats[token.role];
  const Seat& partner = room.seats[partner_of(token.role)];
  const bool fits =
      seat.ticket.is_none() ? partner.ticket != token.ticket : seat.ticket == token.ticket;
  if (!fits) return deny(arrival, ErrorCode::kTokenInvalid, "the seat is another visitor's");
  if (seat.is_taken()) return deny(arrival, ErrorCode::kSeatTaken, "the seat is occupied");
  if (seat.is_away() && seat.resumed) {
    sockets_.count_refusal(arrival.client);
    return deny(arrival, ErrorCode::kTokenInvalid, "the seat was resumed since");
  }
  if (!may_sit(arrival)) return false;
  // A client that is away and joins with the same token never received the answer.
  const bool again = seat.is_away();
  if (!seat.covers(0)) {
    rooms_.end(token.room, {LeftReason::kDisconnected});
    return deny(arrival, ErrorCode::kRoomClosed, "too much was missed");
  }
  seat.ticket = token.ticket;
  seat.visitor = token.visitor;
  // Nothing is relayed before both visitors came, so the second token is not too late. The messages
  // buffered until now are unfiltered, so they are dropped; both clients send them again.
  if (token.relay_only && !room.is_relay_only()) seat.drop_messages();
  seat.relay_only = seat.relay_only || token.relay_only;
  seat.received = 0;
  seat.hidden = false;
  seat.likes = false;
  occupy(arrival);
  if (arrival.way == Arrival::Way::kMove) grant_resend_allowance(arrival);
  outlet_.send(arrival.client, protocol::Joined{.room = token.room.text(),
                                                .role = token.role,
                                                .partner = partner.as_partner(),
                                                .seat = token_of(arrival.seat())});
  rooms_.replay(arrival.seat(), 0);
  // A partner that is away learns it from `resumed`.
  if (!again && partner.is_taken()) {
    outlet_.send(partner.client, protocol::PartnerJoined{.room = token.room.text()});
  }
  return true;
}

bool Seating::resume(const Arrival& arrival) {
  const credentials::SeatToken& token = arrival.token;
  Room* const room = rooms_.find(token.room);
  if (room == nullptr) return deny(arrival, ErrorCode::kRoomClosed, "the room is over");
  Seat& seat = room->seats[token.role];
  if (seat.secret != token.secret) {
    sockets_.count_refusal(arrival.client);
    return deny(arrival, ErrorCode::kTokenInvalid, "the seat was resumed since");
  }
  if (sockets_.seat_of(arrival.client) == arrival.seat().partner()) {
    return deny(arrival, ErrorCode::kSeatTaken, "this socket has the other seat of that room");
  }
  if (arrival.received > seat.sent) {
    return deny(arrival, ErrorCode::kInvalidField, "fewer messages were sent");
  }
  if (!may_sit(arrival)) return false;
  if (seat.is_taken()) replace(seat, arrival.client);
  if (!seat.covers(arrival.received)) {
    rooms_.vacate(arrival.seat());
    rooms_.end(token.room, {LeftReason::kDisconnected});
    return deny(arrival, ErrorCode::kRoomClosed, "too much was missed");
  }
  occupy(arrival);
  seat.resumed = true;
  grant_resend_allowance(arrival);
  outlet_.send(arrival.client,
               protocol::Resumed{.room = token.room.text(),
                                 .role = token.role,
                                 .partner = room->seats[partner_of(token.role)].as_partner(),
                                 .seat = token_of(arrival.seat()),
                                 .received = static_cast<std::int64_t>(seat.received)});
  rooms_.replay(arrival.seat(), arrival.received);
  return true;
}

/// A seat whose visitor is banned stays empty: the room ends, and the partner searches on.
bool Seating::may_sit(const Arrival& arrival) {
  if (admission_.admits(arrival.client, arrival.token.visitor)) return true;
  arrival.count(metrics_, JoinResult::kBanned);
  const Room& room = *rooms_.find(arrival.token.room);
  const bool is_taken = room.seats[arrival.token.role].is_taken();
  if (!is_taken) rooms_.end(arrival.token.room, room.banned(arrival.token.role));
  return false;
}

void Seating::replace(Seat& seat, ClientId by) {
  if (seat.client != by) outlet_.hang_up(seat.client, protocol::CloseCode::kReplaced);
}

void Seating::leave_unseated(const Arrival& arrival, LeftReason reason) {
  const RoomId id = arrival.token.room;
  if (rooms_.is_over(id)) return;
  Room* const room = rooms_.find(id);
  if (room == nullptr) return rooms_.bury(id, {});
  Seat& seat = room->seats[arrival.token.role];
  // An outdated token ends nothing: another client has the seat.
  const bool is_return = arrival.way == Arrival::Way::kReturn;
  if (is_return ? seat.secret != arrival.token.secret : seat.is_taken()) return;
  if (seat.is_taken()) replace(seat, arrival.client);
  rooms_.leave(arrival.seat(), reason);
}

void Seating::grant_resend_allowance(const Arrival& arrival) {
  const MonotonicTime now = clock_.monotonic();
  Recovery& recovery = rooms_.recovery(arrival.seat());
  if (now < recovery.next_allowance_at) return;
  recovery.next_allowance_at = now + kResendPause;
  outlet_.grant_resend_allowance(arrival.client);
}

void Seating::occupy(const Arrival& arrival) {
  Seat& seat = rooms_.seat(arrival.seat());
  const Seat& partner = rooms_.seat(arrival.seat().partner());
  if (seat.is_away() && partner.is_taken()) {
    outlet_.send(partner.client, protocol::PartnerBack{.room = arrival.token.room.text()});
  }
  rooms_.take_seat(arrival.seat());
  seat.client = arrival.client;
  seat.secret = credentials::SeatSecret::random(random_);
  sockets_.sit(arrival.client, arrival.seat());
}

std::string Seating::token_of(SeatRef at) {
  const Seat& seat = rooms_.seat(at);
  return tokens_.issue({.room = at.room,
                        .role = at.role,
                        .ticket = seat.ticket,
                        .visitor = seat.visitor,
                        .home = self_,
                        .secret = seat.secret,
                        .issued = clock_.wall(),
                        .relay_only = rooms_.find(at.room)->is_relay_only()});
}

bool Seating::deny(const Arrival& arrival, ErrorCode code, std::string_view why) {
  arrival.count(metrics_, join_result(code));
  send_error(outlet_, arrival.client, code, why, arrival.refused());
  return false;
}

}  // namespace nexus::signalling
