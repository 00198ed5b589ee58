// The rooms of one signalling node, their home.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "credentials/seat_token.hpp"
#include "signalling/entrance.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace nexus::signalling {

/// How a socket ended.
enum class Ending {
  kLeft,      ///< its visitor wanted so, or it was thrown out
  kDropped,   ///< the connection failed: the visitor may come back
  kUnloaded,  ///< the page unloads: closed or reloaded
};

/// Seats visitors by their tokens and passes each one's messages to the partner, to nobody else:
/// messages have no addressee, so there is none to forge. Relaying costs no store access. A visitor
/// that drops out finds its seat again within the grace, and what it missed: both ends count what
/// they receive, as stream management in XMPP does (XEP-0198). A room outlives its home: its
/// members' seat tokens open it at another node, or at the same one when that started again; what
/// was under way is theirs to resend. Lives on the process's loop; the directory must not call back
/// after the rooms' end.
class Rooms {
 public:
  Rooms(RoomsOptions options, RoomsPorts ports, const credentials::SeatTokens& tokens,
        const Clock& clock, Random& random, const Log& log);
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  /// A socket opened, sent `text` that reads as `message` (or does not), or went.
  void open(ClientId client) { sockets_.open(client); }
  void receive(ClientId client, std::string_view text,
               Result<protocol::RoomClientMessage, protocol::DecodeError> message,
               Verdict verdict = Verdict::kAdmitted);
  void close(ClientId client, Ending ending = Ending::kLeft);

  /// Ends the rooms that wait for such a visitor, as if it had left. Its sockets, if it has any,
  /// are for the caller to close.
  void expect_no_more(const std::function<bool(VisitorId)>& is_gone) {
    registry_.end_awaiting(is_gone);
  }

  /// Times out, and announces this home. Call every kRoomsTick.
  void tick();

  /// Tells everybody to come back later, to wherever their rooms live then: this node stops and
  /// takes no more rooms. The caller closes the sockets.
  void say_goodbye();

  [[nodiscard]] std::size_t open_rooms() const { return registry_.size(); }

 private:
  void on_join(ClientId client, const protocol::Join& join);
  void on_room_message(ClientId client, std::string_view text,
                       const protocol::RoomClientMessage& message);
  /// Passes a message on to the other seat.
  template <class Kind>
  void pass_on(SeatRef own, std::string_view text, const Kind& message);
  void pass_on_chat(SeatRef own, protocol::Chat chat);
  void count(ClientId client, const protocol::RoomClientMessage& message);
  void refuse_unreadable(ClientId client, const protocol::DecodeError& error);
  /// Leaves the seat to be resumed, if the partner came. False if nobody waits for it.
  bool step_away(SeatRef own, Ending ending);
  [[nodiscard]] std::chrono::seconds grace_after(Ending ending, const Seat& seat) const;

  const RoomsOptions options_;
  const RoomsPorts ports_;
  const credentials::SeatTokens& tokens_;
  const Clock& clock_;
  Random& random_;
  const HomeRun self_;
  RoomRegistry registry_;
  Sockets sockets_;
  Seating seating_;
  Entrance entrance_;
  bool retired_ = false;
  MonotonicTime announced_{};
};

}  // namespace nexus::signalling
