// The rooms of one signalling node, their home.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/client_map.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "credentials/room_token.hpp"
#include "credentials/seat_token.hpp"
#include "protocol/generated/messages.hpp"
#include "signalling/outbox.hpp"
#include "signalling/room_directory.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
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
/// A socket that dropped may be replaced within this; longer when the page said that it is out of
/// sight, where phones let sockets die.
inline constexpr auto kResumeGrace = std::chrono::seconds(30);
inline constexpr auto kHiddenGrace = std::chrono::seconds(90);
/// A page that unloads may be reloaded or closed; browsers cannot tell. A reload resumes within
/// this.
inline constexpr auto kReloadGrace = std::chrono::seconds(5);
/// What was sent longer ago has arrived, or the silent socket would be closed by now.
inline constexpr auto kUnconfirmedMax = std::chrono::seconds(60);
/// How often a seat is granted time to say again what may have been missed.
inline constexpr auto kSayAgainPause = std::chrono::seconds(10);
/// What may be said behind a join before it is answered, and to a partner who is not there yet.
inline constexpr std::size_t kEarlyBytesMax = 64 * 1024;
/// How long a closed room is remembered here: longer than any token for it is accepted.
inline constexpr auto kTombstoneLife =
    credentials::kRoomTokenLife + credentials::kClockSkewMax + std::chrono::seconds(90);
/// The directory has answered by then, or failed to.
inline constexpr auto kAnswerDeadline = std::chrono::seconds(3);
/// A node that started anew takes back the rooms of its former run within this.
inline constexpr auto kReclaimWindow = kHiddenGrace;
static_assert(kTombstoneLife > kHiddenGrace, "who comes back late would not hear that it is over");

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
  /// The client has a seat again that it had before: what it said meanwhile comes now, at once.
  /// An outlet that limits nobody need not listen.
  virtual void came_back(ClientId /*client*/) {}
  /// The visitor is about to sit down: may it? If not it was told why, and its socket goes. An
  /// outlet that bans nobody need not listen.
  [[nodiscard]] virtual bool admits(ClientId /*client*/, VisitorId /*visitor*/) { return true; }
};

struct RoomsOptions {
  NodeName node;
  std::string url;  ///< of this node's room socket, for the visitors; empty: the site's own
  std::size_t rooms_max = 100'000;
  /// How long a seat is kept for who dropped out of it; 0: the room ends at once.
  std::chrono::seconds resume_grace = kResumeGrace;
  std::chrono::seconds hidden_grace = kHiddenGrace;
  std::chrono::seconds reload_grace = kReloadGrace;  ///< 0: a reload ends the room
};

/// How a socket ended.
enum class Ending {
  kLeft,      ///< its visitor wanted so, or it was thrown out
  kDropped,   ///< the connection failed: the visitor may come back
  kUnloaded,  ///< the page unloads: closed or reloaded
};

/// Seats visitors by their tokens and carries what one says to the other of the same room, to
/// nobody else: messages have no addressee, so there is none to forge. Relaying costs no store
/// access. Whoever drops out finds its seat again within the grace, and what it missed: both ends
/// count what they got, as stream management in XMPP does (XEP-0198). A room outlives its home: its
/// members' seat tokens open it at another node, or at the same one when that started anew; what
/// was on its way is theirs to say again. Lives on the process's loop; the directory must not call
/// back after the rooms' end.
class Rooms {
 public:
  Rooms(RoomsOptions options, RoomDirectory& directory, RoomOutlet& outlet,
        const credentials::RoomTokens& tokens, const credentials::SeatTokens& seats,
        const Clock& clock, Random& random, Log log);

  /// A socket opened, sent `text` that reads as `message` (or does not), or went.
  void open(ClientId client);
  void receive(ClientId client, std::string_view text,
               Result<protocol::RoomClientMessage, protocol::DecodeError> message);
  /// A message arrived, though whoever stands before the rooms refused it. The client can not know
  /// that before it counts it, and both counts must agree for a resume.
  void count_refused(ClientId client, const protocol::RoomClientMessage& message);
  void close(ClientId client, Ending ending = Ending::kLeft);

  /// Such visitors do not come back: rooms that wait for one end, as if it had left. Their sockets,
  /// if they have any, are for the caller to close.
  void expect_no_more(const std::function<bool(VisitorId)>& is_gone);

  /// Times out, and announces this home. Call every kRoomsTick.
  void tick();

  /// Tells everybody to come back later, to wherever their rooms live then: this node stops and
  /// takes no more rooms. The caller closes the sockets.
  void say_goodbye();

  [[nodiscard]] std::size_t open_rooms() const { return rooms_.size(); }

 private:
  enum class SeatState : std::uint8_t {
    kFree,  ///< nobody came yet
    kTaken,
    kAway,  ///< its socket dropped
  };

  struct Seat {
    TicketId ticket;
    VisitorId visitor;               ///< who came last; none while it is free
    ClientId client;                 ///< while taken
    credentials::SeatSecret secret;  ///< of the latest token for it
    MonotonicTime away_until{};
    MonotonicTime not_again_before{};  ///< granted time to say again what may have been missed
    std::unique_ptr<Outbox> outbox;    ///< while something may not have arrived
    std::uint32_t heard = 0;           ///< messages that came from here and count
    std::uint32_t sent = 0;            ///< messages that went here and count
    std::uint32_t chats = 0;           ///< chat messages said from here
    SeatState state = SeatState::kFree;
    bool hidden = false;

    [[nodiscard]] bool taken() const { return state == SeatState::kTaken; }
    [[nodiscard]] bool came() const { return state != SeatState::kFree; }
  };

  struct Room {
    std::array<Seat, 2> seats;  ///< initiator, responder
    bool relay_only = false;    ///< said by the token of either; see guard/candidate_filter.hpp

    [[nodiscard]] bool both_came() const { return seats[0].came() && seats[1].came(); }
  };

  /// What was said behind a join that has no answer yet.
  struct Early {
    std::string text;
    protocol::RoomClientMessage message;
  };

  /// To a seat that its bearer had before, whose token proves that.
  struct Returning {
    std::uint8_t seat = 0;
    std::optional<credentials::SeatSecret> secret;  ///< none where this home does not know it
  };

  /// On the way to a seat, while the directory is being asked.
  struct Joining {
    RoomId room;
    std::optional<Returning> returning{};
    std::vector<Early> early{};  ///< said of that room meanwhile
    std::size_t early_bytes = 0;
  };

  /// One for each socket, most of which sit and say nothing: what is needed for a moment is apart.
  struct Member {
    RoomId room;  ///< none between rooms
    std::unique_ptr<Joining> joining;
    std::uint8_t seat = 0;
    bool proven = false;  ///< it brought a genuine token once: no stranger to this house
    std::uint8_t refusals = 0;

    [[nodiscard]] bool is_joining(std::optional<RoomId> some) const {
      return joining && joining->room == some;
    }
  };

  /// One of the two of a room, by name.
  struct SeatId {
    RoomId room;
    std::uint8_t seat = 0;
  };

  /// What an error is about: a message of this type, for this room; none where it named none.
  struct Refused {
    std::string_view of;
    RoomId room;
  };

  void on_join(ClientId id, Member& member, const protocol::Join& join);
  void refuse_token(ClientId id, const protocol::Join& join, credentials::RoomTokenError error);
  void on_looked_up(ClientId id, const credentials::RoomToken& token,
                    Result<std::optional<RoomRecord>, DirectoryError> record);
  void give_up_joining(ClientId id, Member& member, protocol::LeftReason reason);
  void leave_unseated(ClientId id, Member& member, protocol::LeftReason reason);
  [[nodiscard]] bool say_early(Member& member, std::string_view text,
                               const protocol::RoomClientMessage& message);
  [[nodiscard]] bool may_sit(ClientId id, SeatId where, VisitorId visitor);
  void sit(ClientId id, Member& member, const credentials::RoomToken& token, std::string_view of);
  void on_resume(ClientId id, Member& member, const protocol::Resume& resume);
  [[nodiscard]] bool has_seat(const credentials::SeatToken& token) const;
  void make_sure(ClientId id, Member& member, const credentials::SeatToken& token,
                 std::uint64_t received);
  void wait_for_answer(SeatId where);
  void take_back(ClientId id, Member& member, const credentials::SeatToken& token,
                 std::uint64_t received);
  void reclaim(ClientId id, Member& member, const credentials::SeatToken& token);
  void take_over(ClientId id, Member& member, const credentials::RoomToken& token,
                 const HomeRun& lost, std::string_view of);
  void on_claimed(ClientId id, const credentials::RoomToken& token, std::string_view of,
                  Result<ClaimReply, DirectoryError> reply);
  void replace(const Seat& seat, ClientId by);
  void grant_time_to_say_it_again(ClientId id, Seat& seat);
  void deny_claim(ClientId id, ClaimReply why, const Refused& refused);
  Room* open_room(ClientId id, const credentials::RoomToken& token, std::string_view of);
  [[nodiscard]] std::string seat_token(RoomId room, std::uint8_t index) const;
  void occupy(ClientId id, Member& member, RoomId room, std::uint8_t index);
  void replay(RoomId id, std::uint8_t index, std::uint64_t received);
  void step_away(Member& member, Ending ending);
  [[nodiscard]] std::chrono::seconds grace_after(Ending ending, const Seat& seat) const;
  void on_chat(const Member& member, const protocol::Chat& chat);
  void on_leave(Member& member, const protocol::Leave& leave);

  /// Leaves the room, if in one; the room is over and the partner hears why.
  void vacate(Member& member, protocol::LeftReason reason);
  void end_room(RoomId id, protocol::LeftReason reason, std::vector<TicketId> stranded);
  void end_for_no_show(RoomId id);
  void bury(RoomId id, std::vector<TicketId> stranded);

  /// Sends what counts, and keeps it until it has surely arrived.
  void tell(SeatId to, const protocol::RoomServerMessage& message,
            std::unique_ptr<protocol::Delivered> receipt = {});
  void carry(SeatId to, std::string_view text);
  void keep(SeatId to, Outbox::Entry entry);

  void refuse(ClientId id, Member& member, const protocol::DecodeError& error);
  void send_error(ClientId id, protocol::ErrorCode code, std::string_view message,
                  const Refused& refused);

  void time_out_first_joins();
  void time_out_partners();
  void time_out_away();
  void forget_arrived();
  void forget_tombstones();

  [[nodiscard]] static constexpr std::uint8_t index_of(credentials::Seat seat) {
    return seat == credentials::Seat::kInitiator ? 0 : 1;
  }
  [[nodiscard]] Seat& seat(SeatId id) { return rooms_.at(id.room).seats[id.seat]; }
  [[nodiscard]] static protocol::PartnerState state_of(const Seat& seat);

  RoomsOptions options_;
  RoomDirectory& directory_;
  RoomOutlet& outlet_;
  const credentials::RoomTokens& tokens_;
  const credentials::SeatTokens& seats_;
  const Clock& clock_;
  Random& random_;
  Log log_;
  const BootId boot_;
  const MonotonicTime booted_;
  bool retired_ = false;

  ClientMap<Member> members_;
  std::string text_;  // reused: what is kept has no room to grow
  std::unordered_map<RoomId, Room> rooms_;
  std::unordered_set<RoomId> closed_;
  std::deque<std::pair<MonotonicTime, ClientId>> first_joins_due_;
  std::deque<std::pair<MonotonicTime, RoomId>> partners_due_;
  std::multimap<MonotonicTime, SeatId> away_due_;
  std::deque<std::pair<MonotonicTime, SeatId>> kept_due_;
  std::deque<std::pair<MonotonicTime, RoomId>> tombstones_;
  MonotonicTime announced_{};
};

}  // namespace nexus::signalling
