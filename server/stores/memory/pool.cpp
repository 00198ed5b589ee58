// SPDX-License-Identifier: MIT
#include "stores/memory/pool.hpp"

#include <algorithm>
#include <chrono>

namespace nexus::stores {

using matching::CommitReply;
using matching::FindReply;
using matching::OutboxEvent;
using matching::Proposal;
using matching::Queued;
using matching::Release;
using matching::RenewReply;
using matching::Role;
using matching::StoreError;
using matching::Ticket;

namespace {

constexpr std::int64_t micros(std::chrono::microseconds duration) { return duration.count(); }

/// How many dead things one sweep removes of each kind: bounds the time it holds the loop.
constexpr std::uint64_t kSweepMax = 1000;
/// And how many records of rooms it forgets, which is far cheaper.
constexpr std::uint64_t kForgetMax = 10 * kSweepMax;

bool contains(const auto& range, const auto& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

}  // namespace

Result<FindReply, StoreError> Pool::find(Ticket ticket, Now now) {
  const auto known = tickets_.find(ticket.id);
  if (known != tickets_.end()) {
    Entry& entry = known->second;
    if (!entry.waits()) {
      const Room& room = rooms_.at(entry.room);
      return tell(entry.room, room, room.sides[0].ticket == ticket.id ? 0 : 1);
    }
    ticket.place = entry.ticket.place;
    erase(ticket.id);
  } else if (tickets_.size() >= limits_.tickets_max) {
    return fail(StoreError::kFull);
  }
  if (ticket.place == 0) ticket.place = std::max(now, last_place_ + 1);
  last_place_ = std::max(last_place_, ticket.place);  // also after this store forgot what it gave

  if (const auto waiter = choose(ticket, now)) return propose(std::move(ticket), *waiter, now);

  const Queued reply{ticket.place, waiting_ + 1};
  enter_buckets(ticket);
  const TicketId id = ticket.id;
  Entry& entry = tickets_.emplace(id, Entry{std::move(ticket), 0, {}}).first->second;
  lease(entry, now);
  return reply;
}

std::optional<TicketId> Pool::choose(const Ticket& ticket, Now now) const {
  for (const matching::Tier& tier : ticket.plan.look) {
    std::optional<Candidate> best;
    for (const matching::Bucket& name : tier) {
      const auto bucket = buckets_.find(name);
      if (bucket == buckets_.end()) continue;
      std::size_t scanned = 0;
      for (const auto& [place, id] : bucket->second) {
        if (scanned++ == matching::scan_limit(tier.size())) break;
        const Entry& waiter = tickets_.at(id);
        if (!accepts(ticket, waiter, now)) continue;
        const auto overlap = static_cast<std::size_t>(
            std::count_if(tier.begin(), tier.end(), [&](const matching::Bucket& other) {
              return contains(waiter.ticket.plan.wait_in, other);
            }));
        if (!best || overlap > best->overlap || (overlap == best->overlap && place < best->place)) {
          best = Candidate{id, place, overlap};
        }
        if (tier.size() == 1) break;  // the oldest of the only bucket can not be beaten
      }
    }
    if (best) return best->id;
  }
  return std::nullopt;
}

bool Pool::accepts(const Ticket& ticket, const Entry& waiter, Now now) const {
  const Ticket& other = waiter.ticket;
  if (other.visitor == ticket.visitor || waiter.lease <= now) return false;
  const auto owner = node_leases_.find(other.owner);
  if (owner == node_leases_.end() || owner->second <= now) return false;
  return !contains(ticket.plan.avoid, other.visitor) && !contains(other.plan.avoid, ticket.visitor);
}

Proposal Pool::propose(Ticket finder, TicketId waiter_id, Now now) {
  Entry& waiter = tickets_.at(waiter_id);
  const auto side_of = [](const Ticket& ticket) {
    return Side{ticket.id,   ticket.visitor, ticket.owner, ticket.place,
                ticket.card, ticket.offer,   false};
  };
  const RoomId id = finder.room;
  const Room& room =
      rooms_.insert_or_assign(id, Room{{side_of(waiter.ticket), side_of(finder)}, finder.home})
          .first->second;
  room_deadlines_.emplace(now + micros(matching::kCommitDeadline), id);
  room_expiries_.emplace(now + micros(matching::kRoomRecordLife), id);

  leave_buckets(waiter.ticket);
  waiter.room = id;
  outbox_.push_back({waiter.ticket.owner, tell(id, room, 0)});

  const TicketId finder_id = finder.id;
  Entry& entry =
      tickets_.insert_or_assign(finder_id, Entry{std::move(finder), 0, id}).first->second;
  lease(entry, now);
  return tell(id, room, 1);
}

Proposal Pool::tell(RoomId id, const Room& room, std::size_t side) {
  const Side& self = room.sides[side];
  const Side& other = room.sides[1 - side];
  const Role role = side == 0 ? Role::kInitiator : Role::kResponder;
  return Proposal{
      id,        self.ticket,   role,       self.place,
      room.home, other.visitor, other.card, role == Role::kResponder ? other.offer : std::string()};
}

void Pool::withdraw(TicketId id) {
  const auto known = tickets_.find(id);
  if (known == tickets_.end()) return;
  if (known->second.waits()) return erase(id);
  const RoomId room_id = known->second.room;
  const Room& room = rooms_.at(room_id);
  const Side& side = room.sides[room.sides[0].ticket == id ? 0 : 1];
  if (!side.committed) abandon(id, room_id);
}

CommitReply Pool::commit(TicketId id, RoomId room_id) {
  const auto found = rooms_.find(room_id);
  if (found == rooms_.end()) return CommitReply::kKept;
  Room& room = found->second;
  if (!room.open) return CommitReply::kReleased;
  for (Side& side : room.sides) {
    if (side.ticket != id) continue;
    side.committed = true;
    if (room.settled()) {
      for (Side& done : room.sides) {
        erase(done.ticket);
        done.card.clear();
        done.offer.clear();
      }
    }
    return CommitReply::kKept;
  }
  return CommitReply::kReleased;
}

void Pool::abandon(TicketId id, RoomId room_id) {
  const auto found = rooms_.find(room_id);
  if (found == rooms_.end() || !found->second.open) return;
  Room& room = found->second;
  const auto own = std::find_if(room.sides.begin(), room.sides.end(),
                                [id](const Side& side) { return side.ticket == id; });
  // One that was committed may be occupied: its owner forgot that it took the room, or is a new
  // process of the old name, and was told again.
  if (own == room.sides.end() || own->committed) return;
  close_room(room_id, room);
  for (const Side& side : room.sides) {
    if (side.ticket != id) release(room_id, side);
  }
}

RenewReply Pool::renew(const NodeName& node, const std::vector<TicketId>& tickets, Now now) {
  RenewReply reply;
  Now& node_lease = node_leases_[node];  // nought for a node that was not known
  reply.lapsed = node_lease <= now;
  node_lease = now + micros(matching::kNodeLease);
  for (const TicketId id : tickets) {
    const auto known = tickets_.find(id);
    // One that ran out may have been passed over: it has to look for itself again.
    if (known == tickets_.end() || (known->second.waits() && known->second.lease <= now)) {
      reply.unknown.push_back(id);
      continue;
    }
    Entry& entry = known->second;
    lease(entry, now);
    if (entry.waits()) continue;
    const Room& room = rooms_.at(entry.room);
    const std::size_t side = room.sides[0].ticket == id ? 0 : 1;
    if (!room.sides[side].committed) reply.proposed.push_back(tell(entry.room, room, side));
  }
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

std::uint64_t Pool::sweep(Now now) {
  std::uint64_t removed = sweep_rooms(now);  // one after the other: operands have no order
  removed += sweep_tickets(now);
  removed += sweep_nodes(now);
  return removed;
}

std::uint64_t Pool::sweep_tickets(Now now) {
  std::uint64_t removed = 0;
  while (!ticket_leases_.empty() && ticket_leases_.begin()->first <= now && removed < kSweepMax) {
    const TicketId id = ticket_leases_.begin()->second;
    withdraw(id);
    erase(id);  // a committed side whose partner never commits is ended by the room's deadline
    ++removed;
  }
  return removed;
}

std::uint64_t Pool::sweep_rooms(Now now) {
  std::uint64_t removed = 0;
  while (!room_deadlines_.empty() && room_deadlines_.begin()->first <= now && removed < kSweepMax) {
    const RoomId id = room_deadlines_.begin()->second;
    room_deadlines_.erase(room_deadlines_.begin());
    const auto found = rooms_.find(id);
    if (found == rooms_.end() || !found->second.open || found->second.settled()) continue;
    close_room(id, found->second);
    for (const Side& side : found->second.sides) release(id, side);
    ++removed;
  }
  // Records that ran out: nothing died with them, so they are not counted.
  for (std::uint64_t forgotten = 0;
       !room_expiries_.empty() && room_expiries_.begin()->first <= now && forgotten < kForgetMax;
       ++forgotten) {
    const RoomId id = room_expiries_.begin()->second;
    room_expiries_.erase(room_expiries_.begin());
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) continue;
    if (found->second.open && !found->second.settled()) close_room(id, found->second);
    rooms_.erase(found);
  }
  return removed;
}

std::uint64_t Pool::sweep_nodes(Now now) {
  const auto dead_nodes =
      std::erase_if(node_leases_, [&](const auto& node) { return node.second <= now; });
  const auto dead_homes =
      std::erase_if(homes_, [&](const auto& home) { return home.second.lease <= now; });
  return dead_nodes + dead_homes;
}

std::optional<signalling::RoomRecord> Pool::lookup(RoomId id) const {
  const auto found = rooms_.find(id);
  if (found == rooms_.end()) return std::nullopt;
  const Room& room = found->second;
  return signalling::RoomRecord{id, room.sides[0].ticket, room.sides[1].ticket, room.home.node,
                                room.open};
}

void Pool::close(RoomId id, const std::vector<TicketId>& stranded) {
  const auto found = rooms_.find(id);
  if (found == rooms_.end() || !found->second.open) return;
  Room& room = found->second;
  close_room(id, room);
  for (const Side& side : room.sides) {
    if (contains(stranded, side.ticket)) release(id, side);
  }
}

void Pool::announce(const signalling::HomeStatus& status, Now now) {
  homes_[status.node] = {status, now + micros(signalling::kHomeLease)};
}

void Pool::lease(Entry& entry, Now now) {
  ticket_leases_.erase({entry.lease, entry.ticket.id});
  entry.lease = now + micros(matching::kTicketLease);
  ticket_leases_.emplace(entry.lease, entry.ticket.id);
}

void Pool::enter_buckets(const Ticket& ticket) {
  for (const matching::Bucket& name : ticket.plan.wait_in) {
    buckets_[name].emplace(ticket.place, ticket.id);
  }
  ++waiting_;
}

void Pool::leave_buckets(const Ticket& ticket) {
  for (const matching::Bucket& name : ticket.plan.wait_in) {
    const auto bucket = buckets_.find(name);
    if (bucket == buckets_.end()) continue;
    bucket->second.erase({ticket.place, ticket.id});
    if (bucket->second.empty()) buckets_.erase(bucket);
  }
  --waiting_;
}

void Pool::erase(TicketId id) {
  const auto known = tickets_.find(id);
  if (known == tickets_.end()) return;
  if (known->second.waits()) leave_buckets(known->second.ticket);
  ticket_leases_.erase({known->second.lease, id});
  tickets_.erase(known);
}

void Pool::close_room(RoomId id, Room& room) {
  room.open = false;
  for (const Side& side : room.sides) {
    const auto known = tickets_.find(side.ticket);
    if (known != tickets_.end() && known->second.room == id) erase(side.ticket);
  }
}

void Pool::release(RoomId id, const Side& side) {
  outbox_.push_back({side.owner, Release{side.ticket, id, side.place}});
}

}  // namespace nexus::stores
