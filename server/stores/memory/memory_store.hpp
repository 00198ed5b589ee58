// The embedded store: one process, no other service needed.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "base/given_up.hpp"
#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"
#include "stores/memory/pool.hpp"

namespace nexus::stores {

/// Serves both ports from one Pool. Never unavailable. All state ends with the process, as do the
/// visitors' sockets, so nothing is orphaned. Lives on the executor's loop, which must outlive it.
/// After the store's end the loop must not run any more, because posted work may still refer to it.
class MemoryStore final : public matching::TicketStore, public signalling::RoomDirectory {
 public:
  /// `listener` receives the events of matching nodes, `home_listener` those of homes.
  MemoryStore(Executor& executor, const Clock& clock, matching::OutboxListener listener,
              GivenUpListener home_listener, PoolLimits limits = {});

  void find(matching::Ticket ticket, TicketStore::Done<matching::FindReply> done) override;
  void withdraw(TicketId ticket, TicketStore::Done<std::monostate> done) override;
  void commit(TicketId ticket, RoomId room, TicketStore::Done<matching::CommitReply> done) override;
  void abandon(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) override;
  void give_up(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) override;
  void renew(NodeName node, std::vector<TicketId> tickets,
             TicketStore::Done<matching::RenewReply> done) override;
  void settle(Settle wanted, TicketStore::Done<SettleReply> done) override;
  void sweep(TicketStore::Done<std::uint64_t> done) override;

  void lookup(RoomId room,
              RoomDirectory::Done<std::optional<signalling::RoomRecord>> done) override;
  void close(NodeName home, RoomId room, signalling::Stranded stranded) override;
  void settle(Settle wanted, RoomDirectory::Done<SettleReply> done) override;
  void announce(signalling::HomeStatus status) override;
  void retire(NodeName node) override;

 private:
  [[nodiscard]] Pool::Now now() const;
  /// Posts the reply, then the events of the verb.
  template <class T, class E>
  void reply(std::function<void(Result<T, E>)> done, Result<T, E> result);
  void deliver_outbox();

  Executor& executor_;
  const Clock& clock_;
  matching::OutboxListener listener_;
  GivenUpListener home_listener_;
  Pool pool_;
};

}  // namespace nexus::stores
