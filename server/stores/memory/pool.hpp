// The queue and the record of rooms as one plain value: the reference for every store.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::stores {

struct PoolLimits {
  std::size_t tickets_max = 1'000'000;
};

/// An event and the node whose outbox it goes to.
struct Outgoing {
  NodeName owner;
  matching::OutboxEvent event;
};

/// Every verb of TicketStore and RoomDirectory, as functions of the state and of `now`, which is in
/// microseconds of any clock that never goes back. No clock, no I/O, no callbacks; copyable, so
/// that a simulation can lose a suffix of writes by putting an older copy back. Not thread-safe.
class Pool {
 public:
  using Now = std::int64_t;

  explicit Pool(PoolLimits limits = {}) : limits_(limits) {}

  [[nodiscard]] Result<matching::FindReply, matching::StoreError> find(matching::Ticket ticket,
                                                                       Now now);
  void withdraw(TicketId id);
  [[nodiscard]] matching::CommitReply commit(TicketId id, RoomId room);
  void abandon(TicketId id, RoomId room);
  [[nodiscard]] matching::RenewReply renew(const NodeName& node,
                                           const std::vector<TicketId>& tickets, Now now);
  std::uint64_t sweep(Now now);

  [[nodiscard]] std::optional<signalling::RoomRecord> lookup(RoomId room) const;
  void close(RoomId room, const std::vector<TicketId>& stranded);
  void announce(const signalling::HomeStatus& status, Now now);

  /// What the verbs since the last call want told, in order.
  [[nodiscard]] std::vector<Outgoing> take_outbox() { return std::exchange(outbox_, {}); }

  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  struct Entry {
    matching::Ticket ticket;
    Now lease = 0;
    RoomId room;  ///< of the open proposal; none while the ticket waits

    [[nodiscard]] bool waits() const { return room.is_none(); }
  };

  struct Side {
    TicketId ticket;
    VisitorId visitor;
    NodeName owner;
    matching::Place place = 0;
    std::string card;
    std::string offer;
    bool committed = false;
  };

  struct Room {
    std::array<Side, 2> sides;  ///< initiator, responder
    matching::Home home;
    bool open = true;

    [[nodiscard]] bool settled() const { return sides[0].committed && sides[1].committed; }
  };

  struct HomeEntry {
    signalling::HomeStatus status;
    Now lease = 0;
  };

  struct Candidate {
    TicketId id;
    matching::Place place = 0;
    std::size_t overlap = 0;
  };

  /// Two may claim one place after the store lost its newest writes: both must be found.
  using Bucket = std::set<std::pair<matching::Place, TicketId>>;

  [[nodiscard]] std::optional<TicketId> choose(const matching::Ticket& ticket, Now now) const;
  [[nodiscard]] bool accepts(const matching::Ticket& ticket, const Entry& waiter, Now now) const;
  [[nodiscard]] matching::Proposal propose(matching::Ticket finder, TicketId waiter, Now now);
  [[nodiscard]] static matching::Proposal tell(RoomId id, const Room& room, std::size_t side);
  void lease(Entry& entry, Now now);
  void enter_buckets(const matching::Ticket& ticket);
  void leave_buckets(const matching::Ticket& ticket);
  void erase(TicketId id);
  void close_room(RoomId id, Room& room);
  void release(RoomId id, const Side& side);
  std::uint64_t sweep_tickets(Now now);
  std::uint64_t sweep_rooms(Now now);
  std::uint64_t sweep_nodes(Now now);

  PoolLimits limits_;
  matching::Place last_place_ = 0;
  std::size_t waiting_ = 0;
  std::unordered_map<TicketId, Entry> tickets_;
  std::unordered_map<matching::Bucket, Bucket> buckets_;
  std::unordered_map<RoomId, Room> rooms_;
  std::unordered_map<NodeName, Now> node_leases_;
  std::map<NodeName, HomeEntry> homes_;
  std::set<std::pair<Now, TicketId>> ticket_leases_;
  std::set<std::pair<Now, RoomId>> room_deadlines_;
  std::set<std::pair<Now, RoomId>> room_expiries_;
  std::vector<Outgoing> outbox_;
};

}  // namespace nexus::stores
