// SPDX-License-Identifier: MIT
#include "signalling/room_registry.hpp"

namespace nexus::signalling {

using protocol::LeftReason;

RoomRegistry::RoomRegistry(const RoomsOptions& options, RoomDirectory& directory,
                           RoomOutlet& outlet, const Clock& clock, Log log)
    : options_(options),
      directory_(directory),
      outlet_(outlet),
      clock_(clock),
      log_(std::move(log)) {}

Room* RoomRegistry::find(RoomId id) {
  const auto found = rooms_.find(id);
  return found == rooms_.end() ? nullptr : &found->second;
}

Room& RoomRegistry::open(RoomId id) {
  partners_due_.emplace_back(clock_.monotonic() + kPartnerDeadline, id);
  return rooms_[id];
}

Room& RoomRegistry::reopen(RoomId id) {
  Room& room = rooms_[id];
  for (const Role role : kRoles) {
    room.seats[role].state = Seat::State::kAway;
    keep_seat({id, role}, clock_.monotonic() + options_.resume_grace);
  }
  return room;
}

void RoomRegistry::end(RoomId id, RoomEnd how) {
  const auto found = rooms_.find(id);
  for (const Seat& seat : found->second.seats.values) {
    if (!seat.is_taken()) continue;
    outlet_.send(seat.client, protocol::PartnerLeft{.room = id.text(), .reason = how.reason});
  }
  rooms_.erase(found);
  bury(id, std::move(how.stranded));
}

void RoomRegistry::leave(SeatRef at, LeftReason reason) {
  Room& room = rooms_.at(at.room);
  room.seats[at.role].state = Seat::State::kAway;
  end(at.room, room.left_by(at.role, reason));
}

void RoomRegistry::bury(RoomId id, Stranded stranded) {
  over_.insert(id);
  over_due_.emplace_back(clock_.monotonic() + kTombstoneLife, id);
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

void RoomRegistry::keep_seat(SeatRef at, MonotonicTime until) {
  seat(at).away_until = until;
  away_due_.emplace(until, at);
}

void RoomRegistry::send(SeatRef to, const protocol::RoomServerMessage& message,
                        std::unique_ptr<protocol::Delivered> receipt) {
  if (seat(to).is_taken()) outlet_.send(seat(to).client, message);
  text_.clear();
  // Every second idle visitor would keep the text of a partner_joined.
  if (!std::holds_alternative<protocol::PartnerJoined>(message)) {
    std::visit([&](const auto& one) { protocol::encode(one, text_); }, message);
  }
  keep(to, {text_, clock_.monotonic(), std::move(receipt)});
}

void RoomRegistry::relay(SeatRef to, std::string_view text) {
  if (seat(to).is_taken()) outlet_.relay(seat(to).client, text);
  keep(to, {std::string(text), clock_.monotonic(), nullptr});
}

void RoomRegistry::keep(SeatRef to, ReplayBuffer::Entry entry) {
  Seat& its = seat(to);
  if (options_.resume_grace.count() == 0 && its.came()) return;
  if (!its.buffer) {
    its.buffer = std::make_unique<ReplayBuffer>(its.sent);
    kept_due_.emplace_back(entry.at + kUnconfirmedMax, to);
  }
  its.buffer->push(std::move(entry));
  its.sent = its.buffer->sent();
}

void RoomRegistry::replay(SeatRef to, std::uint64_t received) {
  Seat& its = seat(to);
  if (!its.buffer) return;
  for (auto entry = its.buffer->begin_after(received); entry != its.buffer->end(); ++entry) {
    outlet_.relay(its.client, entry->text.empty()
                                  ? protocol::encode(protocol::PartnerJoined{to.room.text()})
                                  : entry->text);
    entry->at = clock_.monotonic();
    if (const auto receipt = std::exchange(entry->receipt, nullptr)) {
      send(to.partner(), std::move(*receipt));
    }
  }
}

void RoomRegistry::tick() {
  time_out_partners();
  time_out_away();
  drop_arrived();
  const MonotonicTime now = clock_.monotonic();
  while (!over_due_.empty() && over_due_.front().first <= now) {
    over_.erase(over_due_.front().second);
    over_due_.pop_front();
  }
}

void RoomRegistry::time_out_partners() {
  const MonotonicTime now = clock_.monotonic();
  while (!partners_due_.empty() && partners_due_.front().first <= now) {
    const RoomId id = partners_due_.front().second;
    partners_due_.pop_front();
    const Room* const room = find(id);
    if (room == nullptr || room->both_came()) continue;
    log_.info("partner_never_came", {{"room", id.text()}});
    end(id, room->no_show());
  }
}

void RoomRegistry::time_out_away() {
  const MonotonicTime now = clock_.monotonic();
  while (!away_due_.empty() && away_due_.begin()->first <= now) {
    const SeatRef at = away_due_.begin()->second;
    away_due_.erase(away_due_.begin());
    const Room* const room = find(at.room);
    if (room == nullptr) continue;
    const Seat& its = room->seats[at.role];
    if (its.is_away() && its.away_until <= now) end(at.room, {LeftReason::kDisconnected});
  }
}

void RoomRegistry::drop_arrived() {
  const MonotonicTime now = clock_.monotonic();
  while (!kept_due_.empty() && kept_due_.front().first <= now) {
    const SeatRef at = kept_due_.front().second;
    kept_due_.pop_front();
    Room* const room = find(at.room);
    if (room == nullptr) continue;
    Seat& its = room->seats[at.role];
    if (!its.buffer) continue;
    if (its.is_taken()) its.buffer->drop_before(now - kUnconfirmedMax);
    if (its.buffer->empty()) {
      its.buffer.reset();
    } else {
      kept_due_.emplace_back(now + kUnconfirmedMax, at);
    }
  }
}

}  // namespace nexus::signalling
