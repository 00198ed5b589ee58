// Seats whose sockets drop: what is kept for them, and how they are taken back.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"

#include <algorithm>

namespace nexus::signalling {

using protocol::ErrorCode;
using protocol::LeftReason;

/// A seat's socket dropped, whether this node has noticed or not, or this node started anew.
void Rooms::on_resume(ClientId id, Member& member, const protocol::Resume& resume) {
  const RoomId room = RoomId::parse(resume.room).value_or(RoomId{});
  const auto deny = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, {protocol::Resume::kType, room});
  };
  if (member.joining) return deny(ErrorCode::kUnexpected, "a join is under way");
  const auto token = seats_.read(resume.secret, clock_.wall());
  if (!token || room != token->room || token->home.node != options_.node) {
    if (++member.refusals >= kRefusalsMax) outlet_.hang_up(id, protocol::CloseCode::kBadRequest);
    return deny(ErrorCode::kTokenInvalid, "there is no such seat here");
  }
  if (closed_.contains(token->room)) return deny(ErrorCode::kRoomClosed, "the room is over");
  member.proven = true;
  if (token->home.boot != boot_) return reclaim(id, member, *token);
  const auto received = static_cast<std::uint64_t>(resume.received);
  // Who stops asks nobody: a claim would announce it.
  if (retired_ || !has_seat(*token)) return take_back(id, member, *token, received);
  make_sure(id, member, *token, received);
}

/// Whether the token is the latest of a seat here.
bool Rooms::has_seat(const credentials::SeatToken& token) const {
  const auto found = rooms_.find(token.room);
  return found != rooms_.end() && found->second.seats[index_of(token.seat)].secret == token.secret;
}

/// The two may have asked for another home, and the partner may sit there, also where it seems to
/// sit here: a socket is taken for alive until it was silent for long. So the directory is asked at
/// each return.
void Rooms::make_sure(ClientId id, Member& member, const credentials::SeatToken& token,
                      std::uint64_t received) {
  member.joining = std::make_unique<Joining>(
      Joining{.room = token.room, .returning = Returning{index_of(token.seat), token.secret}});
  wait_for_answer({token.room, index_of(token.seat)});
  const auto go_on = [this, id, token, received](Result<ClaimReply, DirectoryError> reply) {
    Member* const found = members_.find(id);
    if (found == nullptr || !found->is_joining(token.room)) return;
    const std::unique_ptr<Joining> joining = std::move(found->joining);
    // Without the directory no room can move, and conversations go on.
    if (reply && *reply != ClaimReply::kGranted)
      return deny_claim(id, *reply, {protocol::Resume::kType, token.room});
    take_back(id, *found, token, received);
    for (const Early& said : joining->early) receive(id, said.text, said.message);
  };
  directory_.claim({token.room, {options_.node, boot_}, options_.url, boot_}, go_on);
}

/// Who is back within the grace does not lose the seat to a directory that is slow.
void Rooms::wait_for_answer(SeatId where) {
  Seat& own = seat(where);
  const MonotonicTime until = clock_.monotonic() + kAnswerDeadline;
  if (own.state != SeatState::kAway || own.away_until >= until) return;
  own.away_until = until;
  away_due_.emplace(until, where);
}

void Rooms::take_back(ClientId id, Member& member, const credentials::SeatToken& token,
                      std::uint64_t received) {
  const auto deny = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, {protocol::Resume::kType, token.room});
  };
  const auto found = rooms_.find(token.room);
  if (found == rooms_.end()) return deny(ErrorCode::kRoomClosed, "the room is over");
  const std::uint8_t index = index_of(token.seat);
  Seat& seat = found->second.seats[index];
  if (seat.secret != token.secret) {
    if (++member.refusals >= kRefusalsMax) outlet_.hang_up(id, protocol::CloseCode::kBadRequest);
    return deny(ErrorCode::kTokenInvalid, "the seat was taken back since");
  }
  if (member.room == token.room && member.seat != index) {
    return deny(ErrorCode::kSeatTaken, "this socket has the other seat of that room");
  }
  if (received > seat.sent) return deny(ErrorCode::kInvalidField, "nothing was sent so often");
  if (!may_sit(id, {token.room, static_cast<std::uint8_t>(index)}, seat.visitor)) return;
  if (member.room != token.room) vacate(member, LeftReason::kSkip);
  if (seat.taken()) replace(seat, id);
  if (seat.outbox ? !seat.outbox->covers(received) : received != seat.sent) {
    log_.info("resume_gap", {{"room", token.room.text()}});
    seat.state = SeatState::kAway;
    end_room(token.room, LeftReason::kDisconnected, {});
    return deny(ErrorCode::kRoomClosed, "too much was missed");
  }
  occupy(id, member, token.room, index);
  grant_time_to_say_it_again(id, seat);
  outlet_.send(id, protocol::Resumed{
                       .room = token.room.text(),
                       .role = index == 0 ? protocol::Role::kInitiator : protocol::Role::kResponder,
                       .partner = state_of(found->second.seats[1 - index]),
                       .resume = seat_token(token.room, member.seat),
                       .received = static_cast<std::int64_t>(seat.heard)});
  replay(token.room, member.seat, received);
}

/// The socket that has the seat is not heard of any more.
void Rooms::replace(const Seat& seat, ClientId by) {
  members_.find(seat.client)->room = RoomId{};
  if (seat.client != by) outlet_.hang_up(seat.client, protocol::CloseCode::kReplaced);
}

/// Who comes back, and leaves before the directory has answered, is not seated for that. The room
/// is over at once: it would be later that the partner hears of it, or never, if the next join
/// comes first.
void Rooms::leave_unseated(ClientId id, Member& member, LeftReason reason) {
  const RoomId room = member.joining->room;
  const Returning returning = *member.joining->returning;
  member.joining.reset();
  if (closed_.contains(room)) return;
  const auto found = rooms_.find(room);
  if (found == rooms_.end()) return bury(room, {});
  Seat& seat = found->second.seats[returning.seat];
  // A token that was overtaken ends nothing: somebody else has the seat.
  if (returning.secret ? seat.secret != *returning.secret : seat.taken()) return;
  if (seat.taken()) replace(seat, id);
  seat.state = SeatState::kAway;
  end_room(room, reason, {});
}

/// Not to who comes back all the time: each socket would bring leave for more than a person types.
void Rooms::grant_time_to_say_it_again(ClientId id, Seat& seat) {
  const MonotonicTime now = clock_.monotonic();
  if (now < seat.not_again_before) return;
  seat.not_again_before = now + kSayAgainPause;
  outlet_.came_back(id);
}

/// The seat is of a former run of this node, which knew what was on its way.
void Rooms::reclaim(ClientId id, Member& member, const credentials::SeatToken& token) {
  const auto deny = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, {protocol::Resume::kType, token.room});
  };
  if (clock_.monotonic() - booted_ > kReclaimWindow) {
    return deny(ErrorCode::kRoomClosed, "the room is over");
  }
  if (member.room == token.room) {  // said twice: no reason to end the room for both
    return deny(ErrorCode::kSeatTaken, "this socket is in that room");
  }
  vacate(member, LeftReason::kSkip);
  const credentials::RoomToken seat{.room = token.room,
                                    .seat = token.seat,
                                    .ticket = token.ticket,
                                    .home = options_.node,
                                    .expires = clock_.wall() + credentials::kRoomTokenLife,
                                    .relay_only = token.relay_only,
                                    .moved = true,
                                    .visitor = token.visitor};
  take_over(id, member, seat, token.home, protocol::Resume::kType);
}

/// The room lived elsewhere. The directory says whether it lives here now: since its members were
/// sent here, or this node lost it, they may have been sent on, also where one of them is here.
void Rooms::take_over(ClientId id, Member& member, const credentials::RoomToken& token,
                      const HomeRun& lost, std::string_view of) {
  if (retired_ && rooms_.contains(token.room)) return sit(id, member, token, of);
  member.joining = std::make_unique<Joining>(
      Joining{.room = token.room, .returning = Returning{index_of(token.seat), {}}});
  directory_.claim({token.room, lost, options_.url, boot_}, [this, id, token, of](auto reply) {
    on_claimed(id, token, of, std::move(reply));
  });
}

void Rooms::on_claimed(ClientId id, const credentials::RoomToken& token, std::string_view of,
                       Result<ClaimReply, DirectoryError> reply) {
  Member* const found = members_.find(id);
  if (found == nullptr || !found->is_joining(token.room)) return;
  const std::unique_ptr<Joining> joining = std::move(found->joining);
  const auto deny = [&](ErrorCode code, std::string_view why) {
    send_error(id, code, why, {of, token.room});
  };
  // Where the partner is back already, the directory has said that the room lives here.
  if (!reply && !rooms_.contains(token.room)) {
    return deny(ErrorCode::kUnavailable, "the room's record can not be read now");
  }
  if (reply && *reply != ClaimReply::kGranted) return deny_claim(id, *reply, {of, token.room});
  if (closed_.contains(token.room)) return deny(ErrorCode::kRoomClosed, "the room is over");
  if (!rooms_.contains(token.room) && open_room(id, token, of) == nullptr) return;
  sit(id, *found, token, of);
  for (const Early& said : joining->early) receive(id, said.text, said.message);
}

void Rooms::deny_claim(ClientId id, ClaimReply why, const Refused& refused) {
  const bool moved = why == ClaimReply::kMoved;
  send_error(id, moved ? ErrorCode::kRoomMoved : ErrorCode::kRoomClosed,
             moved ? "the room lives elsewhere" : "the room is over", refused);
}

std::string Rooms::seat_token(RoomId room, std::uint8_t index) const {
  const Room& in = rooms_.at(room);
  const Seat& seat = in.seats[index];
  return seats_.issue(
      {.room = room,
       .seat = index == 0 ? credentials::Seat::kInitiator : credentials::Seat::kResponder,
       .ticket = seat.ticket,
       .home = {options_.node, boot_},
       .secret = seat.secret,
       .issued = clock_.wall(),
       .relay_only = in.relay_only,
       .visitor = seat.visitor});
}

void Rooms::occupy(ClientId id, Member& member, RoomId room, std::uint8_t index) {
  Seat& seat = rooms_.at(room).seats[index];
  const Seat& other = rooms_.at(room).seats[1 - index];
  if (seat.state == SeatState::kAway && other.taken()) {
    outlet_.send(other.client, protocol::PartnerBack{.room = room.text()});
  }
  seat.state = SeatState::kTaken;
  seat.client = id;
  seat.secret = credentials::SeatSecret::random(random_);
  member.room = room;
  member.seat = index;
}

void Rooms::replay(RoomId id, std::uint8_t index, std::uint64_t received) {
  Seat& seat = rooms_.at(id).seats[index];
  if (!seat.outbox) return;
  for (auto entry = seat.outbox->begin_after(received); entry != seat.outbox->end(); ++entry) {
    outlet_.relay(seat.client, entry->text.empty()
                                   ? protocol::encode(protocol::PartnerJoined{.room = id.text()})
                                   : entry->text);
    entry->at = clock_.monotonic();
    if (const auto receipt = std::exchange(entry->receipt, nullptr)) {
      tell({id, static_cast<std::uint8_t>(1 - index)}, std::move(*receipt));
    }
  }
}

std::chrono::seconds Rooms::grace_after(Ending ending, const Seat& seat) const {
  if (ending == Ending::kUnloaded) return std::min(options_.reload_grace, options_.resume_grace);
  return seat.hidden ? options_.hidden_grace : options_.resume_grace;
}

/// Leaves the seat to be taken back, if somebody waits at the other.
void Rooms::step_away(Member& member, Ending ending) {
  if (member.room.is_none()) return;
  Seat& own = seat({member.room, member.seat});
  const Seat& other = rooms_.at(member.room).seats[1 - member.seat];
  const auto grace = grace_after(ending, own);
  if (!other.came() || grace.count() == 0) return;
  const RoomId room = std::exchange(member.room, RoomId{});
  own.state = SeatState::kAway;
  own.away_until = clock_.monotonic() + grace;
  away_due_.emplace(own.away_until, SeatId{room, member.seat});
  if (!other.taken()) return;
  outlet_.send(
      other.client,
      protocol::PartnerAway{
          .room = room.text(),
          .grace_ms = std::chrono::duration_cast<std::chrono::milliseconds>(grace).count()});
}

void Rooms::tell(SeatId to, const protocol::RoomServerMessage& message,
                 std::unique_ptr<protocol::Delivered> receipt) {
  if (seat(to).taken()) outlet_.send(seat(to).client, message);
  text_.clear();
  std::visit([&](const auto& one) { protocol::encode(one, text_); }, message);
  keep(to, {text_, clock_.monotonic(), std::move(receipt)});
}

void Rooms::carry(SeatId to, std::string_view text) {
  if (seat(to).taken()) outlet_.relay(seat(to).client, text);
  keep(to, {std::string(text), clock_.monotonic(), nullptr});
}

void Rooms::keep(SeatId to, Outbox::Entry entry) {
  Seat& seat = this->seat(to);
  if (options_.resume_grace.count() == 0 && seat.came()) return;
  if (!seat.outbox) {
    seat.outbox = std::make_unique<Outbox>(seat.sent);
    kept_due_.emplace_back(entry.at + kUnconfirmedMax, to);
  }
  seat.outbox->push(std::move(entry));
  seat.sent = seat.outbox->sent();
}

void Rooms::time_out_away() {
  const MonotonicTime now = clock_.monotonic();
  while (!away_due_.empty() && away_due_.begin()->first <= now) {
    const SeatId id = away_due_.begin()->second;
    away_due_.erase(away_due_.begin());
    const auto found = rooms_.find(id.room);
    if (found == rooms_.end()) continue;
    const Seat& seat = found->second.seats[id.seat];
    if (seat.state != SeatState::kAway || seat.away_until > now) continue;
    end_room(id.room, LeftReason::kDisconnected, {});
  }
}

void Rooms::forget_arrived() {
  const MonotonicTime now = clock_.monotonic();
  while (!kept_due_.empty() && kept_due_.front().first <= now) {
    const SeatId id = kept_due_.front().second;
    kept_due_.pop_front();
    const auto found = rooms_.find(id.room);
    if (found == rooms_.end()) continue;
    Seat& seat = found->second.seats[id.seat];
    if (!seat.outbox) continue;
    if (seat.taken()) seat.outbox->forget_before(now - kUnconfirmedMax);
    if (seat.outbox->empty()) {
      seat.outbox.reset();
    } else {
      kept_due_.emplace_back(now + kUnconfirmedMax, id);
    }
  }
}

}  // namespace nexus::signalling
