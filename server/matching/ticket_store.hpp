// Port: what the desk asks of the store that holds the queue.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/network.hpp"
#include "base/result.hpp"
#include "base/settle.hpp"
#include "matching/plan.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace nexus::matching {

/// A node that does not renew for this long is dead, and so are its tickets.
inline constexpr auto kNodeLease = std::chrono::seconds(10);
inline constexpr auto kNodeRenewPeriod = std::chrono::seconds(2);
static_assert(kNodeLease > 3 * kNodeRenewPeriod);
/// A waiting ticket that its owner does not renew for this long is removed. A proposed ticket has
/// no lease: it lives until both tickets are committed, or until the room's commit deadline.
inline constexpr auto kTicketLease = std::chrono::seconds(15);
inline constexpr auto kTicketRenewPeriod = std::chrono::seconds(5);
static_assert(kTicketLease > 2 * kTicketRenewPeriod);
/// Both owners of a proposal must commit within this time. A live owner takes milliseconds; a
/// visitor that is proposed to a dead owner's visitor waits no longer than this. The room's home
/// decides how long both may take to join.
inline constexpr auto kCommitDeadline = std::chrono::seconds(5);
static_assert(kCommitDeadline >= kTicketRenewPeriod,
              "a lost proposal would end before it is repeated");
/// How long a room's record outlives its proposal: longer than any token that opens it.
inline constexpr auto kRoomRecordLife = std::chrono::seconds(120);
/// Minimum life of a closed room's record, so that absent members can still reconnect to it.
inline constexpr auto kRoomClosedLife = std::chrono::seconds(90);
static_assert(kRoomClosedLife <= kRoomRecordLife);

/// Since when a visitor waits: the order of the queue. In microseconds of the store's own clock,
/// and unique within the store. Zero asks the store for a fresh place.
using Place = std::int64_t;

using nexus::Home;

struct Ticket {
  TicketId id;
  VisitorId visitor;
  NetworkTag network{};  ///< where the visitor connects from; none if that is not known
  NodeName owner;        ///< the matching node with the visitor's socket
  Place place = 0;       ///< kept across finds, so that a failed match does not cost the place
  Place look_after = 0;  ///< look only at tickets behind this place; 0: at all
  std::string profile;   ///< for the partner's desk; opaque to the store
  std::string offer;     ///< pre-generated, for the responder if this ticket waits; or empty
  std::string answer;    ///< pre-generated, for the initiator if this find matches; or empty
  Plan plan;
  Home home;    ///< where the room is placed if this find matches
  RoomId room;  ///< the id of that room: fresh random bits with each find
};

using protocol::Role;

/// A room offered to one ticket. The waiter is the initiator, because its offer may be ready. The
/// finder's answer may be ready, too.
struct Proposal {
  RoomId room;
  TicketId ticket;  ///< the recipient's ticket
  Role role = Role::kInitiator;
  Place place = 0;
  Home home;
  VisitorId partner;
  std::string partner_profile;
  /// The partner's pre-generated offer (for the responder) or answer (for the initiator), or empty.
  /// Only the first delivery carries an answer.
  std::string partner_sdp;

  friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// The room that a ticket was proposed for fell through: the search goes on in its old place.
struct Release {
  TicketId ticket;
  RoomId room;
  bool no_show = false;  ///< the room's home reported that the partner did not join

  friend bool operator==(const Release&, const Release&) = default;
};

struct Queued {
  Place place = 0;
  std::uint64_t waiting = 0;  ///< tickets waiting in the store, including this one
  /// The bounded look ended at this place: the next find goes on behind it. 0: it looked at all.
  Place look_after = 0;

  friend bool operator==(const Queued&, const Queued&) = default;
};

using FindReply = std::variant<Queued, Proposal>;
enum class CommitReply { kKept, kReleased };

struct RenewReply {
  std::vector<TicketId> unknown;   ///< not in the store: find them again
  std::vector<Proposal> proposed;  ///< repeated, in case the first delivery was lost
  std::vector<Home> homes;         ///< signalling nodes alive, least loaded first
  std::uint64_t waiting = 0;       ///< tickets waiting in the store
  bool lapsed = false;  ///< the node's lease had expired: finds may have passed its tickets over

  friend bool operator==(const RenewReply&, const RenewReply&) = default;
};

enum class StoreError {
  kUnavailable,  ///< not reachable; the outcome is unknown; retry with backoff
  kFull,         ///< the ticket would have to wait, and the queue is full; nothing was changed
};

/// Holds the queue, for one node or for many. Each verb is atomic and may be repeated with the same
/// outcome. Called on the process's loop; `done` is called once, later, on that loop, never inside
/// the call. A ticket is in at most one open proposal, and a visitor has at most one ticket that
/// waits: a find forgets an older one, of any owner.
class TicketStore {
 public:
  template <class T>
  using Done = std::function<void(Result<T, StoreError>)>;

  virtual ~TicketStore() = default;

  /// Proposes a room with the best compatible waiter, or lets `ticket` wait. A ticket that already
  /// waits looks again under its new plan; one that is already proposed gets that proposal again.
  /// The waiter's owner gets the proposal through its outbox, with the finder's answer. A ticket
  /// that waits keeps its offer and no answer. A find looks at a limited number of tickets; those
  /// that are left are for the next find, from Queued::look_after on.
  virtual void find(Ticket ticket, Done<FindReply> done) = 0;

  /// Forgets a ticket. A proposal that it has not committed is abandoned.
  virtual void withdraw(TicketId ticket, Done<std::monostate> done) = 0;

  /// The owner took the room for its visitor. kReleased: the room fell through before. A room that
  /// the store forgot is kept, because its tokens are sufficient evidence. A room that its home
  /// closed is kept too, unless the ticket lost it by the close: its visitor may have met the
  /// partner and parted before the commit arrived, and must not be searched for again.
  virtual void commit(TicketId ticket, RoomId room, Done<CommitReply> done) = 0;

  /// The owner cannot take the room: it never opens, and the other side is released. Does nothing
  /// for a committed ticket, because its visitor may have joined.
  virtual void abandon(TicketId ticket, RoomId room, Done<std::monostate> done) = 0;

  /// The visitor of a committed ticket will not come to the room, or leaves it. Notifies the room's
  /// home, if the room is open; the home ends the room if that visitor never came.
  virtual void give_up(TicketId ticket, RoomId room, Done<std::monostate> done) = 0;

  /// Renews the lease of `node` and of its `tickets`.
  virtual void renew(NodeName node, std::vector<TicketId> tickets, Done<RenewReply> done) = 0;

  /// Decides where a room lives, for all members and nodes. The room stays while its home is alive
  /// and the partner has not asked for another one within kMoveAskLife. Otherwise it moves, but
  /// only to a home that is alive. A home that asks for a room that lives there gets it, and asks
  /// before that no longer count. Members that ask late, or for the home before the last one, get
  /// the same answer.
  virtual void settle(Settle wanted, Done<SettleReply> done) = 0;

  /// Removes expired leases, and proposals past their deadline that lack a commit. Replies with the
  /// number removed. Any node may call it; running it twice is harmless.
  virtual void sweep(Done<std::uint64_t> done) = 0;
};

/// Events that a store delivers to the owner of a ticket; they may repeat.
using OutboxEvent = std::variant<Proposal, Release>;
using OutboxListener = std::function<void(OutboxEvent)>;

}  // namespace nexus::matching
