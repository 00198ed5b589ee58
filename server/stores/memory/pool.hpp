// The queue and the room records as one plain value: the reference for every store.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/deadlines.hpp"
#include "base/given_up.hpp"
#include "base/id_index.hpp"
#include "base/role.hpp"
#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"
#include "stores/memory/buckets.hpp"
#include "stores/memory/nodes.hpp"
#include "stores/memory/queue_slots.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::stores {

constexpr std::int64_t micros(std::chrono::microseconds duration) { return duration.count(); }

struct PoolLimits {
  std::size_t tickets_max = 1'000'000;  ///< maximum number that wait at once
};

/// An event for a matching node, or for a room's home.
using StoreEvent = std::variant<matching::Proposal, matching::Release, GivenUp>;

/// An event, and the node to whose outbox it goes.
struct Outgoing {
  NodeName owner;
  StoreEvent event;
};

/// Every verb of TicketStore and RoomDirectory, as functions of the state and of `now`, which is in
/// microseconds of any clock that never goes back. No clock, no I/O, no callbacks. Copyable, so
/// that a simulation can lose the latest writes by restoring an older copy. Not thread-safe.
///
/// All leases and deadlines of a kind have the same length, and time never goes back. So a queue
/// ordered by their start is also ordered by their end.
class Pool {
 public:
  using Now = std::int64_t;

  explicit Pool(PoolLimits limits = {}) : limits_(limits) {}

  [[nodiscard]] Result<matching::FindReply, matching::StoreError> find(matching::Ticket ticket,
                                                                       Now now);
  void withdraw(TicketId id);
  [[nodiscard]] matching::CommitReply commit(TicketId id, RoomId room);
  void abandon(TicketId id, RoomId room);
  void give_up(TicketId id, RoomId room);
  [[nodiscard]] matching::RenewReply renew(const NodeName& node,
                                           const std::vector<TicketId>& tickets, Now now);
  std::uint64_t sweep(Now now);

  [[nodiscard]] std::optional<signalling::RoomRecord> lookup(RoomId room) const;
  void close(const NodeName& home, RoomId room, const signalling::Stranded& stranded, Now now);
  void retire(const NodeName& home) { homes_.erase(home); }
  [[nodiscard]] SettleReply settle(const Settle& wanted, Now now);
  void announce(const signalling::HomeStatus& status, Now now);

  /// The events of the verbs since the last call, in order.
  [[nodiscard]] std::vector<Outgoing> take_outbox() { return std::exchange(outbox_, {}); }

  [[nodiscard]] std::size_t waiting() const { return waiters_.size(); }

  /// The sizes that determine memory use, for tests of its bounds.
  struct Sizes {
    std::size_t ticket_cells = 0, waiter_slots = 0, proposed_slots = 0;
    std::size_t buckets = 0, rooms = 0, nodes = 0;
  };
  [[nodiscard]] Sizes sizes() const;

 private:
  using Number = std::uint32_t;

  /// A waiting ticket. Waiters are queued in the order in which their leases end.
  struct Waiter {
    TicketId ticket;
    VisitorId visitor;
    NetworkTag network;
    Number owner = 0;
    matching::Place place = 0;
    Now lease = 0;  ///< when the lease ends
    std::string profile;
    std::string offer;
    std::vector<Buckets::Number> buckets;
    std::vector<VisitorId> avoid;
    std::vector<NetworkTag> avoid_networks;
  };

  /// A room's state for the lifetime of its record.
  struct Room {
    RoomId id;
    PerRole<TicketId> tickets;
    Now born = 0;
    PerRole<Number> owners;
    Number home = 0;
    Number state = kSettled;  ///< the number of its Proposed, or one of the following

    static constexpr Number kSettled = UINT32_MAX;  ///< both committed
    /// Closed. Plus a bit for each role whose visitor did not lose its partner by the close: its
    /// search is over too, even if its commit comes later.
    static constexpr Number kClosed = UINT32_MAX - 4;
    [[nodiscard]] static constexpr Number bit_of(Role role) {
      return 1U << static_cast<unsigned>(role);
    }

    [[nodiscard]] bool open() const { return state == kSettled || lacks_a_commit(); }
    [[nodiscard]] bool lacks_a_commit() const { return state < kClosed; }
    /// Whether the room has finally taken the ticket of that role.
    [[nodiscard]] bool keeps(Role role) const {
      return open() ? state == kSettled : ((state - kClosed) & bit_of(role)) != 0;
    }
    /// nullopt for a ticket that is not in the room.
    [[nodiscard]] std::optional<Role> role_of(TicketId ticket) const {
      for (const Role role : kRoles) {
        if (tickets[role] == ticket) return role;
      }
      return std::nullopt;
    }
  };

  /// Additional state of an open room that lacks a commit. Queued in the order of their deadlines.
  struct Proposed {
    struct Side {
      VisitorId visitor;
      matching::Place place = 0;
      std::string profile;
      bool committed = false;
    };
    Number room = 0;
    std::string home_url;
    std::string offer;  ///< the initiator's; the answer is delivered once, in the outbox
    PerRole<Side> sides;
  };

  /// Where the pool stores a known ticket.
  struct Whereabouts {
    Number number = 0;  ///< of a Waiter or a Proposed
    bool waits = false;

    [[nodiscard]] static Whereabouts of(Number packed) { return {packed / 2, packed % 2 == 1}; }
    [[nodiscard]] Number packed() const { return 2 * number + (waits ? 1 : 0); }
  };

  /// Where a room lives since its first home was lost, and which members are asking for another
  /// home.
  struct Move {
    HomeIncarnation at;    ///< no node: where it began
    std::string url;       ///< of `at`
    PerRole<Now> asked{};  ///< when each asked for `to`
    Home to;
    bool is_closed = false;
    Now until = 0;  ///< when the entry is forgotten
  };

  struct HomeEntry {
    signalling::HomeStatus status;
    Now lease = 0;
  };

  [[nodiscard]] std::optional<Whereabouts> whereabouts(TicketId id) const;
  [[nodiscard]] std::optional<Number> room_number(RoomId id) const;
  [[nodiscard]] Room& room_at(Number number) { return rooms_[Number{number - first_room_}]; }
  [[nodiscard]] const Room& room_at(Number number) const {
    return rooms_[Number{number - first_room_}];
  }
  [[nodiscard]] std::optional<Number> waiter_of(VisitorId visitor) const;
  /// `look_after` becomes the place behind which the bounded look has to go on; 0 if nowhere.
  [[nodiscard]] std::optional<Number> choose(const matching::Ticket& ticket, Now now,
                                             matching::Place& look_after) const;
  [[nodiscard]] std::optional<Number> choose_from(const matching::Tier& tier,
                                                  const matching::Ticket& ticket, Now now,
                                                  matching::Place& look_after) const;
  [[nodiscard]] bool accepts(const matching::Ticket& ticket, const Waiter& waiter, Now now) const;
  void wait(matching::Ticket ticket, Now now);
  [[nodiscard]] matching::Proposal propose(matching::Ticket finder, Number waiter, Now now);
  Number record(const Room& room);
  [[nodiscard]] matching::Proposal proposal_for(const Proposed& proposed, Role role) const;
  void lease(Number waiter, Now now);
  /// Removes a ticket from the waiters. The caller must update `tickets_`.
  Waiter take_waiter(Number number);
  void forget_waiter(Number number);
  void abandon_side(Room& room, TicketId id);
  /// Settles or closes the room for good: its tickets are no longer proposed.
  void end_proposal(Room& room, Number state);
  void release(const Room& room, Role role, bool no_show = false);
  /// Forgets the oldest expired records, at most `most`.
  void forget_rooms(Now now, std::uint64_t most);
  std::uint64_t sweep_tickets(Now now);
  std::uint64_t sweep_rooms(Now now);
  std::uint64_t sweep_nodes(Now now);
  /// The room's move; change_move() creates it if necessary and extends its life.
  [[nodiscard]] const Move* move_of(RoomId room) const;
  Move& change_move(RoomId room, Now now);
  /// A home that asks for a room is alive: renews its announcement.
  void keep_announced(const Home& home, IncarnationId incarnation, Now now);
  /// The announced incarnation of that home; none if it is not announced.
  [[nodiscard]] HomeIncarnation announced(const NodeName& home) const;
  [[nodiscard]] bool lives(const HomeIncarnation& home, Now now) const;
  [[nodiscard]] bool is_closed(RoomId room) const;
  void forget_moves(Now now);

  PoolLimits limits_;
  matching::Place last_place_ = 0;
  IdIndex<TicketId> tickets_;  ///< from ticket ids to packed Whereabouts
  QueueSlots<Waiter> waiters_;
  IdIndex<VisitorId> waiting_visitors_;  ///< from visitors to their Waiter
  Buckets buckets_;
  IdIndex<RoomId> room_numbers_;
  std::deque<Room> rooms_;  ///< in the order in which their records end
  Number first_room_ = 0;   ///< the number of the oldest; numbers wrap around after 2^32
  QueueSlots<Proposed> proposed_;
  Nodes nodes_;
  std::map<NodeName, HomeEntry> homes_;
  std::unordered_map<RoomId, Move> moves_;
  Deadlines<RoomId, Now> moves_due_;
  std::vector<Outgoing> outbox_;
};

}  // namespace nexus::stores
