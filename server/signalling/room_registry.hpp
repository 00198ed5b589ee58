// The rooms of one node: their seats, their messages, and the deadlines that end them.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "signalling/room.hpp"
#include "signalling/rooms_options.hpp"

#include <deque>
#include <functional>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace nexus::signalling {

/// Opens and ends rooms, numbers and buffers the messages to their seats, and enforces the
/// deadlines of both. Does not handle tokens: Entrance checks them.
class RoomRegistry {
 public:
  /// `options` must outlive it.
  RoomRegistry(const RoomsOptions& options, RoomDirectory& directory, RoomOutlet& outlet,
               const Clock& clock, Log log);

  [[nodiscard]] std::size_t size() const { return rooms_.size(); }
  /// nullptr if it is not open here. Valid until the next call that opens or ends a room.
  [[nodiscard]] Room* find(RoomId id);
  /// Whether the room is known to be over.
  [[nodiscard]] bool is_over(RoomId id) const { return over_.contains(id); }
  /// The room must be open here.
  [[nodiscard]] Seat& seat(SeatRef at) { return rooms_.at(at.room).seats[at.role]; }

  /// Opens a room in which nobody has sat yet. It ends unless both visitors come.
  Room& open(RoomId id);
  /// Opens a room in which both visitors sat before, at another home or another incarnation of this
  /// one. Both are away.
  Room& reopen(RoomId id);
  /// Notifies the visitors in the room, and the directory. The room never opens again.
  void end(RoomId id, RoomEnd how);
  /// Ends the room because a visitor leaves its seat: notifies only the partner and the directory.
  void leave(SeatRef at, protocol::LeftReason reason);
  /// Ends a room that is not open here: it never opens again.
  void bury(RoomId id, Stranded stranded);
  /// Ends the rooms that wait for a visitor that satisfies `is_gone`.
  void end_awaiting(const std::function<bool(VisitorId)>& is_gone);

  /// Keeps the seat for its visitor until `until`.
  void keep_seat(SeatRef at, MonotonicTime until);

  /// Sends a message that counts for a resume, and keeps it until it has certainly arrived. If the
  /// message is delivered later, `receipt` then goes to the partner.
  void send(SeatRef to, const protocol::RoomServerMessage& message,
            std::unique_ptr<protocol::Delivered> receipt = {});
  void relay(SeatRef to, std::string_view text);
  /// Resends to the seat everything after the first `received` messages.
  void replay(SeatRef to, std::uint64_t received);

  void tick();

 private:
  void keep(SeatRef to, ReplayBuffer::Entry entry);
  void time_out_partners();
  void time_out_away();
  void drop_arrived();

  const RoomsOptions& options_;
  RoomDirectory& directory_;
  RoomOutlet& outlet_;
  const Clock& clock_;
  Log log_;

  std::unordered_map<RoomId, Room> rooms_;
  std::unordered_set<RoomId> over_;
  std::string text_;  // reused, so that the copies in the buffers have no spare capacity
  std::deque<std::pair<MonotonicTime, RoomId>> partners_due_;
  std::multimap<MonotonicTime, SeatRef> away_due_;
  std::deque<std::pair<MonotonicTime, SeatRef>> kept_due_;
  std::deque<std::pair<MonotonicTime, RoomId>> over_due_;
};

}  // namespace nexus::signalling
