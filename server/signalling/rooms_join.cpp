// The way to a seat: a token, the room's record, a free place.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"

namespace nexus::signalling {

using protocol::ErrorCode;
using protocol::LeftReason;

namespace {

protocol::Role role_of(std::size_t seat) {
  return seat == 0 ? protocol::Role::kInitiator : protocol::Role::kResponder;
}

}  // namespace

void Rooms::refuse_token(ClientId id, const protocol::Join& join,
                         credentials::RoomTokenError error) {
  const RoomId room = credentials::room_named_in(join.token);
  const auto refuse = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, {protocol::Join::kType, room});
  };
  switch (error) {
    case credentials::RoomTokenError::kInvalid:
      return refuse(ErrorCode::kTokenInvalid, "the token is not genuine");
    case credentials::RoomTokenError::kExpired:
      return refuse(ErrorCode::kTokenExpired, "the token came too late");
    case credentials::RoomTokenError::kAhead:
      return refuse(ErrorCode::kTokenInvalid, "the token is of a clock that is ahead");
  }
}

void Rooms::on_join(ClientId id, Member& member, const protocol::Join& join) {
  const auto token = tokens_.read(join.token, clock_.wall());
  if (!token) return refuse_token(id, join, token.error());
  member.proven = true;
  const auto deny = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, {protocol::Join::kType, token->room});
  };
  if (token->home != options_.node) {
    return deny(ErrorCode::kTokenInvalid, "the room lives on another node");
  }
  if (member.room == token->room) {  // said twice: no reason to end the room for both
    return deny(ErrorCode::kSeatTaken, "this socket is in that room");
  }
  if (member.is_joining(token->room)) {
    return deny(ErrorCode::kUnexpected, "this join is under way");
  }
  // Joining a room leaves the one before, also one that it is not in yet: who is sent from one
  // match to the next says so while the directory, or this node, is slow.
  give_up_joining(id, member, LeftReason::kSkip);
  vacate(member, LeftReason::kSkip);
  if (closed_.contains(token->room)) return deny(ErrorCode::kRoomClosed, "the room is over");
  if (token->moved) {
    return take_over(id, member, *token, {options_.node, BootId{}}, protocol::Join::kType);
  }
  if (rooms_.contains(token->room)) return sit(id, member, *token, protocol::Join::kType);
  member.joining = std::make_unique<Joining>(Joining{.room = token->room});
  directory_.lookup(token->room, [this, id, token = *token](auto record) {
    on_looked_up(id, token, std::move(record));
  });
}

void Rooms::on_looked_up(ClientId id, const credentials::RoomToken& token,
                         Result<std::optional<RoomRecord>, DirectoryError> record) {
  Member* const found = members_.find(id);
  if (found == nullptr) return;
  Member& member = *found;
  if (!member.is_joining(token.room)) return;  // left again before it was in
  const std::unique_ptr<Joining> joining = std::move(member.joining);
  const auto deny = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, {protocol::Join::kType, token.room});
  };
  if (!record) return deny(ErrorCode::kUnavailable, "the room's record can not be read now");
  if (closed_.contains(token.room) || (*record && !(*record)->open)) {
    return deny(ErrorCode::kRoomClosed, "the room is over");
  }
  // A record that the store lost (a failover may lose some) is no reason to refuse: the token is
  // genuine, and only a ticket that was committed ever gets one.
  if (*record) {
    const TicketId holder =
        token.seat == credentials::Seat::kInitiator ? (*record)->initiator : (*record)->responder;
    if (holder != token.ticket || (*record)->home != options_.node) {
      return deny(ErrorCode::kTokenInvalid, "the token does not fit the room's record");
    }
  }
  if (!rooms_.contains(token.room)) {
    Room* const room = open_room(id, token, protocol::Join::kType);
    if (room == nullptr) return;
    if (*record) {
      room->seats[0].ticket = (*record)->initiator;
      room->seats[1].ticket = (*record)->responder;
    }
  }
  sit(id, member, token, protocol::Join::kType);
  for (const Early& said : joining->early) receive(id, said.text, said.message);
}

/// It does not want the room any more that it is joining.
void Rooms::give_up_joining(ClientId id, Member& member, LeftReason reason) {
  if (member.joining && member.joining->returning) return leave_unseated(id, member, reason);
  member.joining.reset();
}

/// Who joins need not wait for the answer to speak in the room: what it says is heard once it sits.
bool Rooms::say_early(Member& member, std::string_view text,
                      const protocol::RoomClientMessage& message) {
  const bool fits = std::visit(
      [&]<class Kind>(const Kind& said) {
        if constexpr (std::is_same_v<Kind, protocol::Join>) {
          return false;
        } else {
          return member.is_joining(RoomId::parse(said.room));
        }
      },
      message);
  Joining& joining = *member.joining;
  if (!fits || joining.early_bytes + text.size() > kEarlyBytesMax) return false;
  joining.early_bytes += text.size();
  joining.early.push_back({std::string(text), message});
  return true;
}

/// Nothing when this node has no place for it; who asked was told.
Rooms::Room* Rooms::open_room(ClientId id, const credentials::RoomToken& token,
                              std::string_view of) {
  if (rooms_.size() >= options_.rooms_max) {
    send_error(id, ErrorCode::kFull, "no room is free here", {of, token.room});
    return nullptr;
  }
  Room& room = rooms_[token.room];
  const MonotonicTime now = clock_.monotonic();
  if (!token.moved) {
    partners_due_.emplace_back(now + kPartnerDeadline, token.room);
    return &room;
  }
  // Both sat in it before: who is not here yet is away.
  for (std::uint8_t index = 0; index < 2; ++index) {
    Seat& seat = room.seats[index];
    seat.state = SeatState::kAway;
    seat.away_until = now + options_.resume_grace;
    away_due_.emplace(seat.away_until, SeatId{token.room, index});
  }
  return &room;
}

/// Where a visitor may not sit nobody else will: a room that waits for it is over, and its partner
/// searches on, also one that has yet to come.
bool Rooms::may_sit(ClientId id, SeatId where, VisitorId visitor) {
  if (outlet_.admits(id, visitor)) return true;
  const Seat& its = seat(where);
  if (its.state == SeatState::kAway) {
    end_room(where.room, LeftReason::kDisconnected, {});
  } else if (!its.came()) {
    const Seat& other = seat({where.room, static_cast<std::uint8_t>(1 - where.seat)});
    std::vector<TicketId> stranded;
    if (!other.ticket.is_none()) stranded.push_back(other.ticket);
    end_room(where.room, LeftReason::kNoShow, std::move(stranded));
  }
  return false;
}

void Rooms::sit(ClientId id, Member& member, const credentials::RoomToken& token,
                std::string_view of) {
  Room& room = rooms_.at(token.room);
  const std::uint8_t index = index_of(token.seat);
  Seat& seat = room.seats[index];
  const Seat& other = room.seats[1 - index];
  const bool fits =
      seat.ticket.is_none() ? other.ticket != token.ticket : seat.ticket == token.ticket;
  if (!fits) {
    return send_error(id, ErrorCode::kTokenInvalid, "the seat is another's", {of, token.room});
  }
  if (seat.taken()) {
    return send_error(id, ErrorCode::kSeatTaken, "the seat is occupied", {of, token.room});
  }
  if (!may_sit(id, {token.room, static_cast<std::uint8_t>(index)}, token.visitor)) return;
  // Who is away and brings the token lost the answer to its join: it has heard nothing.
  const bool again = seat.state == SeatState::kAway;
  if (seat.outbox && !seat.outbox->covers(0)) {
    end_room(token.room, LeftReason::kDisconnected, {});
    return send_error(id, ErrorCode::kRoomClosed, "too much was missed", {of, token.room});
  }
  seat.ticket = token.ticket;
  seat.visitor = token.visitor;
  // Nothing was passed on before both came, so the second token is not too late: what was said
  // until now did not pass the shield, and is lost. The two say it again.
  if (token.relay_only && !std::exchange(room.relay_only, true)) {
    seat.outbox.reset();
    seat.sent = 0;
  }
  seat.heard = 0;
  seat.hidden = false;
  occupy(id, member, token.room, index);
  if (token.moved) grant_time_to_say_it_again(id, seat);
  const std::string room_text = token.room.text();
  outlet_.send(id, protocol::Joined{.room = room_text,
                                    .role = role_of(index),
                                    .partner = state_of(other),
                                    .resume = seat_token(token.room, member.seat)});
  replay(token.room, member.seat, 0);
  if (!again && other.came()) {
    const SeatId partner{token.room, static_cast<std::uint8_t>(1 - index)};
    if (other.taken()) outlet_.send(other.client, protocol::PartnerJoined{.room = room_text});
    keep(partner, {.text = {}, .at = clock_.monotonic(), .receipt = nullptr});
  }
}

}  // namespace nexus::signalling
