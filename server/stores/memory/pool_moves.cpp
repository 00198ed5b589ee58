// Where a room lives, also after its home was lost.
// SPDX-License-Identifier: MIT
#include "stores/memory/pool.hpp"

namespace nexus::stores {

SettleReply Pool::settle(const Settle& wanted, Now now) {
  if (is_closed(wanted.room)) return SettleRefusal::kClosed;
  const Move* const known = move_of(wanted.room);
  const bool moved = known != nullptr && !known->at.node.value.empty();
  const HomeIncarnation here = moved ? known->at : wanted.from;
  const bool home_asks = !wanted.to_incarnation.is_none();
  const bool is_back = home_asks && here.node == wanted.to.node;
  const bool is_lost = !is_back && !lives(here, now);
  if (!is_back && !is_lost && wanted.from != here) return Home{known->at.node, known->url};

  Move& move = change_move(wanted.room, now);
  const auto counts = [&](Now asked) { return asked != 0 && asked + micros(kMoveAskLife) > now; };
  // A home that asks is alive, even if its first announcement was lost. A room that moved to a dead
  // home would be redirected at the next ask, its partner first.
  const auto takes_rooms = [&](const NodeName& node) {
    return (home_asks && node == wanted.to.node) || lives(announced(node), now);
  };
  Now& own = move.asked[wanted.asker];
  Now& partners = move.asked[partner_of(wanted.asker)];
  const bool is_chosen = !is_back && (counts(own) || counts(partners));
  if (!is_chosen || !takes_rooms(move.to.node)) move.to = wanted.to;
  own = now;
  const bool goes = is_back || ((is_lost || counts(partners)) && takes_rooms(move.to.node));
  if (!goes) return SettleRefusal::kNotYet;
  if (home_asks && move.to.node == wanted.to.node)
    keep_announced(wanted.to, wanted.to_incarnation, now);
  move.at = announced(move.to.node);
  move.url = move.to.url;
  move.asked = {};  // members that asked before have resumed, or will do so
  return move.to;
}

std::optional<signalling::RoomRecord> Pool::lookup(RoomId id) const {
  const auto number = room_number(id);
  if (!number) return std::nullopt;
  const Room& room = room_at(*number);
  const Move* const move = move_of(id);
  const bool moved = move != nullptr && !move->at.node.value.empty();
  return signalling::RoomRecord{id, room.tickets[Role::kInitiator], room.tickets[Role::kResponder],
                                moved ? move->at.node : nodes_.name(room.home), room.open()};
}

void Pool::give_up(TicketId id, RoomId room_id) {
  const auto room = lookup(room_id);
  if (!room || !room->open || (id != room->initiator && id != room->responder)) return;
  const Role role = id == room->initiator ? Role::kInitiator : Role::kResponder;
  const TicketId partner = id == room->initiator ? room->responder : room->initiator;
  outbox_.push_back({room->home, GivenUp{room_id, id, role, partner}});
}

void Pool::keep_announced(const Home& home, IncarnationId incarnation, Now now) {
  const auto known = homes_.find(home.node);
  const auto rooms = known == homes_.end() ? 0 : known->second.status.rooms;
  announce({home.node, home.url, rooms, incarnation}, now);
}

const Pool::Move* Pool::move_of(RoomId room) const {
  const auto found = moves_.find(room);
  return found == moves_.end() ? nullptr : &found->second;
}

Pool::Move& Pool::change_move(RoomId room, Now now) {
  forget_moves(now);
  Move& move = moves_[room];
  move.until = now + micros(matching::kRoomRecordLife);
  moves_due_.add(move.until, room);
  return move;
}

HomeIncarnation Pool::announced(const NodeName& home) const {
  const auto found = homes_.find(home);
  return {home, found == homes_.end() ? IncarnationId{} : found->second.status.incarnation};
}

bool Pool::lives(const HomeIncarnation& home, Now now) const {
  const auto found = homes_.find(home.node);
  return found != homes_.end() && found->second.lease > now &&
         found->second.status.incarnation == home.incarnation;
}

bool Pool::is_closed(RoomId id) const {
  const Move* const move = move_of(id);
  if (move != nullptr && move->is_closed) return true;
  const auto number = room_number(id);
  return number && !room_at(*number).open();
}

void Pool::forget_moves(Now now) {
  while (const auto room = moves_due_.take_due(now)) {
    const auto found = moves_.find(*room);
    if (found != moves_.end() && found->second.until <= now) moves_.erase(found);
  }
}

}  // namespace nexus::stores
