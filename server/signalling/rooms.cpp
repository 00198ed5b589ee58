// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"

#include "base/overloaded.hpp"

#include <type_traits>

namespace nexus::signalling {

using protocol::ErrorCode;
using protocol::LeftReason;

namespace {

/// When a client may ask again for what could not be had.
constexpr auto kRetryAfter = std::chrono::milliseconds(1000);

LeftReason left_reason(protocol::LeaveReason reason) {
  switch (reason) {
    case protocol::LeaveReason::kSkip:
      return LeftReason::kSkip;
    case protocol::LeaveReason::kStop:
      return LeftReason::kStop;
    case protocol::LeaveReason::kIceFailed:
      return LeftReason::kIceFailed;
    case protocol::LeaveReason::kMediaFailed:
      return LeftReason::kMediaFailed;
    case protocol::LeaveReason::kReported:
      return LeftReason::kReported;
  }
  return LeftReason::kStop;
}

constexpr std::size_t seat_index(credentials::Seat seat) {
  return seat == credentials::Seat::kInitiator ? 0 : 1;
}

protocol::Role role_of(std::size_t seat) {
  return seat == 0 ? protocol::Role::kInitiator : protocol::Role::kResponder;
}

}  // namespace

Rooms::Rooms(RoomsOptions options, RoomDirectory& directory, RoomOutlet& outlet,
             const credentials::RoomTokens& tokens, const Clock& clock, Log log)
    : options_(std::move(options)),
      directory_(directory),
      outlet_(outlet),
      tokens_(tokens),
      clock_(clock),
      log_(std::move(log)) {}

void Rooms::open(ClientId id) {
  members_.try_emplace(id);
  first_joins_due_.emplace_back(clock_.monotonic() + kFirstJoinTimeout, id);
}

void Rooms::close(ClientId id) {
  const auto found = members_.find(id);
  if (found == members_.end()) return;
  vacate(found->second, LeftReason::kDisconnected);
  members_.erase(found);
}

void Rooms::receive(ClientId id, std::string_view text,
                    Result<protocol::RoomClientMessage, protocol::DecodeError> message) {
  const auto found = members_.find(id);
  if (found == members_.end()) return;
  Member& member = found->second;
  if (!message) return refuse(id, member, message.error());
  if (const auto* join = std::get_if<protocol::Join>(&*message)) return on_join(id, member, *join);

  if (const auto* leave = std::get_if<protocol::Leave>(&*message);
      leave && !member.joining.is_none() && member.joining == RoomId::parse(leave->room)) {
    member.joining = RoomId{};
    return;
  }
  const auto in_this_room = [&](const std::string& room) {
    return !member.room.is_none() && member.room == RoomId::parse(room);
  };
  const auto pass_on = [&](std::string_view type) {
    const Seat* partner = partner_of(member);
    if (partner) return outlet_.relay(partner->client, text);
    send_error(id, ErrorCode::kUnexpected, "the partner is not here yet", type);
  };
  std::visit(
      [&]<class Kind>(const Kind& said) {
        if constexpr (!std::is_same_v<Kind, protocol::Join>) {
          if (!in_this_room(said.room)) {
            return send_error(id, ErrorCode::kStaleRoom, "this socket is not in that room",
                              Kind::kType);
          }
          Overloaded{
              [&](const protocol::Chat& chat) { on_chat(id, member, chat); },
              [&](const protocol::Leave& leave) { on_leave(member, leave); },
              [&](const protocol::Description&) { pass_on(Kind::kType); },
              [&](const protocol::Candidates&) { pass_on(Kind::kType); },
              [&](const protocol::Typing&) { pass_on(Kind::kType); },
              [&](const protocol::Media&) { pass_on(Kind::kType); },
          }(said);
        }
      },
      *message);
}

void Rooms::on_join(ClientId id, Member& member, const protocol::Join& join) {
  if (!member.joining.is_none()) {
    return send_error(id, ErrorCode::kUnexpected, "a join is under way", protocol::Join::kType);
  }
  const auto token = tokens_.read(join.token, clock_.wall());
  if (!token) {
    const bool expired = token.error() == credentials::RoomTokenError::kExpired;
    return send_error(id, expired ? ErrorCode::kTokenExpired : ErrorCode::kTokenInvalid,
                      expired ? "the token came too late" : "the token is not genuine",
                      protocol::Join::kType);
  }
  member.proven = true;
  if (token->home != options_.node) {
    return send_error(id, ErrorCode::kTokenInvalid, "the room lives on another node",
                      protocol::Join::kType);
  }
  if (member.room == token->room) {  // said twice: no reason to end the room for both
    return send_error(id, ErrorCode::kSeatTaken, "this socket is in that room",
                      protocol::Join::kType);
  }
  vacate(member, LeftReason::kSkip);
  if (closed_.contains(token->room)) {
    return send_error(id, ErrorCode::kRoomClosed, "the room is over", protocol::Join::kType);
  }
  if (rooms_.contains(token->room)) return sit(id, member, *token);
  member.joining = token->room;
  directory_.lookup(token->room, [this, id, token = *token](auto record) {
    on_looked_up(id, token, std::move(record));
  });
}

void Rooms::on_looked_up(ClientId id, const credentials::RoomToken& token,
                         Result<std::optional<RoomRecord>, DirectoryError> record) {
  const auto found = members_.find(id);
  if (found == members_.end()) return;
  Member& member = found->second;
  if (member.joining != token.room) return;  // left again before it was in
  member.joining = RoomId{};
  const auto deny = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, protocol::Join::kType);
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
    if (rooms_.size() >= options_.rooms_max) return deny(ErrorCode::kFull, "no room is free here");
    Room& room = rooms_[token.room];
    if (*record) {
      room.seats[0].ticket = (*record)->initiator;
      room.seats[1].ticket = (*record)->responder;
    }
    partners_due_.emplace_back(clock_.monotonic() + kPartnerDeadline, token.room);
  }
  sit(id, member, token);
}

void Rooms::sit(ClientId id, Member& member, const credentials::RoomToken& token) {
  Room& room = rooms_.at(token.room);
  const std::size_t index = seat_index(token.seat);
  Seat& seat = room.seats[index];
  const Seat& other = room.seats[1 - index];
  const bool fits =
      seat.ticket.is_none() ? other.ticket != token.ticket : seat.ticket == token.ticket;
  if (!fits) {
    return send_error(id, ErrorCode::kTokenInvalid, "the seat is another's", protocol::Join::kType);
  }
  if (seat.taken) {
    return send_error(id, ErrorCode::kSeatTaken, "the seat is occupied", protocol::Join::kType);
  }
  seat.ticket = token.ticket;
  seat.client = id;
  seat.taken = true;
  member.room = token.room;
  member.seat = static_cast<std::uint8_t>(index);
  const std::string room_text = token.room.text();
  outlet_.send(id, protocol::Joined{.room = room_text,
                                    .role = role_of(index),
                                    .partner = other.taken ? protocol::PartnerState::kPresent
                                                           : protocol::PartnerState::kAwaited});
  if (other.taken) outlet_.send(other.client, protocol::PartnerJoined{.room = room_text});
}

void Rooms::on_chat(ClientId id, const Member& member, const protocol::Chat& chat) {
  const Seat* partner = partner_of(member);
  if (!partner) {
    return outlet_.send(id, protocol::Error{.code = ErrorCode::kUnexpected,
                                            .message = "the partner is not here yet",
                                            .of = std::string(protocol::Chat::kType),
                                            .id = chat.id});
  }
  const std::int64_t sequence = ++rooms_.at(member.room).seats[member.seat].chats;
  const std::int64_t at_ms = clock_.wall().time_since_epoch().count();
  outlet_.send(partner->client, protocol::ChatReceived{.room = chat.room,
                                                       .id = chat.id,
                                                       .text = chat.text,
                                                       .sequence = sequence,
                                                       .at_ms = at_ms});
  outlet_.send(id, protocol::Delivered{
                       .room = chat.room, .id = chat.id, .sequence = sequence, .at_ms = at_ms});
}

void Rooms::on_leave(Member& member, const protocol::Leave& leave) {
  vacate(member, left_reason(leave.reason));
}

void Rooms::vacate(Member& member, LeftReason reason) {
  if (member.room.is_none()) return;
  const RoomId id = std::exchange(member.room, RoomId{});
  Room& room = rooms_.at(id);
  room.seats[member.seat].taken = false;
  const Seat& partner = room.seats[1 - member.seat];
  std::vector<TicketId> stranded;
  if (!partner.taken && !partner.ticket.is_none()) stranded.push_back(partner.ticket);
  end_room(id, reason, std::move(stranded));
}

void Rooms::end_room(RoomId id, LeftReason reason, std::vector<TicketId> stranded) {
  const auto found = rooms_.find(id);
  for (const Seat& seat : found->second.seats) {
    if (!seat.taken) continue;
    members_.at(seat.client).room = RoomId{};
    outlet_.send(seat.client, protocol::PartnerLeft{.room = id.text(), .reason = reason});
  }
  rooms_.erase(found);
  closed_.insert(id);
  tombstones_.emplace_back(clock_.monotonic() + kTombstoneLife, id);
  directory_.close(id, std::move(stranded));
}

void Rooms::refuse(ClientId id, Member& member, const protocol::DecodeError& error) {
  protocol::Error reply{.code = error.code, .message = error.message};
  if (!error.type.empty()) reply.of = error.type;
  if (!error.field.empty()) reply.field = error.field;
  outlet_.send(id, reply);
  if (++member.refusals >= kRefusalsMax) outlet_.hang_up(id, protocol::CloseCode::kBadRequest);
}

void Rooms::send_error(ClientId id, ErrorCode code, std::string_view message, std::string_view of) {
  protocol::Error error{.code = code, .message = std::string(message), .of = std::string(of)};
  if (code == ErrorCode::kUnavailable || code == ErrorCode::kFull)
    error.retry_after_ms = kRetryAfter.count();
  outlet_.send(id, error);
}

void Rooms::tick() {
  time_out_first_joins();
  time_out_partners();
  forget_tombstones();
  const MonotonicTime now = clock_.monotonic();
  if (now - announced_ < kHomeAnnouncePeriod) return;
  announced_ = now;
  directory_.announce({options_.node, options_.url, rooms_.size()});
}

void Rooms::say_goodbye() {
  for (const auto& [id, member] : members_) {
    outlet_.send(id, protocol::Goodbye{.retry_after_ms = kRetryAfter.count()});
  }
}

void Rooms::time_out_first_joins() {
  const MonotonicTime now = clock_.monotonic();
  while (!first_joins_due_.empty() && first_joins_due_.front().first <= now) {
    const ClientId id = first_joins_due_.front().second;
    first_joins_due_.pop_front();
    const auto found = members_.find(id);
    if (found == members_.end() || found->second.proven) continue;
    outlet_.hang_up(id, protocol::CloseCode::kHelloTimeout);
  }
}

void Rooms::time_out_partners() {
  const MonotonicTime now = clock_.monotonic();
  while (!partners_due_.empty() && partners_due_.front().first <= now) {
    const RoomId id = partners_due_.front().second;
    partners_due_.pop_front();
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) continue;
    std::vector<TicketId> present;
    for (const Seat& seat : found->second.seats) {
      if (seat.taken) present.push_back(seat.ticket);
    }
    if (present.size() == 2) continue;
    log_.info("partner_never_came", {{"room", id.text()}});
    end_room(id, LeftReason::kNoShow, std::move(present));
  }
}

void Rooms::forget_tombstones() {
  const MonotonicTime now = clock_.monotonic();
  while (!tombstones_.empty() && tombstones_.front().first <= now) {
    closed_.erase(tombstones_.front().second);
    tombstones_.pop_front();
  }
}

const Rooms::Seat* Rooms::partner_of(const Member& member) const {
  const Seat& seat = rooms_.at(member.room).seats[1 - member.seat];
  return seat.taken ? &seat : nullptr;
}

}  // namespace nexus::signalling
