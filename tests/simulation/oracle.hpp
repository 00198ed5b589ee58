// Checks every step of a run against the invariants in ARCHITECTURE.md.
// SPDX-License-Identifier: MIT
#pragma once

#include "credentials/seat_token.hpp"
#include "matching/ticket_store.hpp"
#include "protocol/generated/messages.hpp"
#include "signalling/room_directory.hpp"
#include "simulation/id_watch.hpp"
#include "simulation/process.hpp"
#include "simulation/store_server.hpp"
#include "simulation/world.hpp"

#include <array>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace nexus::simulation {

[[nodiscard]] inline std::string link_name(ClientId client) {
  return fmt::format("#{}", client.value);
}

/// A visitor's state, for the oracle.
struct Standing {
  enum class At : std::uint8_t {
    kElsewhere,  ///< does not search, or has no matching socket
    kSearching,  ///< has sent a find and has not received `queued`
    kQueued,
    kMatched,  ///< joining a room, or alone in it
    kTalking,
    kDropped,  ///< was in a conversation, and resumes its seat
  };
  At at = At::kElsewhere;
  RoomId room;
  ClientId socket;        ///< to the home of `room`
  Micros settled_at = 0;  ///< when it last stopped being queued or talking
};

class Subject {
 public:
  virtual ~Subject() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual protocol::Mode mode() const = 0;
  [[nodiscard]] virtual VisitorId visitor() const = 0;
  [[nodiscard]] virtual Standing standing() const = 0;
};

/// Observes all messages between the production code and the simulated world. It trusts neither the
/// nodes nor the store, and keeps its own records of tickets, tokens and seats.
class Oracle {
 public:
  /// `longest_grace`: the longest that a home keeps a seat in this run. Without `faults`, some of
  /// liveness is checked from the start.
  Oracle(World& world, StoreServer& server, const credentials::SeatTokens& tokens,
         Micros longest_grace, bool faults)
      : world_(world),
        server_(server),
        tokens_(tokens),
        longest_grace_(longest_grace),
        faults_(faults) {}

  void watch(const Subject& subject) { subjects_.push_back({&subject}); }

  // Requests of a desk to the store, whether they arrive or not.
  void on_find(const Process& desk, const matching::Ticket& ticket);
  void on_withdraw(const Process& desk, TicketId ticket);
  void on_commit(const Process& desk, TicketId ticket, RoomId room);
  void on_abandon(const Process& desk, TicketId ticket, RoomId room);
  /// The store closed a room for an abandoned ticket.
  void on_room_abandoned(TicketId ticket, RoomId room);

  // Actions and answers of the store, at the time of the action.
  void on_announced(const HomeIncarnation& home) {
    announced_[home.node] = {home.incarnation, world_.now()};
  }
  void on_retired(const NodeName& home) { announced_.erase(home); }
  void on_room_answered(const NodeName& home, RoomId room, bool closed);
  /// The home has the answer, or knows that there will be none. `truth` is the store's own answer,
  /// even if a mutant gives the home another one.
  void on_settle_received(const NodeName& home, RoomId room,
                          const std::optional<SettleReply>& truth);
  void on_settled(const Settle& wanted, const SettleReply& reply);

  // Messages that nodes receive and send. A node sends while it handles a received one, or later.
  void begin_request(const Process& node, ClientId client);
  void end_request();
  void on_match_sent(const Process& desk, ClientId client,
                     const protocol::MatchServerMessage& message);
  void on_room_received(const Process& home, ClientId client,
                        const protocol::RoomClientMessage& message);
  /// The home is notified that the socket broke.
  void on_seat_dropped(ClientId client);
  void on_room_sent(const Process& home, ClientId client,
                    const protocol::RoomServerMessage& message);
  void on_relayed(const Process& home, ClientId client, const protocol::RoomServerMessage& message);
  void on_room_closed(const Process& home, RoomId room);
  /// A text as it leaves for a client, of any message.
  void on_text_sent(const Process& node, ClientId client, const std::string& text);
  void on_crash(const Process& node);

  /// Checks liveness; call every second.
  void inspect();
  /// Checks the end of a run, after all visitors left and all lifetimes ended.
  void inspect_end();

  [[nodiscard]] std::uint64_t matches() const { return matches_; }
  [[nodiscard]] std::uint64_t meetings() const { return meetings_; }
  [[nodiscard]] std::uint64_t chats() const { return chats_; }
  /// Used tokens, oldest first, for intruders to abuse.
  struct Spent {
    std::string token;
    RoomId room;
  };
  [[nodiscard]] const std::vector<Spent>& spent() const { return spent_; }

 private:
  struct TicketFact {
    VisitorId visitor;
    NetworkTag network;
    NodeName desk;
    std::uint64_t incarnation = 0;
    matching::Plan plan;
    RoomId room;  ///< the room it was committed to
    Micros dead_since = -1;
    Micros waits_since = -1;
  };

  /// Whether the latest plan of `one` avoids `other`, or its network.
  [[nodiscard]] static bool avoids(const TicketFact& one, const TicketFact& other);

  struct SeatFact {
    ClientId client;  ///< the last client in the seat
    bool taken = false;
    bool hidden = false;
    bool resumed = false;  ///< the token that opened it is spent
    std::string secret;    ///< the latest one sent
    std::int64_t last_sequence = -1;
    std::int64_t last_number = 0;
    std::string last_sender{};
  };

  /// A room at one incarnation of a home.
  struct Stay {
    std::array<SeatFact, 2> seats;
    bool both_joined = false;
    Micros unpaired_since = 0;
    Micros unpaired_most = 0;  ///< how long it may stay one-sided

    [[nodiscard]] bool two_sided() const { return seats[0].taken && seats[1].taken; }
  };

  using ProcessRun = std::pair<NodeName, std::uint64_t>;

  /// The answer that a home got when it asked whether a room lives there.
  struct Settled {
    Micros received_at = 0;
    bool elsewhere = false;
  };

  struct RoomFact {
    struct Member {
      TicketId ticket;
      VisitorId visitor;
      std::int64_t find = 0;
      std::string partner_description;  ///< the pre-generated description in its match, or empty
      std::string again;                ///< the room that its match names, or empty
    };
    std::array<Member, 2> members;
    std::set<TicketId> abandoned;
    std::map<NodeName, Stay>
        stays;  ///< more than one while a home does not know that the room moved away
    std::set<ProcessRun> ended_by;
    std::set<NodeName>
        answered_closed;  ///< homes whose latest answer from the store was that the room is over
    std::optional<HomeIncarnation> lives_at;  ///< by the store, once it has moved
    std::map<NodeName, Settled> settles;      ///< the latest of each home
    PerRole<Micros> asked{};                  ///< when its members asked for a move
    bool may_part = false;  ///< the store lost writes, or moved it from a home that still has it
  };

  struct Place {
    RoomId room;
    NodeName home;
  };

  /// The proof for a seat: a token of a desk, which expires soon, or of a home.
  struct Proof {
    RoomId room;
    std::size_t seat = 0;
    NodeName home;
    std::optional<WallTime> expires;
  };

  /// A request for a seat.
  struct Ask {
    std::string text;
    const Proof* proof = nullptr;
    WallTime at;
    Micros received_at = 0;
    bool left = false;  ///< the visitor has left the room since
  };

  struct Announced {
    IncarnationId incarnation;
    Micros at = 0;
  };

  struct Watched {
    const Subject* subject;
    Micros unsettled_since = -1;
    Micros unqueued_since = -1;
    Micros dropped_since = -1;
  };

  struct Obligation {
    Micros due;
    RoomId room;
    VisitorId visitor;
  };

  struct Request {
    const Process* node = nullptr;
    ClientId client;
    RoomId room;   ///< the client's room before the message
    RoomId named;  ///< the room of its request for a seat, with a genuine proof
    RoomId asked;  ///< the room of its previous request: a pending join can be left, too
    bool refused = false;
    bool reached_others = false;
    bool room_ended = false;
  };

  void check(bool holds, std::string_view invariant, const std::string& what,
             std::vector<std::string> involved);
  [[nodiscard]] std::string who(VisitorId visitor) const;
  void on_matched(const Process& desk, ClientId client, const protocol::Matched& matched);
  void check_reunion(const RoomFact& room, const std::vector<std::string>& involved);
  void check_pre_generated(const RoomFact& room);
  void on_rehomed(const Process& desk, ClientId client, const protocol::Rehomed& rehomed);
  void on_asked(const Process& home, ClientId client, const std::string& text);
  [[nodiscard]] const Ask* answered_by(ClientId client, const std::string& room,
                                       protocol::Role role) const;
  void on_joined(const Process& home, ClientId client, const protocol::Joined& joined);
  void on_resumed(const Process& home, ClientId client, const protocol::Resumed& resumed);
  void open_stay(const Process& home, const Proof& proof);
  void take_seat(const Process& home, ClientId client, const Proof& proof,
                 const std::string& secret, protocol::PartnerState partner);
  void end_stay(RoomId id, const NodeName& home);
  void on_chat(ClientId client, const protocol::ChatReceived& chat);
  void check_recipient(const Process& node, ClientId client);
  [[nodiscard]] RoomId room_of(ClientId client) const;
  [[nodiscard]] Stay* stay_of(ClientId client);
  [[nodiscard]] std::size_t seat_of(const Stay& stay, ClientId client) const;
  void owe_release(RoomId room, const RoomFact& fact);

  void notice_store_loss();
  void check_closed(RoomId room, bool known_closed);
  /// A home that resumed a seat since `asked` knows where the room lives, or could not ask.
  void check_lives_here(const Process& home, RoomId room, Micros since);
  [[nodiscard]] bool announced(const HomeIncarnation& home) const;
  /// From now on the room lives there, by the store.
  void move_to(RoomFact& room, const HomeIncarnation& from, const HomeIncarnation& to);

  void inspect_rooms();
  void inspect_apart();
  void inspect_pairs();
  void inspect_subjects(const std::set<TicketId>& waiting);
  void inspect_waiting(const std::set<TicketId>& waiting);
  void inspect_dead();
  void inspect_obligations();
  [[nodiscard]] std::set<TicketId> waiting_now();

  World& world_;
  StoreServer& server_;
  const credentials::SeatTokens& tokens_;
  const Micros longest_grace_;
  const bool faults_;

  std::vector<Watched> subjects_;
  mutable std::unordered_map<VisitorId, std::string> names_;  ///< a cache of subjects' names
  std::map<TicketId, TicketFact> tickets_;
  std::set<TicketId> live_;        ///< tickets that a desk holds
  std::set<TicketId> dead_;        ///< tickets that the store may still hold
  std::set<std::string> answers_;  ///< answers that finds brought to the store
  std::map<RoomId, RoomFact> rooms_;
  std::set<RoomId> open_rooms_;
  std::map<ClientId, Place> seated_;
  std::map<ClientId, VisitorId> visitors_;
  IdWatch ids_;
  std::map<ClientId, std::deque<Ask>> asks_;  ///< the latest requests that a home received
  std::unordered_map<std::string, Proof> proofs_;
  std::map<NodeName, Announced> announced_;
  std::uint64_t losses_seen_ = 0;
  std::map<RoomId, Micros> apart_since_;
  std::map<RoomId, Micros> unpaired_since_;
  std::vector<Spent> spent_;
  std::vector<Obligation> obligations_;
  Request request_;
  std::uint64_t matches_ = 0;
  std::uint64_t meetings_ = 0;
  std::uint64_t chats_ = 0;
};

/// A pre-generated description of the simulation names its visitor and its find.
[[nodiscard]] std::string pre_generated(std::string_view type, std::string_view visitor,
                                        std::int64_t find);

/// A chat message of the simulation names its sender and the sender's number of it in that room.
struct ChatText {
  std::string sender;  ///< a visitor's name, or the socket of an intruder
  std::int64_t number = 0;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] static std::optional<ChatText> parse(const std::string& text);
};

}  // namespace nexus::simulation
