// The only way to a seat: checks the token, then the directory, then takes the seat.
// SPDX-License-Identifier: MIT
#pragma once

#include "signalling/seating.hpp"

#include <unordered_map>
#include <vector>

namespace nexus::signalling {

/// The message gate's decision about a message.
enum class GateVerdict : std::uint8_t {
  kAdmitted,
  kRefused,  ///< the client has received the reason; the message still counts for a resume
};

/// A message that arrived while the client's join was pending.
struct EarlyMessage {
  std::string text;
  protocol::RoomClientMessage message;
  GateVerdict verdict = GateVerdict::kAdmitted;
};

/// Checks clients that ask for a seat. Asks the directory before a room opens here, and again
/// whenever a visitor returns: the members may have requested another home, and the partner may
/// already sit there. That is possible even if the partner seems to sit here, because a dead socket
/// is noticed late.
class Entrance {
 public:
  /// Receives the messages that a client sent while its join was pending, once it has its seat.
  using Deliver = std::function<void(ClientId, EarlyMessage)>;

  /// `options` must outlive it.
  Entrance(const RoomsOptions& options, HomeIncarnation self, RoomRegistry& rooms, Sockets& sockets,
           Seating& seating, RoomsPorts ports, SignallingMetrics& metrics, const Clock& clock,
           Deliver deliver);

  /// Leaves the client's room or pending join, and enters the room that the token names.
  /// `received`: how many messages of that seat the client has.
  void enter(ClientId client, const credentials::SeatToken& token, std::uint64_t received);

  [[nodiscard]] bool is_pending(ClientId client, std::optional<RoomId> room) const;
  /// Cancels the client's pending join: the client does not want the seat any more.
  void give_up(ClientId client, protocol::LeftReason reason);
  /// Its socket dropped: the client will ask again.
  void forget(ClientId client) { pending_.erase(client); }
  /// Buffers a message for the room that the client is joining. False if no join for that room is
  /// pending, or if the buffer is full.
  [[nodiscard]] bool hold(ClientId client, std::string_view text,
                          const protocol::RoomClientMessage& message, GateVerdict verdict);

  /// Stops asking the directory: a home that stops must not be announced by such a call.
  void retire() { retired_ = true; }

 private:
  struct Pending {
    Arrival arrival;
    std::vector<EarlyMessage> early{};
    std::size_t early_bytes = 0;
  };

  [[nodiscard]] bool came_too_late(const Arrival& arrival) const;
  void look_up(Arrival arrival);
  void settle(Arrival arrival);
  void on_record(const Arrival& arrival, const Result<std::optional<RoomRecord>, DirectoryError>&);
  void on_settled(const Arrival& arrival, const Result<SettleReply, DirectoryError>&);
  /// Opens the room if it is not open here. False if this node has no space for it.
  bool open(const Arrival& arrival);
  void seat(const Arrival& arrival, std::vector<EarlyMessage> early);
  /// The join that the client still waits for; none if the client left, or joins another room
  /// meanwhile.
  [[nodiscard]] std::optional<Pending> take_pending(const Arrival& arrival);
  void keep_seat_until_answered(SeatRef at);
  /// A banned visitor receives the reason of its ban instead: its socket at matching was closed,
  /// and that ended the room.
  void deny_over(const Arrival& arrival);
  void deny(const Arrival& arrival, protocol::ErrorCode code, std::string_view why);

  const RoomsOptions& options_;
  const HomeIncarnation self_;
  RoomRegistry& rooms_;
  Sockets& sockets_;
  Seating& seating_;
  RoomDirectory& directory_;
  RoomOutlet& outlet_;
  Admission& admission_;
  SignallingMetrics& metrics_;
  const Clock& clock_;
  const Deliver deliver_;
  const MonotonicTime started_;
  bool retired_ = false;
  std::unordered_map<ClientId, Pending> pending_;
};

}  // namespace nexus::signalling
