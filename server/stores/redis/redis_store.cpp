// SPDX-License-Identifier: MIT
#include "stores/redis/redis_store.hpp"

#include <algorithm>

namespace nexus::stores {

using matching::CommitReply;
using matching::FindReply;
using matching::RenewReply;

namespace {

using Answer = Result<RedisReply, StoreError>;

/// Passes the result of `read` on the answer to `done`.
template <class T, class Read>
RedisFunctions::Done reading(std::function<void(Result<T, StoreError>)> done, Read read) {
  return [done = std::move(done), read](Answer answer) {
    done(std::move(answer).and_then([&](RedisReply&& reply) { return read(std::move(reply)); }));
  };
}

Result<std::monostate, StoreError> read_nothing(const RedisReply&) { return std::monostate(); }

/// A renewal in several calls; answered after the last one.
struct Renewal {
  std::function<void(Result<RenewReply, StoreError>)> done;
  std::size_t open = 0;
  Result<RenewReply, StoreError> reply;

  void add(Answer answer) {
    auto part = std::move(answer).and_then(read_renew);
    if (!part) {
      reply = fail(part.error());
    } else if (reply) {
      std::move(part->unknown.begin(), part->unknown.end(), std::back_inserter(reply->unknown));
      std::move(part->proposed.begin(), part->proposed.end(), std::back_inserter(reply->proposed));
      reply->homes = std::move(part->homes);
      reply->waiting = part->waiting;
      reply->lapsed |= part->lapsed;
    }
    if (--open == 0) done(std::move(reply));
  }
};

}  // namespace

struct RedisStore::GiveUps {
  struct Entry {
    TicketId ticket;
    RoomId room;
    Done<std::monostate> done;
  };

  RedisFunctions& functions;
  std::string prefix;
  std::vector<Entry> waiting;
  bool is_calling = false;
};

RedisStore::RedisStore(RedisFunctions& functions, RedisPool pool)
    : functions_(functions),
      pool_(std::move(pool)),
      prefix_(pool_.prefix()),
      give_ups_(std::make_shared<GiveUps>(GiveUps{functions, prefix_, {}, false})) {}

void RedisStore::find(matching::Ticket ticket, Done<FindReply> done) {
  functions_.call("nexus_find_4", prefix_, find_arguments(std::move(ticket), pool_),
                  reading<FindReply>(std::move(done), read_find));
}

void RedisStore::withdraw(TicketId ticket, Done<std::monostate> done) {
  functions_.call("nexus_withdraw", prefix_, {ticket.text()},
                  reading<std::monostate>(std::move(done), read_nothing));
}

void RedisStore::commit(TicketId ticket, RoomId room, Done<CommitReply> done) {
  functions_.call("nexus_commit", prefix_, {ticket.text(), room.text()},
                  reading<CommitReply>(std::move(done), read_commit));
}

void RedisStore::abandon(TicketId ticket, RoomId room, Done<std::monostate> done) {
  functions_.call("nexus_abandon", prefix_, {ticket.text(), room.text()},
                  reading<std::monostate>(std::move(done), read_nothing));
}

void RedisStore::give_up(TicketId ticket, RoomId room, Done<std::monostate> done) {
  give_ups_->waiting.push_back({ticket, room, std::move(done)});
  if (!give_ups_->is_calling) send(give_ups_);
}

void RedisStore::send(const std::shared_ptr<GiveUps>& give_ups) {
  auto& waiting = give_ups->waiting;
  const auto end =
      waiting.begin() + static_cast<std::ptrdiff_t>(std::min(waiting.size(), kGiveUpsMax));
  std::vector<std::string> arguments;
  std::vector<Done<std::monostate>> done;
  for (auto entry = waiting.begin(); entry != end; ++entry) {
    arguments.push_back(entry->ticket.text());
    arguments.push_back(entry->room.text());
    done.push_back(std::move(entry->done));
  }
  waiting.erase(waiting.begin(), end);
  give_ups->is_calling = true;
  give_ups->functions.call("nexus_give_up", give_ups->prefix, std::move(arguments),
                           [give_ups, done = std::move(done)](const Answer& answer) {
                             give_ups->is_calling = false;
                             if (!give_ups->waiting.empty()) send(give_ups);
                             for (const auto& each : done) each(answer.and_then(read_nothing));
                           });
}

void RedisStore::renew(NodeName node, std::vector<TicketId> tickets, Done<RenewReply> done) {
  const auto renewal = std::make_shared<Renewal>();
  renewal->done = std::move(done);
  std::size_t at = 0;
  do {
    const std::size_t end = std::min(tickets.size(), at + kRenewTicketsMax);
    std::vector<std::string> arguments{pool_.now(), node.value};
    arguments.reserve(2 + end - at);
    for (; at < end; ++at) arguments.push_back(tickets[at].text());
    ++renewal->open;
    functions_.call("nexus_renew", prefix_, std::move(arguments),
                    [renewal](Answer answer) { renewal->add(std::move(answer)); });
  } while (at < tickets.size());
}

void RedisStore::settle(Settle wanted, Done<SettleReply> done) {
  functions_.call("nexus_settle", prefix_, settle_arguments(std::move(wanted), pool_),
                  reading<SettleReply>(std::move(done), read_settle));
}

void RedisStore::sweep(Done<std::uint64_t> done) {
  functions_.call("nexus_sweep", prefix_, {pool_.now()},
                  reading<std::uint64_t>(std::move(done), read_count));
}

}  // namespace nexus::stores
