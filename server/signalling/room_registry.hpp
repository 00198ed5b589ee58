// The rooms of one node: their seats, their messages, and the deadlines that end them.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/deadlines.hpp"
#include "base/log.hpp"
#include "signalling/room.hpp"
#include "signalling/rooms_options.hpp"
#include "signalling/signalling_metrics.hpp"

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace nexus::signalling {

/// Opens and ends rooms, numbers and buffers the messages to their seats, and enforces the
/// deadlines of both. Does not handle tokens: Entrance checks them.
class RoomRegistry {
 public:
  /// `options` must outlive it.
  RoomRegistry(const RoomsOptions& options, RoomDirectory& directory, RoomOutlet& outlet,
               SignallingMetrics& metrics, const Clock& clock, Log log);

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

  /// The seat's visitor has no socket any more.
  void vacate(SeatRef at);
  /// Keeps the seat, which is away, for its visitor until `until`; `address` is held as long.
  void keep_seat(SeatRef at, MonotonicTime until, Hold address = nullptr);
  /// The seat's visitor has joined or resumed.
  void take_seat(SeatRef at);
  /// What the seat needs for a visitor's return; dropped once it is not needed any more.
  Recovery& recovery(SeatRef at);

  /// Sends a message that counts for a resume, and keeps it until it has certainly arrived. If the
  /// message is delivered later, `receipt` then goes to the partner.
  void send(SeatRef to, const protocol::RoomServerMessage& message,
            std::unique_ptr<protocol::Delivered> receipt = {});
  void relay(SeatRef to, std::string_view text);
  /// Resends to the seat everything after the first `received` messages.
  void replay(SeatRef to, std::uint64_t received);

  /// Gives up replay buffers beyond their limit. Call it after each message; it may end rooms with
  /// nobody connected.
  void limit_replay();
  /// Memory of all replay buffers.
  [[nodiscard]] std::size_t replay_bytes() const { return replay_bytes_; }
  void tick();

 private:
  bool end_oldest_deserted();
  bool drop_oldest_buffer();
  /// `its` is the seat at `to`: finding it again would cost a lookup for each message.
  void keep(SeatRef to, Seat& its, ReplayBuffer::Entry entry);
  Recovery& recovery(SeatRef at, Seat& its);
  void time_out_partners();
  void time_out_away();
  void drop_recoveries();

  const RoomsOptions& options_;
  RoomDirectory& directory_;
  RoomOutlet& outlet_;
  SignallingMetrics& metrics_;
  const Clock& clock_;
  Log log_;

  std::size_t replay_bytes_ = 0;  // of all buffers; outlives the rooms
  std::unordered_map<RoomId, Room> rooms_;
  std::unordered_set<RoomId> over_;
  std::string text_;  // reused, so that the copies in the buffers have no spare capacity
  Deadlines<RoomId> partners_due_;
  Deadlines<SeatRef> away_due_;
  Deadlines<SeatRef> recoveries_due_;
  Deadlines<RoomId> deserted_;  ///< until then nobody may be connected
  Deadlines<RoomId> over_due_;
};

}  // namespace nexus::signalling
