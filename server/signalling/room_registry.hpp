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

/// Opens and ends rooms, numbers and keeps what their seats are sent, and keeps the deadlines of
/// both. Knows no tokens: Entrance checks those.
class RoomRegistry {
 public:
  /// `options` outlive it.
  RoomRegistry(const RoomsOptions& options, RoomDirectory& directory, RoomOutlet& outlet,
               const Clock& clock, Log log);

  [[nodiscard]] std::size_t size() const { return rooms_.size(); }
  /// nullptr when it is not open here. Valid until the next call that opens or ends a room.
  [[nodiscard]] Room* find(RoomId id);
  /// Whether the room is known to be over.
  [[nodiscard]] bool is_over(RoomId id) const { return over_.contains(id); }
  /// Of a room that is open here.
  [[nodiscard]] Seat& seat(SeatRef at) { return rooms_.at(at.room).seats[at.role]; }

  /// A room that nobody sat in before. It ends if not both come.
  Room& open(RoomId id);
  /// A room that both sat in before, at another home or another incarnation of this one: both are
  /// away.
  Room& reopen(RoomId id);
  /// Notifies those who sit in the room, and the directory. The room never opens again.
  void end(RoomId id, RoomEnd how);
  /// The same, for a visitor that leaves its seat: the partner alone is notified.
  void leave(SeatRef at, protocol::LeftReason reason);
  /// A room that is not open here never opens again.
  void bury(RoomId id, std::vector<TicketId> stranded);
  /// Ends the rooms that wait for such a visitor.
  void end_awaiting(const std::function<bool(VisitorId)>& is_gone);

  /// Keeps the seat for its visitor until then.
  void keep_seat(SeatRef at, MonotonicTime until);

  /// Sends a message that counts for a resume, and keeps it until it has surely arrived. `receipt`
  /// goes to the partner when the message is handed out later.
  void send(SeatRef to, const protocol::RoomServerMessage& message,
            std::unique_ptr<protocol::Delivered> receipt = {});
  void relay(SeatRef to, std::string_view text);
  /// Sends the seat everything after the first `received` messages again.
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
  std::string text_;  // reused: what is kept has no room to grow
  std::deque<std::pair<MonotonicTime, RoomId>> partners_due_;
  std::multimap<MonotonicTime, SeatRef> away_due_;
  std::deque<std::pair<MonotonicTime, SeatRef>> kept_due_;
  std::deque<std::pair<MonotonicTime, RoomId>> over_due_;
};

}  // namespace nexus::signalling
