// Where a room lives whose home was lost.
// SPDX-License-Identifier: MIT
#include "stores/memory/pool.hpp"

namespace nexus::stores {

matching::MoveReply Pool::move_room(const matching::RoomMove& wanted, Now now) {
  if (is_closed(wanted.room)) return matching::MoveRefusal::kClosed;
  const Move* const known = move_of(wanted.room);
  const bool moved = known != nullptr && !known->at.node.value.empty();
  const HomeRun here = moved ? known->at : wanted.lost;
  const bool is_lost = !lives(here, now);
  if (wanted.lost != here && !is_lost) return matching::Home{known->at.node, known->url};

  Move& move = change_move(wanted.room, now);
  const auto counts = [&](Now asked) {
    return asked != 0 && asked + micros(matching::kMoveAskLife) > now;
  };
  // Who moves to a home that is gone by now would be sent on at the next ask, and its partner
  // first.
  const bool is_chosen = counts(move.asked[0]) || counts(move.asked[1]);
  if (!is_chosen || !lives(run_of(move.to.node), now)) move.to = wanted.to;
  move.asked[wanted.asker == matching::Role::kInitiator ? 0 : 1] = now;
  const HomeRun next = run_of(move.to.node);
  const bool goes = is_lost || (counts(move.asked[0]) && counts(move.asked[1]));
  if (!goes || !lives(next, now)) return matching::MoveRefusal::kNotYet;
  move.at = next;
  move.url = move.to.url;
  move.asked = {};
  return move.to;
}

signalling::ClaimReply Pool::claim(const signalling::Claim& claim, Now now) {
  if (is_closed(claim.room)) return signalling::ClaimReply::kClosed;
  const HomeRun claimer{claim.lost.node, claim.by};
  const Move* const known = move_of(claim.room);
  if (known != nullptr && !known->at.node.value.empty()) {
    const bool is_own = known->at == claimer || known->at == claim.lost ||
                        (known->at.node == claim.lost.node && claim.lost.boot.is_none());
    if (!is_own && lives(known->at, now)) return signalling::ClaimReply::kMoved;
  }
  Move& move = change_move(claim.room, now);
  const auto home = homes_.find(claim.lost.node);
  const auto rooms = home == homes_.end() ? 0 : home->second.status.rooms;
  announce({claim.lost.node, claim.url, rooms, claim.by}, now);  // who claims is alive
  move.at = claimer;
  move.url = claim.url;
  move.asked = {};  // who asked before is back, or will be: it does not count any more
  return signalling::ClaimReply::kGranted;
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

HomeRun Pool::run_of(const NodeName& home) const {
  const auto found = homes_.find(home);
  return {home, found == homes_.end() ? BootId{} : found->second.status.boot};
}

bool Pool::lives(const HomeRun& home, Now now) const {
  const auto found = homes_.find(home.node);
  return found != homes_.end() && found->second.lease > now &&
         found->second.status.boot == home.boot;
}

bool Pool::is_closed(RoomId id) const {
  const Move* const move = move_of(id);
  if (move != nullptr && move->is_closed) return true;
  const auto number = room_number(id);
  return number && !rooms_[*number].open();
}

void Pool::forget_moves(Now now) {
  while (const auto room = moves_due_.take_due(now)) {
    const auto found = moves_.find(*room);
    if (found != moves_.end() && found->second.until <= now) moves_.erase(found);
  }
}

}  // namespace nexus::stores
