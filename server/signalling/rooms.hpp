// The rooms of one signalling node, which is their home.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/given_up.hpp"
#include "base/result.hpp"
#include "credentials/seat_token.hpp"
#include "signalling/entrance.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace nexus::signalling {

/// How a socket ended.
enum class Ending {
  kLeft,      ///< the visitor left, or the server closed the socket
  kDropped,   ///< the connection failed: the visitor may resume
  kUnloaded,  ///< the page unloaded: closed or reloaded
};

/// Seats visitors by their tokens and passes each visitor's messages to the partner only: messages
/// have no addressee, so a client cannot forge one. Relaying costs no store access.
///
/// A visitor that drops out can resume its seat within the grace, and receives what it missed: both
/// ends count the messages that they receive, as stream management in XMPP does (XEP-0198). A room
/// outlives its home: its members' seat tokens open it at another node, or at the same one after a
/// restart. The members resend messages that were in flight.
///
/// Lives on the process's loop; the directory must not call back after the rooms' end.
class Rooms {
 public:
  Rooms(RoomsOptions options, RoomsPorts ports, const credentials::SeatTokens& tokens,
        const Clock& clock, Random& random, const Log& log);
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  /// A socket opened, sent `text` (decoded as `message`, or with a decoding error), or closed.
  void open(ClientId client) { sockets_.open(client); }
  void receive(ClientId client, std::string_view text,
               Result<protocol::RoomClientMessage, protocol::DecodeError> message,
               GateVerdict verdict = GateVerdict::kAdmitted);
  void close(ClientId client, Ending ending = Ending::kLeft);

  /// A member of a room of this home will not come, if it did not come before: ends the room, and
  /// the partner searches on.
  void give_up(const GivenUp& member);

  /// Ends the rooms that wait for a visitor that satisfies `is_gone`, as if it had left. The caller
  /// closes the visitor's sockets, if it has any.
  void end_awaiting(const std::function<bool(VisitorId)>& is_gone) {
    registry_.end_awaiting(is_gone);
  }

  /// Enforces deadlines and announces this home. Call every kRoomsTick.
  void tick();

  /// Asks all clients to reconnect later at the homes where their rooms will live: this node stops
  /// and takes no more rooms. The caller closes the sockets.
  void say_goodbye();

  [[nodiscard]] std::size_t open_rooms() const { return registry_.size(); }
  [[nodiscard]] std::size_t replay_bytes() const { return registry_.replay_bytes(); }
  [[nodiscard]] const SignallingMetrics& metrics() const { return metrics_; }

 private:
  void on_join(ClientId client, const protocol::Join& join);
  void on_room_message(ClientId client, std::string_view text,
                       const protocol::RoomClientMessage& message);
  /// Passes a message on to the other seat.
  template <class Kind>
  void pass_on(SeatRef own, std::string_view text, const Kind& message);
  void pass_on_chat(SeatRef own, protocol::Chat chat);
  void on_like(SeatRef own, const protocol::Like& like);
  void count(ClientId client, const protocol::RoomClientMessage& message);
  void refuse_unreadable(ClientId client, const protocol::DecodeError& error);
  /// Keeps the seat for a resume. False, without effect, if the partner never came or seats are not
  /// kept.
  bool step_away(SeatRef own, Ending ending);
  [[nodiscard]] std::chrono::seconds grace_after(Ending ending, const Seat& seat) const;

  const RoomsOptions options_;
  const RoomsPorts ports_;
  const credentials::SeatTokens& tokens_;
  const Clock& clock_;
  Random& random_;
  const HomeIncarnation self_;
  SignallingMetrics metrics_;
  RoomRegistry registry_;
  Sockets sockets_;
  Seating seating_;
  Entrance entrance_;
  bool retired_ = false;
  MonotonicTime announced_{};
};

}  // namespace nexus::signalling
