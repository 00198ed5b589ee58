// What the pool forgets in time: tickets and nodes without a lease, proposals and records of rooms.
// SPDX-License-Identifier: MIT
#include "stores/memory/pool.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace nexus::stores {
namespace {

/// How many dead entries of each kind one sweep removes: bounds the time that it holds the loop.
constexpr std::uint64_t kSweepMax = 1000;
/// How many room records one sweep forgets, which is far cheaper.
constexpr std::uint64_t kForgetMax = 10 * kSweepMax;

}  // namespace

std::uint64_t Pool::sweep(Now now) {
  std::uint64_t removed = sweep_rooms(now);  // one by one: operands have no order
  removed += sweep_tickets(now);
  removed += sweep_nodes(now);
  forget_moves(now);
  return removed;
}

std::uint64_t Pool::sweep_tickets(Now now) {
  std::uint64_t removed = 0;
  while (!waiters_.empty() && waiters_[waiters_.first()].lease <= now && removed < kSweepMax) {
    forget_waiter(waiters_.first());
    ++removed;
  }
  return removed;
}

std::uint64_t Pool::sweep_rooms(Now now) {
  const Now born_by = now - micros(matching::kCommitDeadline);
  std::vector<Number> due;
  for (Number number = proposed_.first(); number != proposed_.kNone;
       number = proposed_.after(number)) {
    const Now born = room_at(proposed_[number].room).born;
    if (born > born_by) break;
    // Takes all rooms of one instant at once, because their ids then decide the order.
    if (due.size() >= kSweepMax && born != room_at(due.back()).born) break;
    due.push_back(proposed_[number].room);
  }
  std::sort(due.begin(), due.end(), [this](Number a, Number b) {
    return std::tie(room_at(a).born, room_at(a).id) < std::tie(room_at(b).born, room_at(b).id);
  });
  if (due.size() > kSweepMax) due.resize(kSweepMax);
  for (const Number number : due) {
    end_proposal(room_at(number), Room::kClosed);
    for (const Role role : kRoles) release(room_at(number), role);
  }
  forget_rooms(now, kForgetMax);  // not counted, because nothing died with them
  return due.size();
}

void Pool::forget_rooms(Now now, std::uint64_t most) {
  const Now born_by = now - micros(matching::kRoomRecordLife);
  for (; most > 0 && !rooms_.empty(); --most) {
    Room& room = rooms_.front();
    if (room.born > born_by) return;
    end_proposal(room, Room::kClosed);
    for (const Number owner : room.owners.values) nodes_.drop(owner);
    nodes_.drop(room.home);
    room_numbers_.erase(room.id, first_room_);
    rooms_.pop_front();
    ++first_room_;
  }
}

std::uint64_t Pool::sweep_nodes(Now now) {
  const auto dead_nodes = nodes_.sweep(now);
  const auto dead_homes =
      std::erase_if(homes_, [&](const auto& home) { return home.second.lease <= now; });
  return dead_nodes + dead_homes;
}

}  // namespace nexus::stores
