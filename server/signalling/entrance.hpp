// The only way to a seat: a token, the word of the directory, a seat.
// SPDX-License-Identifier: MIT
#pragma once

#include "signalling/seating.hpp"

#include <unordered_map>
#include <vector>

namespace nexus::signalling {

/// What the gate in front of the rooms says about a message.
enum class Verdict : std::uint8_t {
  kAdmitted,
  kRefused,  ///< the client was told why; it still counts for a resume
};

/// A message that arrived while the client's join was pending.
struct EarlyMessage {
  std::string text;
  protocol::RoomClientMessage message;
  Verdict verdict = Verdict::kAdmitted;
};

/// Checks clients that ask for a seat. The directory is asked before a room opens here, and each
/// time that a visitor comes back: the members may have asked for another home, and the partner may
/// sit there, also where it seems to sit here, because a dead socket is noticed late.
class Entrance {
 public:
  /// Receives what a client sent while its join was pending, once it sits.
  using Hear = std::function<void(ClientId, EarlyMessage)>;

  /// `options` outlive it.
  Entrance(const RoomsOptions& options, HomeRun self, RoomRegistry& rooms, Sockets& sockets,
           Seating& seating, RoomsPorts ports, const Clock& clock, Hear hear);

  /// Leaves the room that the client is in, or on the way to, for the one that the token names.
  /// `received`: how many messages of that seat the client has.
  void enter(ClientId client, const credentials::SeatToken& token, std::uint64_t received);

  [[nodiscard]] bool is_pending(ClientId client, std::optional<RoomId> room) const;
  /// The client does not want the seat any more that it is on the way to.
  void give_up(ClientId client, protocol::LeftReason reason);
  /// Its socket dropped: it will ask again.
  void forget(ClientId client) { pending_.erase(client); }
  /// Buffers what the client sends to the room that it is on the way to. False if there is no such
  /// room, or no space.
  [[nodiscard]] bool hold(ClientId client, std::string_view text,
                          const protocol::RoomClientMessage& message, Verdict verdict);

  /// Asks the directory no more: a home that stops must not be announced by that.
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
  /// Where the room is not open here, opens it. False when this node has no place for it.
  bool open(const Arrival& arrival);
  void seat(const Arrival& arrival, std::vector<EarlyMessage> early);
  /// The join that the client still waits for; none if it left, or joins another room by now.
  [[nodiscard]] std::optional<Pending> take_pending(const Arrival& arrival);
  void keep_seat_until_answered(SeatRef at);
  void deny(const Arrival& arrival, protocol::ErrorCode code, std::string_view why);

  const RoomsOptions& options_;
  const HomeRun self_;
  RoomRegistry& rooms_;
  Sockets& sockets_;
  Seating& seating_;
  RoomDirectory& directory_;
  RoomOutlet& outlet_;
  const Clock& clock_;
  const Hear hear_;
  const MonotonicTime started_;
  bool retired_ = false;
  std::unordered_map<ClientId, Pending> pending_;
};

}  // namespace nexus::signalling
