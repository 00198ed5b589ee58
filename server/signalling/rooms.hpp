// The rooms of one signalling node, their home.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "credentials/room_token.hpp"
#include "protocol/generated/messages.hpp"
#include "signalling/room_directory.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace nexus::signalling {

/// How often tick() wants to be called; no deadline of the rooms is finer.
inline constexpr auto kRoomsTick = std::chrono::milliseconds(250);
/// A socket that brings no genuine token within this of opening is closed.
inline constexpr auto kFirstJoinTimeout = std::chrono::seconds(5);
/// A room that only one visitor came to ends after this: early enough that whoever waited in vain
/// is queued again within 10 s.
inline constexpr auto kPartnerDeadline = std::chrono::seconds(8);
/// Ill-formed messages that a socket may send before it is closed.
inline constexpr int kRefusalsMax = 8;
/// How long a closed room is remembered here: longer than any token for it is accepted.
inline constexpr auto kTombstoneLife =
    credentials::kRoomTokenLife + credentials::kClockSkewMax + std::chrono::seconds(30);

/// Where the rooms' words go. Never calls back into the rooms inside a call: a socket that fails
/// while it is sent to is told by close() later, from the loop.
class RoomOutlet {
 public:
  virtual ~RoomOutlet() = default;
  virtual void send(ClientId client, const protocol::RoomServerMessage& message) = 0;
  /// Passes on a text that a partner wrote, as it came.
  virtual void relay(ClientId client, std::string_view text) = 0;
  /// The socket shall go; the rooms hear of it through close() as of any other end. May be said
  /// again of a socket that is already going.
  virtual void hang_up(ClientId client, protocol::CloseCode code) = 0;
};

struct RoomsOptions {
  NodeName node;
  std::string url;  ///< of this node's room socket, for the visitors; empty: the site's own
  std::size_t rooms_max = 100'000;
};

/// Seats visitors by their tokens and carries what one says to the other of the same room, to
/// nobody else: messages have no addressee, so there is none to forge. Relaying costs no store
/// access. Lives on the process's loop; the directory must not call back after the rooms' end.
class Rooms {
 public:
  Rooms(RoomsOptions options, RoomDirectory& directory, RoomOutlet& outlet,
        const credentials::RoomTokens& tokens, const Clock& clock, Log log);

  /// A socket opened, sent `text` that reads as `message` (or does not), or went.
  void open(ClientId client);
  void receive(ClientId client, std::string_view text,
               Result<protocol::RoomClientMessage, protocol::DecodeError> message);
  void close(ClientId client);

  /// Times out, and announces this home. Call every kRoomsTick.
  void tick();

  /// Tells everybody to come back later: this node stops. The caller closes the sockets.
  void say_goodbye();

  [[nodiscard]] std::size_t open_rooms() const { return rooms_.size(); }

 private:
  struct Seat {
    TicketId ticket;
    ClientId client;
    bool taken = false;
    std::int64_t chats = 0;  ///< chat messages said from this seat
  };

  struct Room {
    std::array<Seat, 2> seats;  ///< initiator, responder
  };

  struct Member {
    RoomId room;  ///< none between rooms
    std::uint8_t seat = 0;
    bool proven = false;  ///< it brought a genuine token once: no stranger to this house
    RoomId joining;       ///< none unless the directory is being asked
    std::uint8_t refusals = 0;
  };

  using Message = protocol::RoomClientMessage;

  void on_join(ClientId id, Member& member, const protocol::Join& join);
  void on_looked_up(ClientId id, const credentials::RoomToken& token,
                    Result<std::optional<RoomRecord>, DirectoryError> record);
  void sit(ClientId id, Member& member, const credentials::RoomToken& token);
  void on_chat(ClientId id, const Member& member, const protocol::Chat& chat);
  void on_leave(Member& member, const protocol::Leave& leave);

  /// Leaves the room, if in one; the room is over and the partner hears why.
  void vacate(Member& member, protocol::LeftReason reason);
  void end_room(RoomId id, protocol::LeftReason reason, std::vector<TicketId> stranded);

  void refuse(ClientId id, Member& member, const protocol::DecodeError& error);
  void send_error(ClientId id, protocol::ErrorCode code, std::string_view message,
                  std::string_view of);

  void time_out_first_joins();
  void time_out_partners();
  void forget_tombstones();

  /// The partner's seat, if it is taken.
  [[nodiscard]] const Seat* partner_of(const Member& member) const;

  RoomsOptions options_;
  RoomDirectory& directory_;
  RoomOutlet& outlet_;
  const credentials::RoomTokens& tokens_;
  const Clock& clock_;
  Log log_;

  std::unordered_map<ClientId, Member> members_;
  std::unordered_map<RoomId, Room> rooms_;
  std::unordered_set<RoomId> closed_;
  std::deque<std::pair<MonotonicTime, ClientId>> first_joins_due_;
  std::deque<std::pair<MonotonicTime, RoomId>> partners_due_;
  std::deque<std::pair<MonotonicTime, RoomId>> tombstones_;
  MonotonicTime announced_{};
};

}  // namespace nexus::signalling
