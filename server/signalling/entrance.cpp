// SPDX-License-Identifier: MIT
#include "signalling/entrance.hpp"

#include <type_traits>
#include <utility>

namespace nexus::signalling {

using protocol::ErrorCode;
using protocol::LeftReason;

Entrance::Entrance(const RoomsOptions& options, HomeIncarnation self, RoomRegistry& rooms,
                   Sockets& sockets, Seating& seating, RoomsPorts ports, SignallingMetrics& metrics,
                   const Clock& clock, Deliver deliver)
    : options_(options),
      self_(std::move(self)),
      rooms_(rooms),
      sockets_(sockets),
      seating_(seating),
      directory_(ports.directory),
      outlet_(ports.outlet),
      admission_(ports.admission),
      metrics_(metrics),
      clock_(clock),
      deliver_(std::move(deliver)),
      started_(clock.monotonic()) {}

void Entrance::enter(ClientId client, const credentials::SeatToken& token, std::uint64_t received) {
  using Way = Arrival::Way;
  const Way way = token.is_fresh() ? Way::kFirst : token.home == self_ ? Way::kReturn : Way::kMove;
  Arrival arrival{.client = client, .way = way, .token = token, .received = received};
  const RoomId room = token.room;
  sockets_.prove(client);
  if (way == Way::kFirst && token.home.node != self_.node) {
    return deny(arrival, ErrorCode::kTokenInvalid, "the room lives on another node");
  }
  const auto own = sockets_.seat_of(client);
  const bool sits_there = own && own->room == room;
  if (sits_there && arrival.way != Way::kReturn) {  // a repeated join must not end the room
    return deny(arrival, ErrorCode::kSeatTaken, "this socket is in that room");
  }
  if (is_pending(client, room)) {
    return deny(arrival, ErrorCode::kUnexpected, "this join is pending");
  }
  // A client that is redirected from one match to the next sends its join while the directory, or
  // this node, is slow. So it also leaves the room whose join is pending.
  give_up(client, LeftReason::kSkip);
  if (own && !sits_there) rooms_.leave(*own, LeftReason::kSkip);
  if (rooms_.is_over(room) || came_too_late(arrival)) {
    return deny_over(arrival);
  }
  switch (arrival.way) {
    case Way::kFirst:
      if (rooms_.find(room) != nullptr) return seat(arrival, {});
      return look_up(std::move(arrival));
    case Way::kReturn:
      if (retired_ || !seating_.is_latest(arrival.token)) return seat(arrival, {});
      keep_seat_until_answered(arrival.seat());
      return settle(std::move(arrival));
    case Way::kMove:
      if (retired_ && rooms_.find(room) != nullptr) return seat(arrival, {});
      return settle(std::move(arrival));
  }
}

/// Rooms of a former incarnation can be resumed for a limited time only: then their records expire.
bool Entrance::came_too_late(const Arrival& arrival) const {
  const HomeIncarnation& from = arrival.token.home;
  return arrival.way == Arrival::Way::kMove && from.node == self_.node &&
         clock_.monotonic() - started_ > kFormerRoomsWindow;
}

/// Keeps the seat of a visitor that returned in time from expiring while the directory is slow.
void Entrance::keep_seat_until_answered(SeatRef at) {
  const Seat& seat = rooms_.seat(at);
  const MonotonicTime until = clock_.monotonic() + kAnswerDeadline;
  if (seat.is_away() && seat.recovery->away_until < until) rooms_.keep_seat(at, until);
}

void Entrance::look_up(Arrival arrival) {
  const RoomId room = arrival.token.room;
  pending_.emplace(arrival.client, Pending{arrival});
  directory_.lookup(room, [this, arrival = std::move(arrival)](const auto& record) {
    on_record(arrival, record);
  });
}

void Entrance::settle(Arrival arrival) {
  pending_.emplace(arrival.client, Pending{arrival});
  // A room that is open here lives here: the directory confirmed it before.
  const bool is_open = rooms_.find(arrival.token.room) != nullptr;
  Settle wanted{.room = arrival.token.room,
                .from = is_open ? self_ : arrival.token.home,
                .to = {options_.node, options_.url},
                .to_incarnation = self_.incarnation,
                .asker = arrival.token.role};
  directory_.settle(std::move(wanted), [this, arrival = std::move(arrival)](const auto& reply) {
    on_settled(arrival, reply);
  });
}

void Entrance::on_record(const Arrival& arrival,
                         const Result<std::optional<RoomRecord>, DirectoryError>& record) {
  auto pending = take_pending(arrival);
  if (!pending) return;
  const credentials::SeatToken& token = arrival.token;
  if (!record) {
    return deny(arrival, ErrorCode::kUnavailable, "the room's record cannot be read now");
  }
  if (rooms_.is_over(token.room) || (*record && !(*record)->open)) {
    return deny_over(arrival);
  }
  // A lost record (a failover may lose some) does not make the join invalid: the token is genuine,
  // and only a committed ticket gets one.
  if (*record) {
    const bool initiates = token.role == Role::kInitiator;
    const TicketId holder = initiates ? (*record)->initiator : (*record)->responder;
    if (holder != token.ticket || (*record)->home != options_.node) {
      return deny(arrival, ErrorCode::kTokenInvalid, "the token does not fit the room's record");
    }
  }
  const bool is_new = rooms_.find(token.room) == nullptr;
  if (!open(arrival)) return;
  if (is_new && *record) {
    rooms_.seat({token.room, Role::kInitiator}).ticket = (*record)->initiator;
    rooms_.seat({token.room, Role::kResponder}).ticket = (*record)->responder;
  }
  seat(arrival, std::move(pending->early));
}

void Entrance::on_settled(const Arrival& arrival,
                          const Result<SettleReply, DirectoryError>& reply) {
  auto pending = take_pending(arrival);
  if (!pending) return;
  if (reply && *reply == SettleReply(SettleRefusal::kClosed)) {
    return deny_over(arrival);
  }
  const auto* const home = reply ? std::get_if<Home>(&*reply) : nullptr;
  if (reply && (home == nullptr || home->node != self_.node)) {
    return deny(arrival, ErrorCode::kRoomMoved, "the room lives elsewhere");
  }
  // Without the directory no room can move, so rooms that are open here continue.
  if (arrival.way == Arrival::Way::kMove) {
    if (!reply && rooms_.find(arrival.token.room) == nullptr) {
      return deny(arrival, ErrorCode::kUnavailable, "the room's record cannot be read now");
    }
    if (rooms_.is_over(arrival.token.room)) {
      return deny_over(arrival);
    }
    if (!open(arrival)) return;
  }
  seat(arrival, std::move(pending->early));
}

bool Entrance::open(const Arrival& arrival) {
  const RoomId room = arrival.token.room;
  if (rooms_.find(room) != nullptr) return true;
  if (rooms_.size() >= options_.rooms_max) {
    deny(arrival, ErrorCode::kFull, "this node has no space for another room");
    return false;
  }
  if (arrival.way == Arrival::Way::kFirst) {
    rooms_.open(room);
  } else {
    const bool is_own = arrival.token.home.node == self_.node;
    metrics_.rooms_moved.count(is_own ? MovedFrom::kFormerIncarnation : MovedFrom::kOtherHome);
    rooms_.reopen(room);
  }
  return true;
}

void Entrance::seat(const Arrival& arrival, std::vector<EarlyMessage> early) {
  seating_.seat(arrival);
  for (EarlyMessage& one : early) deliver_(arrival.client, std::move(one));
}

std::optional<Entrance::Pending> Entrance::take_pending(const Arrival& arrival) {
  const auto found = pending_.find(arrival.client);
  if (found == pending_.end() || found->second.arrival.token.room != arrival.token.room) {
    return std::nullopt;
  }
  Pending pending = std::move(found->second);
  pending_.erase(found);
  return pending;
}

bool Entrance::is_pending(ClientId client, std::optional<RoomId> room) const {
  const auto found = pending_.find(client);
  return found != pending_.end() && room == found->second.arrival.token.room;
}

void Entrance::give_up(ClientId client, LeftReason reason) {
  const auto found = pending_.find(client);
  if (found == pending_.end()) return;
  const Arrival arrival = std::move(found->second.arrival);
  pending_.erase(found);
  if (arrival.way != Arrival::Way::kFirst) seating_.leave_unseated(arrival, reason);
}

bool Entrance::hold(ClientId client, std::string_view text,
                    const protocol::RoomClientMessage& message, GateVerdict verdict) {
  const auto found = pending_.find(client);
  if (found == pending_.end()) return false;
  Pending& pending = found->second;
  const bool fits = std::visit(
      [&]<class Kind>(const Kind& typed) {
        if constexpr (std::is_same_v<Kind, protocol::Join>) {
          return false;
        } else {
          return pending.arrival.token.room == RoomId::parse(typed.room);
        }
      },
      message);
  if (!fits || pending.early_bytes + text.size() > kEarlyBytesMax) return false;
  pending.early_bytes += text.size();
  pending.early.push_back({std::string(text), message, verdict});
  return true;
}

void Entrance::deny_over(const Arrival& arrival) {
  if (!admission_.admits(arrival.client, arrival.token.visitor)) {
    return arrival.count(metrics_, JoinResult::kBanned);
  }
  deny(arrival, ErrorCode::kRoomClosed, "the room is over");
}

void Entrance::deny(const Arrival& arrival, ErrorCode code, std::string_view why) {
  arrival.count(metrics_, join_result(code));
  send_error(outlet_, arrival.client, code, why, arrival.refused());
}

}  // namespace nexus::signalling
