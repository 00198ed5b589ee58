// The queue in Redis, shared by many matching nodes.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/ticket_store.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_wire.hpp"

namespace nexus::stores {

/// Each verb is one call of a Redis function, hence atomic; a renewal of more than
/// kRenewTicketsMax tickets is several, and fails as a whole if one fails, which is harmless:
/// renewing twice is renewing once. What the store tells unasked comes through RedisOutbox.
/// kUnavailable: not connected, timed out, or Redis refuses. Lives on the client's loop.
class RedisStore final : public matching::TicketStore {
 public:
  /// Tickets of one call: bounds the time that it holds Redis to about a millisecond.
  static constexpr std::size_t kRenewTicketsMax = 500;

  /// `functions` must outlive it.
  RedisStore(RedisFunctions& functions, RedisPool pool);

  void find(matching::Ticket ticket, Done<matching::FindReply> done) override;
  void withdraw(TicketId ticket, Done<std::monostate> done) override;
  void commit(TicketId ticket, RoomId room, Done<matching::CommitReply> done) override;
  void abandon(TicketId ticket, RoomId room, Done<std::monostate> done) override;
  void renew(NodeName node, std::vector<TicketId> tickets,
             Done<matching::RenewReply> done) override;
  void settle(Settle wanted, Done<SettleReply> done) override;
  void sweep(Done<std::uint64_t> done) override;

 private:
  RedisFunctions& functions_;
  RedisPool pool_;
  std::string prefix_;
};

}  // namespace nexus::stores
