// SPDX-License-Identifier: MIT
#include "stores/memory/pool.hpp"

#include <algorithm>
#include <chrono>

namespace nexus::stores {

using matching::CommitReply;
using matching::FindReply;
using matching::Proposal;
using matching::Queued;
using matching::Release;
using matching::RenewReply;
using matching::StoreError;
using matching::Ticket;

namespace {

/// How many room records a new room forgets: more than one, so that records never pile up.
constexpr std::uint64_t kForgetPerRoom = 2;

bool contains(const auto& range, const auto& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

}  // namespace

Result<FindReply, StoreError> Pool::find(Ticket ticket, Now now) {
  const auto known = whereabouts(ticket.id);
  if (known) {
    if (!known->waits) {
      const Proposed& proposed = proposed_[known->number];
      return proposal_for(proposed, *room_at(proposed.room).role_of(ticket.id));
    }
    ticket.place = waiters_[known->number].place;
    forget_waiter(known->number);
  }
  const auto older = waiter_of(ticket.visitor);
  if (older) forget_waiter(*older);
  matching::Place look_after = 0;
  const auto waiter = choose(ticket, now, look_after);
  const bool was_waiting = known || older;
  if (!waiter && !was_waiting && waiting() >= limits_.tickets_max) return fail(StoreError::kFull);
  if (ticket.place == 0) ticket.place = std::max(now, last_place_ + 1);
  last_place_ = std::max(last_place_, ticket.place);  // also for places from before a loss of state

  if (waiter) return propose(std::move(ticket), *waiter, now);

  const matching::Place place = ticket.place;
  wait(std::move(ticket), now);
  return Queued{place, waiters_.size(), look_after};
}

std::optional<Pool::Number> Pool::waiter_of(VisitorId visitor) const {
  return waiting_visitors_.find(visitor,
                                [&](Number number) { return waiters_[number].visitor == visitor; });
}

std::optional<Pool::Whereabouts> Pool::whereabouts(TicketId id) const {
  const auto packed = tickets_.find(id, [&](Number number) {
    const Whereabouts at = Whereabouts::of(number);
    return at.waits ? waiters_[at.number].ticket == id
                    : room_at(proposed_[at.number].room).role_of(id).has_value();
  });
  if (!packed) return std::nullopt;
  return Whereabouts::of(*packed);
}

std::optional<Pool::Number> Pool::room_number(RoomId id) const {
  return room_numbers_.find(id, [&](Number number) { return room_at(number).id == id; });
}

std::optional<Pool::Number> Pool::choose(const Ticket& ticket, Now now,
                                         matching::Place& look_after) const {
  for (const matching::Tier& tier : ticket.plan.look) {
    if (const auto best = choose_from(tier, ticket, now, look_after)) return best;
  }
  return std::nullopt;
}

std::optional<Pool::Number> Pool::choose_from(const matching::Tier& tier, const Ticket& ticket,
                                              Now now, matching::Place& look_after) const {
  std::vector<Buckets::Number> occupied;
  occupied.reserve(tier.size());
  for (const matching::Bucket& name : tier) {
    if (const auto bucket = buckets_.find(name)) occupied.push_back(*bucket);
  }
  std::optional<Number> best;
  std::size_t best_overlap = 0;
  matching::Place best_place = 0;
  for (const Buckets::Number bucket : occupied) {
    std::size_t scanned = 0;
    const Buckets::Queue& queue = buckets_[bucket];
    auto at = ticket.look_after == 0 ? queue.begin()
                                     : queue.lower_bound({ticket.look_after + 1, TicketId{}, 0});
    for (; at != queue.end() && scanned < matching::scan_limit(tier.size()); ++at) {
      const Waiting& waiting = *at;
      if (++scanned == matching::scan_limit(tier.size())) {
        look_after = look_after == 0 ? waiting.place : std::min(look_after, waiting.place);
      }
      const Waiter& waiter = waiters_[waiting.number];
      if (!accepts(ticket, waiter, now)) continue;
      const auto overlap = static_cast<std::size_t>(
          std::count_if(occupied.begin(), occupied.end(),
                        [&](Buckets::Number other) { return contains(waiter.buckets, other); }));
      if (!best || overlap > best_overlap ||
          (overlap == best_overlap && waiting.place < best_place)) {
        best = waiting.number;
        best_overlap = overlap;
        best_place = waiting.place;
      }
      // A ticket that shares every bucket is in each of them, so an older one would have been found
      // before.
      if (overlap == occupied.size()) return best;
    }
  }
  return best;
}

bool Pool::accepts(const Ticket& ticket, const Waiter& waiter, Now now) const {
  if (waiter.visitor == ticket.visitor || nodes_.lease(waiter.owner) <= now) return false;
  return !contains(ticket.plan.avoid, waiter.visitor) && !contains(waiter.avoid, ticket.visitor) &&
         !contains(ticket.plan.avoid_networks, waiter.network) &&
         !contains(waiter.avoid_networks, ticket.network);
}

void Pool::wait(Ticket ticket, Now now) {
  const Number number = waiters_.push({.ticket = ticket.id,
                                       .visitor = ticket.visitor,
                                       .network = ticket.network,
                                       .owner = nodes_.hold(ticket.owner),
                                       .place = ticket.place,
                                       .lease = 0,
                                       .profile = std::move(ticket.profile),
                                       .offer = std::move(ticket.offer),
                                       .buckets = {},
                                       .avoid = std::move(ticket.plan.avoid),
                                       .avoid_networks = std::move(ticket.plan.avoid_networks)});
  Waiter& waiter = waiters_[number];
  waiter.buckets.reserve(ticket.plan.wait_in.size());
  for (const matching::Bucket& name : ticket.plan.wait_in) {
    waiter.buckets.push_back(buckets_.enter(name, {ticket.place, ticket.id, number}));
  }
  tickets_.insert(ticket.id, Whereabouts{number, true}.packed());
  waiting_visitors_.insert(ticket.visitor, number);
  lease(number, now);
}

Proposal Pool::propose(Ticket finder, Number waiter_number, Now now) {
  forget_rooms(now, kForgetPerRoom);
  Waiter waiter = take_waiter(waiter_number);
  const Number number = proposed_.push({});
  Room room{.id = finder.room,
            .tickets = {{waiter.ticket, finder.id}},
            .born = now,
            .owners = {{waiter.owner, nodes_.hold(finder.owner)}},
            .home = nodes_.hold(finder.home.node),
            .state = number};
  Proposed& proposed = proposed_[number];
  proposed.room = record(room);
  proposed.home_url = std::move(finder.home.url);
  proposed.offer = std::move(waiter.offer);
  proposed.sides[Role::kInitiator] = {waiter.visitor, waiter.place, std::move(waiter.profile),
                                      false};
  proposed.sides[Role::kResponder] = {finder.visitor, finder.place, std::move(finder.profile),
                                      false};
  const Number known = Whereabouts{number, false}.packed();
  tickets_.renumber(waiter.ticket, Whereabouts{waiter_number, true}.packed(), known);
  tickets_.insert(finder.id, known);
  Proposal to_waiter = proposal_for(proposed, Role::kInitiator);
  to_waiter.partner_sdp = std::move(finder.answer);
  outbox_.push_back({nodes_.name(waiter.owner), std::move(to_waiter)});
  return proposal_for(proposed, Role::kResponder);
}

Pool::Number Pool::record(const Room& room) {
  const auto former = room_number(room.id);  // of an earlier room: an owner repeated its id
  const Number number = first_room_ + static_cast<Number>(rooms_.size());
  rooms_.push_back(room);
  if (former) {
    room_numbers_.renumber(room.id, *former, number);
  } else {
    room_numbers_.insert(room.id, number);
  }
  return number;
}

Proposal Pool::proposal_for(const Proposed& proposed, Role role) const {
  const Room& room = room_at(proposed.room);
  const Proposed::Side& partner = proposed.sides[partner_of(role)];
  return Proposal{room.id,
                  room.tickets[role],
                  role,
                  proposed.sides[role].place,
                  {nodes_.name(room.home), proposed.home_url},
                  partner.visitor,
                  partner.profile,
                  role == Role::kResponder ? proposed.offer : std::string()};
}

void Pool::withdraw(TicketId id) {
  const auto known = whereabouts(id);
  if (!known) return;
  if (known->waits) return forget_waiter(known->number);
  abandon_side(room_at(proposed_[known->number].room), id);
}

CommitReply Pool::commit(TicketId id, RoomId room_id) {
  const auto number = room_number(room_id);
  if (!number) return CommitReply::kKept;
  Room& room = room_at(*number);
  const auto role = room.role_of(id);
  if (!role) return CommitReply::kReleased;
  if (!room.lacks_a_commit()) {
    return room.keeps(*role) ? CommitReply::kKept : CommitReply::kReleased;
  }
  auto& sides = proposed_[room.state].sides;
  sides[*role].committed = true;
  if (sides[partner_of(*role)].committed) end_proposal(room, Room::kSettled);
  return CommitReply::kKept;
}

void Pool::abandon(TicketId id, RoomId room_id) {
  if (const auto number = room_number(room_id)) abandon_side(room_at(*number), id);
}

void Pool::abandon_side(Room& room, TicketId id) {
  const auto role = room.role_of(id);
  if (!room.lacks_a_commit() || !role) return;
  // A committed side may be occupied although its owner abandons: the owner forgot its commit, or
  // is a new process of the same name that received the proposal again.
  if (proposed_[room.state].sides[*role].committed) return;
  end_proposal(room, Room::kClosed);
  release(room, partner_of(*role));
}

RenewReply Pool::renew(const NodeName& node, const std::vector<TicketId>& tickets, Now now) {
  RenewReply reply;
  reply.lapsed = nodes_.renew(node, now + micros(matching::kNodeLease)) <= now;
  for (const TicketId id : tickets) {
    const auto known = whereabouts(id);
    if (!known) {
      reply.unknown.push_back(id);
    } else if (known->waits) {
      lease(known->number, now);
    } else {
      const Proposed& proposed = proposed_[known->number];
      const Role role = *room_at(proposed.room).role_of(id);
      if (!proposed.sides[role].committed) reply.proposed.push_back(proposal_for(proposed, role));
    }
  }
  reply.waiting = waiters_.size();
  std::vector<const HomeEntry*> alive;
  for (const auto& [name, home] : homes_) {
    if (home.lease > now) alive.push_back(&home);
  }
  std::stable_sort(alive.begin(), alive.end(), [](const HomeEntry* a, const HomeEntry* b) {
    return a->status.rooms < b->status.rooms;
  });
  for (const HomeEntry* home : alive) reply.homes.push_back({home->status.node, home->status.url});
  return reply;
}

void Pool::close(const NodeName& home, RoomId id, const signalling::Stranded& stranded, Now now) {
  const Move* const move = move_of(id);
  if (move != nullptr && !move->at.node.value.empty() && move->at.node != home) return;
  const auto number = room_number(id);
  // A member may still be reconnecting when the record ends.
  const Now remembered = now + micros(matching::kRoomClosedLife);
  if (!number || room_at(*number).born + micros(matching::kRoomRecordLife) < remembered) {
    change_move(id, now).is_closed = true;
  }
  if (!number || !room_at(*number).open()) return;
  Room& room = room_at(*number);
  Number state = Room::kClosed;
  for (const Role role : kRoles) {
    if (!contains(stranded.tickets, room.tickets[role])) state += Room::bit_of(role);
  }
  end_proposal(room, state);
  for (const Role role : kRoles) {
    if (contains(stranded.tickets, room.tickets[role])) release(room, role, stranded.no_show);
  }
}

void Pool::announce(const signalling::HomeStatus& status, Now now) {
  homes_[status.node] = {status, now + micros(signalling::kHomeLease)};
}

Pool::Sizes Pool::sizes() const {
  return {tickets_.capacity(), waiters_.slots(), proposed_.slots(),
          buckets_.size(),     rooms_.size(),    nodes_.size()};
}

void Pool::lease(Number waiter, Now now) {
  waiters_[waiter].lease = now + micros(matching::kTicketLease);
  waiters_.move_to_end(waiter);
}

Pool::Waiter Pool::take_waiter(Number number) {
  Waiter waiter = std::move(waiters_[number]);
  for (const Buckets::Number bucket : waiter.buckets) {
    buckets_.leave(bucket, {waiter.place, waiter.ticket, number});
  }
  waiting_visitors_.erase(waiter.visitor, number);
  waiters_.erase(number);
  return waiter;
}

void Pool::forget_waiter(Number number) {
  const Waiter waiter = take_waiter(number);
  tickets_.erase(waiter.ticket, Whereabouts{number, true}.packed());
  nodes_.drop(waiter.owner);
}

void Pool::end_proposal(Room& room, Number state) {
  if (room.lacks_a_commit()) {
    for (const TicketId ticket : room.tickets.values) {
      tickets_.erase(ticket, Whereabouts{room.state, false}.packed());
    }
    proposed_.erase(room.state);
  }
  room.state = state;
}

void Pool::release(const Room& room, Role role, bool no_show) {
  outbox_.push_back(
      {nodes_.name(room.owners[role]), Release{room.tickets[role], room.id, no_show}});
}

}  // namespace nexus::stores
