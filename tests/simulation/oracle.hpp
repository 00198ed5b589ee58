// Judges every step of a run by the invariants that ARCHITECTURE.md names.
// SPDX-License-Identifier: MIT
#pragma once

#include "credentials/room_token.hpp"
#include "matching/ticket_store.hpp"
#include "protocol/generated/messages.hpp"
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

/// How the oracle sees a visitor.
struct Standing {
  enum class At : std::uint8_t {
    kElsewhere,  ///< does not search, or has no socket to search on
    kSearching,  ///< has sent a find and was not told `queued`
    kQueued,
    kMatched,  ///< on its way to a room, or alone in it
    kTalking,
  };
  At at = At::kElsewhere;
  RoomId room;
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

/// Hears what passes between the production code and the simulated world. Believes neither the
/// nodes nor the store: it keeps its own books of tickets, tokens and seats.
class Oracle {
 public:
  Oracle(World& world, StoreServer& server, const credentials::RoomTokens& tokens)
      : world_(world), server_(server), tokens_(tokens) {}

  void watch(const Subject& subject) { subjects_.push_back({&subject}); }

  // What a desk asks of the store, whether it gets there or not.
  void on_find(const Process& desk, const matching::Ticket& ticket);
  void on_withdraw(const Process& desk, TicketId ticket);
  void on_commit(const Process& desk, TicketId ticket, RoomId room);
  void on_abandon(const Process& desk, TicketId ticket, RoomId room);
  /// The store closed a room for that.
  void on_room_abandoned(TicketId ticket, RoomId room);

  // What nodes hear and say. A message is said while another is heard, or between two.
  void begin_hearing(const Process& node, ClientId client);
  void end_hearing();
  void on_match_said(const Process& desk, ClientId client,
                     const protocol::MatchServerMessage& message);
  void on_join_heard(const Process& home, ClientId client, const std::string& token);
  void on_leave_heard(ClientId client, const std::string& room);
  void on_room_said(const Process& home, ClientId client,
                    const protocol::RoomServerMessage& message);
  void on_relayed(const Process& home, ClientId client, const std::string& room);
  void on_room_closed(const Process& home, RoomId room);
  void on_crash(const Process& node);

  /// Liveness; call every second.
  void inspect();
  /// After everybody left and every life time is over.
  void inspect_end();

  [[nodiscard]] std::uint64_t matches() const { return matches_; }
  [[nodiscard]] std::uint64_t meetings() const { return meetings_; }
  [[nodiscard]] std::uint64_t chats() const { return chats_; }
  /// Tokens that opened a seat, for those who would abuse them. Oldest first.
  struct Spent {
    std::string token;
    RoomId room;
  };
  [[nodiscard]] const std::vector<Spent>& spent() const { return spent_; }

 private:
  struct TicketFact {
    VisitorId visitor;
    NodeName desk;
    std::uint64_t incarnation = 0;
    matching::Plan plan;
    RoomId room;  ///< that it was consumed by
    Micros dead_since = -1;
    Micros waits_since = -1;
  };

  struct SeatFact {
    TicketId ticket;
    VisitorId visitor;
    ClientId client;
    bool taken = false;
    std::int64_t last_sequence = 0;
    std::int64_t last_number = 0;
  };

  struct RoomFact {
    std::array<SeatFact, 2> seats;
    std::set<TicketId> abandoned;
    const Process* home = nullptr;
    std::uint64_t incarnation = 0;
    bool opened = false;
    bool closed = false;
    Micros alone_since = 0;

    [[nodiscard]] bool two_sided() const { return seats[0].taken && seats[1].taken; }
  };

  struct JoinFact {
    std::string token;
    WallTime at;
    bool left = false;  ///< the room was left before this was answered
  };

  struct Watched {
    const Subject* subject;
    Micros unsettled_since = -1;
    Micros unheard_since = -1;
  };

  struct Obligation {
    Micros due;
    RoomId room;
    VisitorId visitor;
  };

  struct Hearing {
    const Process* node = nullptr;
    ClientId client;
    RoomId room;  ///< that the client is in at first
    bool refused = false;
    bool told_others = false;
    bool room_ended = false;
  };

  void check(bool holds, std::string_view invariant, const std::string& what,
             std::vector<std::string> involved);
  [[nodiscard]] std::string who(VisitorId visitor) const;
  void on_matched(const Process& desk, ClientId client, const protocol::Matched& matched);
  void on_joined(const Process& home, ClientId client, const protocol::Joined& joined);
  void on_chat(ClientId client, const protocol::ChatReceived& chat);
  void check_recipient(const Process& node, ClientId client);
  [[nodiscard]] RoomFact* room_of(ClientId client);
  [[nodiscard]] std::size_t seat_of(const RoomFact& room, ClientId client) const;
  void owe_release(RoomId room, const RoomFact& fact);

  void inspect_rooms();
  void inspect_subjects(const std::set<TicketId>& waiting);
  void inspect_waiting(const std::set<TicketId>& waiting);
  void inspect_dead();
  void inspect_obligations();
  [[nodiscard]] std::set<TicketId> waiting_now();

  World& world_;
  StoreServer& server_;
  const credentials::RoomTokens& tokens_;

  std::vector<Watched> subjects_;
  std::map<TicketId, TicketFact> tickets_;
  std::set<TicketId> live_;  ///< tickets that a desk holds
  std::set<TicketId> dead_;  ///< tickets that the store may still hold
  std::map<RoomId, RoomFact> rooms_;
  std::set<RoomId> open_rooms_;
  std::map<ClientId, RoomId> seated_;
  std::map<ClientId, VisitorId> visitors_;
  std::map<ClientId, std::deque<JoinFact>> joins_;  ///< that a home heard, the last few
  std::unordered_map<std::string, credentials::RoomToken> tokens_issued_;
  std::vector<Spent> spent_;
  std::vector<Obligation> obligations_;
  Hearing hearing_;
  std::uint64_t matches_ = 0;
  std::uint64_t meetings_ = 0;
  std::uint64_t chats_ = 0;
};

/// A chat message of the simulation says who sent it and how many it sent in that room before.
struct ChatText {
  LinkId sender = 0;
  std::int64_t number = 0;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] static std::optional<ChatText> parse(const std::string& text);
};

}  // namespace nexus::simulation
