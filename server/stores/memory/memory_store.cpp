// SPDX-License-Identifier: MIT
#include "stores/memory/memory_store.hpp"

#include "base/overloaded.hpp"

#include <chrono>

namespace nexus::stores {

using matching::CommitReply;
using matching::FindReply;
using matching::RenewReply;
using matching::StoreError;
using signalling::DirectoryError;
using signalling::RoomRecord;

MemoryStore::MemoryStore(Executor& executor, const Clock& clock, matching::OutboxListener listener,
                         GivenUpListener home_listener, PoolLimits limits)
    : executor_(executor),
      clock_(clock),
      listener_(std::move(listener)),
      home_listener_(std::move(home_listener)),
      pool_(limits) {}

void MemoryStore::find(matching::Ticket ticket, TicketStore::Done<FindReply> done) {
  reply(std::move(done), pool_.find(std::move(ticket), now()));
}

void MemoryStore::withdraw(TicketId ticket, TicketStore::Done<std::monostate> done) {
  pool_.withdraw(ticket);
  reply(std::move(done), Result<std::monostate, StoreError>{});
}

void MemoryStore::commit(TicketId ticket, RoomId room, TicketStore::Done<CommitReply> done) {
  reply(std::move(done), Result<CommitReply, StoreError>(pool_.commit(ticket, room)));
}

void MemoryStore::abandon(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) {
  pool_.abandon(ticket, room);
  reply(std::move(done), Result<std::monostate, StoreError>{});
}

void MemoryStore::give_up(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) {
  pool_.give_up(ticket, room);
  reply(std::move(done), Result<std::monostate, StoreError>{});
}

void MemoryStore::renew(NodeName node, std::vector<TicketId> tickets,
                        TicketStore::Done<RenewReply> done) {
  reply(std::move(done), Result<RenewReply, StoreError>(pool_.renew(node, tickets, now())));
}

void MemoryStore::settle(Settle wanted, TicketStore::Done<SettleReply> done) {
  reply(std::move(done), Result<SettleReply, StoreError>(pool_.settle(wanted, now())));
}

void MemoryStore::sweep(TicketStore::Done<std::uint64_t> done) {
  reply(std::move(done), Result<std::uint64_t, StoreError>(pool_.sweep(now())));
}

void MemoryStore::lookup(RoomId room, RoomDirectory::Done<std::optional<RoomRecord>> done) {
  reply(std::move(done), Result<std::optional<RoomRecord>, DirectoryError>(pool_.lookup(room)));
}

void MemoryStore::settle(Settle wanted, RoomDirectory::Done<SettleReply> done) {
  reply(std::move(done), Result<SettleReply, DirectoryError>(pool_.settle(wanted, now())));
}

void MemoryStore::close(NodeName home, RoomId room, signalling::Stranded stranded) {
  pool_.close(home, room, stranded, now());
  deliver_outbox();
}

void MemoryStore::announce(signalling::HomeStatus status) { pool_.announce(status, now()); }

void MemoryStore::retire(NodeName node) { pool_.retire(node); }

Pool::Now MemoryStore::now() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             clock_.monotonic().time_since_epoch())
      .count();
}

template <class T, class E>
void MemoryStore::reply(std::function<void(Result<T, E>)> done, Result<T, E> result) {
  executor_.post(
      [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
  deliver_outbox();
}

void MemoryStore::deliver_outbox() {
  for (Outgoing& outgoing : pool_.take_outbox()) {
    executor_.post([this, event = std::move(outgoing.event)]() mutable {
      std::visit(Overloaded{[this](GivenUp& given_up) { home_listener_(given_up); },
                            [this](auto& one) { listener_(std::move(one)); }},
                 event);
    });
  }
}

}  // namespace nexus::stores
