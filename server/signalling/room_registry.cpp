// SPDX-License-Identifier: MIT
#include "signalling/room_registry.hpp"

namespace nexus::signalling {

using protocol::LeftReason;

RoomRegistry::RoomRegistry(const RoomsOptions& options, RoomDirectory& directory,
                           RoomOutlet& outlet, SignallingMetrics& metrics, const Clock& clock,
                           Log log)
    : options_(options),
      directory_(directory),
      outlet_(outlet),
      metrics_(metrics),
      clock_(clock),
      log_(std::move(log)) {}

Room* RoomRegistry::find(RoomId id) {
  const auto found = rooms_.find(id);
  return found == rooms_.end() ? nullptr : &found->second;
}

Room& RoomRegistry::open(RoomId id) {
  partners_due_.add(clock_.monotonic() + kPartnerDeadline, id);
  return rooms_[id];
}

Room& RoomRegistry::reopen(RoomId id) {
  Room& room = rooms_[id];
  for (const Role role : kRoles) {
    vacate({id, role});
    keep_seat({id, role}, clock_.monotonic() + options_.resume_grace);
  }
  return room;
}

void RoomRegistry::end(RoomId id, RoomEnd how) {
  const auto found = rooms_.find(id);
  metrics_.leaves.count(how.reason);
  if (found->second.met != MonotonicTime{}) {
    metrics_.conversation.observe(clock_.monotonic() - found->second.met);
  }
  for (const Seat& seat : found->second.seats.values) {
    if (seat.is_away()) metrics_.seats_away.add(-1);
    if (!seat.is_taken()) continue;
    outlet_.send(seat.client, protocol::PartnerLeft{.room = id.text(), .reason = how.reason});
  }
  rooms_.erase(found);
  bury(id, std::move(how.stranded));
}

void RoomRegistry::leave(SeatRef at, LeftReason reason) {
  vacate(at);
  end(at.room, rooms_.at(at.room).left_by(at.role, reason));
}

void RoomRegistry::bury(RoomId id, Stranded stranded) {
  over_.insert(id);
  over_due_.add(clock_.monotonic() + kTombstoneLife, id);
  directory_.close(options_.node, id, std::move(stranded));
}

void RoomRegistry::end_awaiting(const std::function<bool(VisitorId)>& is_gone) {
  std::vector<RoomId> ended;
  const auto is_awaited = [&](const Seat& seat) { return seat.is_away() && is_gone(seat.visitor); };
  for (const auto& [id, room] : rooms_) {
    if (is_awaited(room.seats[Role::kInitiator]) || is_awaited(room.seats[Role::kResponder])) {
      ended.push_back(id);
    }
  }
  for (const RoomId id : ended) end(id, {LeftReason::kDisconnected});
}

void RoomRegistry::vacate(SeatRef at) {
  Seat& its = seat(at);
  if (!its.is_away()) metrics_.seats_away.add(1);
  its.state = Seat::State::kAway;
}

void RoomRegistry::keep_seat(SeatRef at, MonotonicTime until, Hold address) {
  Recovery& its = recovery(at);
  its.away_until = until;
  if (address) its.address = std::move(address);
  away_due_.add(until, at);
  if (!seat(at.partner()).is_taken()) deserted_.add(until, at.room);
}

void RoomRegistry::take_seat(SeatRef at) {
  Room& room = rooms_.at(at.room);
  Seat& its = room.seats[at.role];
  const bool is_new = !its.came();
  if (its.is_away()) metrics_.seats_away.add(-1);
  if (its.recovery) its.recovery->address.reset();
  its.state = Seat::State::kTaken;
  if (is_new && room.both_came()) room.met = clock_.monotonic();
}

Recovery& RoomRegistry::recovery(SeatRef at) { return recovery(at, seat(at)); }

Recovery& RoomRegistry::recovery(SeatRef at, Seat& its) {
  if (!its.recovery) {
    its.recovery.reset(new Recovery{.buffer = ReplayBuffer(its.sent, replay_bytes_)});
    recoveries_due_.add(clock_.monotonic() + kUnconfirmedMax, at);
  }
  return *its.recovery;
}

void RoomRegistry::send(SeatRef to, const protocol::RoomServerMessage& message,
                        std::unique_ptr<protocol::Delivered> receipt) {
  Seat& its = seat(to);
  if (its.is_taken()) outlet_.send(its.client, message);
  text_.clear();
  std::visit([&](const auto& one) { protocol::encode(one, text_); }, message);
  keep(to, its, {text_, clock_.monotonic(), std::move(receipt)});
}

void RoomRegistry::relay(SeatRef to, std::string_view text) {
  Seat& its = seat(to);
  if (its.is_taken()) outlet_.relay(its.client, text);
  keep(to, its, {std::string(text), clock_.monotonic(), nullptr});
}

void RoomRegistry::keep(SeatRef to, Seat& its, ReplayBuffer::Entry entry) {
  if (options_.resume_grace.count() == 0 && its.came()) return;
  ReplayBuffer& buffer = recovery(to, its).buffer;
  buffer.push(std::move(entry));
  its.sent = buffer.sent();
}

void RoomRegistry::replay(SeatRef to, std::uint64_t received) {
  Seat& its = seat(to);
  if (!its.recovery) return;
  ReplayBuffer& buffer = its.recovery->buffer;
  for (auto entry = buffer.begin_after(received); entry != buffer.end(); ++entry) {
    outlet_.relay(its.client, entry->text);
    entry->at = clock_.monotonic();
    if (const auto receipt = std::exchange(entry->receipt, nullptr)) {
      send(to.partner(), std::move(*receipt));
    }
  }
}

void RoomRegistry::limit_replay() {
  while (replay_bytes_ > options_.replay_bytes_total_max) {
    if (!end_oldest_deserted() && !drop_oldest_buffer()) return;
  }
}

bool RoomRegistry::end_oldest_deserted() {
  while (!deserted_.empty()) {
    const RoomId id = deserted_.take_first().second;
    const Room* const room = find(id);
    if (room == nullptr || room->has_socket()) continue;
    log_.info("replay_full", {{"room", id.text()}});
    end(id, {LeftReason::kDisconnected});
    return true;
  }
  return false;
}

bool RoomRegistry::drop_oldest_buffer() {
  if (recoveries_due_.empty()) return false;
  const SeatRef at = recoveries_due_.take_first().second;
  if (find(at.room) == nullptr) return true;
  seat(at).recovery->buffer.drop_all();
  recoveries_due_.add(clock_.monotonic() + kUnconfirmedMax, at);
  return true;
}

void RoomRegistry::tick() {
  limit_replay();
  time_out_partners();
  time_out_away();
  drop_recoveries();
  const MonotonicTime now = clock_.monotonic();
  while (const auto id = over_due_.take_due(now)) over_.erase(*id);
  while (deserted_.take_due(now)) {
  }
}

void RoomRegistry::time_out_partners() {
  const MonotonicTime now = clock_.monotonic();
  const auto is_over = [this](RoomId id) {
    const Room* const room = find(id);
    return room == nullptr || room->both_came();
  };
  while (const auto id = partners_due_.take_due(now, is_over)) {
    metrics_.no_shows.count();
    log_.info("partner_never_came", {{"room", id->text()}});
    end(*id, find(*id)->no_show());
  }
}

void RoomRegistry::time_out_away() {
  const MonotonicTime now = clock_.monotonic();
  const auto is_over = [this](SeatRef at) {
    const Room* const room = find(at.room);
    return room == nullptr || !room->seats[at.role].is_away();
  };
  while (const auto at = away_due_.take_due(now, is_over)) {
    const bool is_due = seat(*at).recovery->away_until <= now;
    if (is_due) end(at->room, {LeftReason::kDisconnected});
  }
}

void RoomRegistry::drop_recoveries() {
  const MonotonicTime now = clock_.monotonic();
  const auto is_over = [this](SeatRef at) { return find(at.room) == nullptr; };
  while (const auto at = recoveries_due_.take_due(now, is_over)) {
    Seat& its = seat(*at);
    Recovery& recovery = *its.recovery;
    if (its.is_taken()) recovery.buffer.drop_before(now - kUnconfirmedMax);
    if (its.is_away() || !recovery.buffer.empty() || recovery.next_allowance_at > now) {
      recoveries_due_.add(now + kUnconfirmedMax, *at);
    } else {
      its.recovery.reset();
    }
  }
}

}  // namespace nexus::signalling
