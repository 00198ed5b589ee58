// The queue in Redis, shared by many matching nodes.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/ticket_store.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_wire.hpp"

#include <memory>
#include <string>
#include <vector>

namespace nexus::stores {

/// Each verb is one call of a Redis function, hence atomic. A renewal of more than kRenewTicketsMax
/// tickets takes several calls, and fails as a whole if one fails. That is harmless: renewing twice
/// has the same effect as once. Tickets given up while another such call is under way share the
/// next one: many visitors leave their matches at the same time, and a call costs more than a
/// ticket in it. The store's events come through RedisOutbox. kUnavailable: not
/// connected, timed out, or refused by Redis. Lives on the client's loop.
class RedisStore final : public matching::TicketStore {
 public:
  /// Maximum tickets of one call: bounds the time that it holds Redis to about a millisecond.
  static constexpr std::size_t kRenewTicketsMax = 500;
  /// Maximum tickets that one call gives up.
  static constexpr std::size_t kGiveUpsMax = 100;

  /// `functions` must outlive it.
  RedisStore(RedisFunctions& functions, RedisPool pool);

  void find(matching::Ticket ticket, Done<matching::FindReply> done) override;
  void withdraw(TicketId ticket, Done<std::monostate> done) override;
  void commit(TicketId ticket, RoomId room, Done<matching::CommitReply> done) override;
  void abandon(TicketId ticket, RoomId room, Done<std::monostate> done) override;
  void give_up(TicketId ticket, RoomId room, Done<std::monostate> done) override;
  void renew(NodeName node, std::vector<TicketId> tickets,
             Done<matching::RenewReply> done) override;
  void settle(Settle wanted, Done<SettleReply> done) override;
  void sweep(Done<std::uint64_t> done) override;

 private:
  struct GiveUps;
  static void send(const std::shared_ptr<GiveUps>& give_ups);

  RedisFunctions& functions_;
  RedisPool pool_;
  std::string prefix_;
  std::shared_ptr<GiveUps> give_ups_;
};

}  // namespace nexus::stores
