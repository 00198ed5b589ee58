// SPDX-License-Identifier: MIT
#include "simulation/store_port.hpp"

#include <algorithm>
#include <utility>

namespace nexus::simulation {

using matching::CommitReply;
using matching::FindReply;
using matching::RenewReply;
using matching::StoreError;
using signalling::DirectoryError;
using signalling::RoomRecord;
using stores::Pool;

namespace {

constexpr Micros kCommandTimeout = 2'000'000;

}  // namespace

StorePort::StorePort(StoreContext context, Process& process, Listener listener)
    : context_(context),
      process_(process),
      listener_(std::move(listener)),
      epoch_(context.server.epoch()) {
  if (!context_.server.reachable()) {
    connected_ = false;
    connect(1);
  }
  context_.server.attach(process_.name(), this);
  poke();
}

StorePort::~StorePort() {
  context_.server.detach(process_.name(), this);
  *requests_lost_ = context_.world.dice.chance(0.5);
}

Micros StorePort::delay() {
  return context_.world.dice.between(context_.delays.least, context_.delays.most);
}

template <class T, class E>
void StorePort::call(std::function<Result<T, E>(Pool&, Pool::Now)> verb,
                     std::function<void(Result<T, E>)> done, E unavailable) {
  send(
      [verb = std::move(verb), done](Pool& pool, Pool::Now now) -> Reply {
        return [done, result = verb(pool, now)] { done(result); };
      },
      [done, unavailable] { done(fail(unavailable)); });
}

void StorePort::send(Command command, Reply fail) {
  World& world = context_.world;
  const std::uint64_t id = ++next_call_;
  if (!connected_) {
    world.after(0, [&process = process_, alive = std::weak_ptr(alive_), fail = std::move(fail)] {
      if (!alive.expired()) process.receive(fail);
    });
    return;
  }
  pending_.emplace(id, Pending{world.now() + kCommandTimeout, std::move(fail)});
  arm();
  last_request_ = std::max(last_request_, world.now() + delay());
  const auto answer = [this, alive = std::weak_ptr(alive_), mine = generation_, id](Reply reply) {
    if (alive.expired() || mine != generation_ || epoch_ != context_.server.epoch()) return;
    last_reply_ = std::max(last_reply_, context_.world.now() + delay());
    context_.world.at(last_reply_, [this, alive, mine, id, reply = std::move(reply)] {
      if (alive.expired() || mine != generation_) return;
      process_.receive([this, alive, id, reply] {
        if (alive.expired() || pending_.erase(id) == 0) return;
        reply();
      });
    });
  };
  world.at(last_request_, [&server = context_.server, lost = requests_lost_, epoch = epoch_,
                           command = std::move(command), answer] {
    if (*lost || epoch != server.epoch()) return;
    server.arrive([&server, command, answer] {
      Reply reply = command(server.pool(), server.now());
      server.settle();
      answer(std::move(reply));
    });
  });
}

void StorePort::arm() {
  if (armed_ || pending_.empty()) return;
  armed_ = true;
  context_.world.at(pending_.begin()->second.deadline, [this, alive = std::weak_ptr(alive_)] {
    if (alive.expired()) return;
    process_.receive(
        [this, alive] {
          if (!alive.expired()) time_out();
        },
        Process::Kind::kTimer);
  });
}

void StorePort::time_out() {
  armed_ = false;
  if (!pending_.empty() && pending_.begin()->second.deadline <= context_.world.now()) {
    context_.world.note("{} store time-out", process_.name().value);
    drop_connection();
  }
  arm();
}

void StorePort::drop_connection() {
  if (!connected_) return;
  connected_ = false;
  ++generation_;
  *requests_lost_ = context_.world.dice.chance(0.5);
  requests_lost_ = std::make_shared<bool>(false);
  last_request_ = 0;
  last_reply_ = 0;
  for (const auto& [id, call] : std::exchange(pending_, {})) call.fail();
  connect(1);
}

void StorePort::connect(int attempt) {
  const Micros longest = std::min<Micros>(2'000'000, 50'000LL << attempt);
  const Micros wait = context_.world.dice.between(longest / 2, longest);
  context_.world.after(wait, [this, attempt, alive = std::weak_ptr(alive_)] {
    if (alive.expired()) return;
    if (!context_.server.reachable()) return connect(std::min(attempt + 1, 10));
    connected_ = true;
    epoch_ = context_.server.epoch();
    fetched_ = 0;  // events in flight are sent again
    poke();
  });
}

void StorePort::find(matching::Ticket ticket, TicketStore::Done<FindReply> done) {
  context_.oracle.on_find(process_, ticket);
  if (context_.mutant == Mutant::kNetworkBlind) ticket.plan.avoid_networks.clear();
  if (context_.mutant == Mutant::kNoLookOn) {
    done = [done = std::move(done)](Result<FindReply, StoreError> reply) {
      auto* const queued = reply ? std::get_if<matching::Queued>(&*reply) : nullptr;
      if (queued != nullptr) queued->look_after = 0;
      done(std::move(reply));
    };
  }
  call<FindReply, StoreError>(
      [ticket = std::move(ticket)](Pool& pool, Pool::Now now) { return pool.find(ticket, now); },
      std::move(done), StoreError::kUnavailable);
}

void StorePort::withdraw(TicketId ticket, TicketStore::Done<std::monostate> done) {
  context_.oracle.on_withdraw(process_, ticket);
  call<std::monostate, StoreError>(
      [ticket](Pool& pool, Pool::Now) {
        pool.withdraw(ticket);
        return std::monostate{};
      },
      std::move(done), StoreError::kUnavailable);
}

void StorePort::commit(TicketId ticket, RoomId room, TicketStore::Done<CommitReply> done) {
  context_.oracle.on_commit(process_, ticket, room);
  call<CommitReply, StoreError>(
      [ticket, room, &server = context_.server](Pool& pool, Pool::Now) {
        const CommitReply reply = pool.commit(ticket, room);
        if (reply == CommitReply::kKept) server.note_commit(ticket, room);
        return reply;
      },
      std::move(done), StoreError::kUnavailable);
}

void StorePort::abandon(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) {
  context_.oracle.on_abandon(process_, ticket, room);
  call<std::monostate, StoreError>(
      [ticket, room, mutant = context_.mutant, &oracle = context_.oracle](Pool& pool,
                                                                          Pool::Now now) {
        if (mutant == Mutant::kNoAbandon) return std::monostate{};
        const auto before = pool.lookup(room);
        if (mutant == Mutant::kNoIdempotence && before) {
          // Like abandon, but also for a committed ticket.
          pool.close(
              before->home, room,
              {.tickets = {before->initiator == ticket ? before->responder : before->initiator}},
              now);
        } else {
          pool.abandon(ticket, room);
        }
        const auto after = pool.lookup(room);
        if (before && before->open && !after->open) oracle.on_room_abandoned(ticket, room);
        return std::monostate{};
      },
      std::move(done), StoreError::kUnavailable);
}

void StorePort::give_up(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) {
  call<std::monostate, StoreError>(
      [ticket, room](Pool& pool, Pool::Now) {
        pool.give_up(ticket, room);
        return std::monostate{};
      },
      std::move(done), StoreError::kUnavailable);
}

void StorePort::renew(NodeName node, std::vector<TicketId> tickets,
                      TicketStore::Done<RenewReply> done) {
  if (context_.mutant == Mutant::kNoRenew) {
    done = [done = std::move(done)](Result<RenewReply, StoreError> reply) {
      if (reply) *reply = RenewReply{.unknown = {}, .proposed = {}, .homes = reply->homes};
      done(std::move(reply));
    };
  }
  call<RenewReply, StoreError>(
      [node = std::move(node), tickets = std::move(tickets)](Pool& pool, Pool::Now now) {
        return pool.renew(node, tickets, now);
      },
      std::move(done), StoreError::kUnavailable);
}

SettleReply StorePort::decide(const StoreContext& context, Pool& pool, const Settle& wanted,
                              Pool::Now now) {
  const bool is_back = wanted.from == HomeIncarnation{wanted.to.node, wanted.to_incarnation};
  if (context.mutant == Mutant::kLastingAsks && !is_back) {
    if (const auto* other = context.server.other_ask(wanted)) (void)pool.settle(*other, now);
  }
  SettleReply reply = pool.settle(wanted, now);
  if (context.mutant == Mutant::kGrabbedRoom && reply == SettleReply(SettleRefusal::kNotYet)) {
    Settle partners = wanted;
    partners.asker = partner_of(wanted.asker);
    reply = pool.settle(partners, now);
  }
  if (context.mutant == Mutant::kReopenedRoom && reply == SettleReply(SettleRefusal::kClosed)) {
    reply = wanted.to;
  }
  context.oracle.on_settled(wanted, reply);
  return reply;
}

void StorePort::settle(Settle wanted, TicketStore::Done<SettleReply> done) {
  call<SettleReply, StoreError>(
      [wanted = std::move(wanted), context = context_](Pool& pool, Pool::Now now) {
        return decide(context, pool, wanted, now);
      },
      std::move(done), StoreError::kUnavailable);
}

void StorePort::sweep(TicketStore::Done<std::uint64_t> done) {
  call<std::uint64_t, StoreError>(
      [lame = context_.mutant == Mutant::kNoSweep](Pool& pool, Pool::Now now) {
        return lame ? 0 : pool.sweep(now);
      },
      std::move(done), StoreError::kUnavailable);
}

void StorePort::lookup(RoomId room, RoomDirectory::Done<std::optional<RoomRecord>> done) {
  call<std::optional<RoomRecord>, DirectoryError>(
      [room, home = process_.name(), &oracle = context_.oracle](Pool& pool, Pool::Now) {
        const auto record = pool.lookup(room);
        oracle.on_room_answered(home, room, record && !record->open);
        return record;
      },
      std::move(done), DirectoryError::kUnavailable);
}

void StorePort::settle(Settle wanted, RoomDirectory::Done<SettleReply> done) {
  const bool is_back = wanted.from == HomeIncarnation{wanted.to.node, wanted.to_incarnation};
  if (context_.mutant == Mutant::kUnaskedReturn && is_back) {
    return context_.world.after(
        0, [&process = process_, alive = std::weak_ptr(alive_), done, to = wanted.to] {
          if (!alive.expired()) process.receive([done, to] { done(SettleReply(to)); });
        });
  }
  const auto truth = std::make_shared<std::optional<SettleReply>>();
  const auto on_reply = [done = std::move(done), room = wanted.room, &oracle = context_.oracle,
                         truth, home = process_.name()](Result<SettleReply, DirectoryError> reply) {
    oracle.on_settle_received(home, room, reply ? *truth : std::nullopt);
    done(std::move(reply));
  };
  call<SettleReply, DirectoryError>(
      [wanted = std::move(wanted), context = context_, truth](Pool& pool, Pool::Now now) {
        SettleReply reply = decide(context, pool, wanted, now);
        *truth = reply;
        if (context.mutant == Mutant::kBlindClaim && std::holds_alternative<Home>(reply)) {
          reply = wanted.to;
        }
        return reply;
      },
      on_reply, DirectoryError::kUnavailable);
}

void StorePort::close(NodeName home, RoomId room, signalling::Stranded stranded) {
  context_.oracle.on_room_closed(process_, room);
  if (context_.mutant == Mutant::kNoTombstone) return;
  send_close({std::move(home), room, std::move(stranded)});
}

void StorePort::send_close(Close close) {
  call<std::monostate, DirectoryError>(
      [close, &server = context_.server](Pool& pool, Pool::Now now) {
        pool.close(close.home, close.room, close.stranded, now);
        const auto record = pool.lookup(close.room);
        if (record && !record->open) server.note_close(close.room);
        return std::monostate{};
      },
      [this, close](const Result<std::monostate, DirectoryError>& reply) {
        if (!reply) unsent_closes_.push_back(close);
      },
      DirectoryError::kUnavailable);
}

void StorePort::announce(signalling::HomeStatus status) {
  call<std::monostate, DirectoryError>(
      [status = std::move(status), &oracle = context_.oracle](Pool& pool, Pool::Now now) {
        pool.announce(status, now);
        oracle.on_announced({status.node, status.incarnation});
        return std::monostate{};
      },
      [](const auto&) {}, DirectoryError::kUnavailable);
  if (!connected_) return;
  for (Close& close : std::exchange(unsent_closes_, {})) send_close(std::move(close));
}

void StorePort::retire(NodeName node) {
  call<std::monostate, DirectoryError>(
      [node = std::move(node), &oracle = context_.oracle](Pool& pool, Pool::Now) {
        pool.retire(node);
        oracle.on_retired(node);
        return std::monostate{};
      },
      [](const auto&) {}, DirectoryError::kUnavailable);
}

void StorePort::poke() {
  if (std::exchange(reading_, true)) return;
  context_.world.after(delay(), [this, alive = std::weak_ptr(alive_)] {
    if (alive.expired()) return;
    reading_ = false;
    read_outbox();
  });
}

void StorePort::read_outbox() {
  World& world = context_.world;
  // A separate connection; after a cut, connect() or the store's return pokes again.
  if (!connected() || !context_.server.reachable()) return;
  for (const StoreServer::Entry& entry : context_.server.outbox(process_.name())) {
    if (entry.id <= fetched_) continue;
    fetched_ = entry.id;
    Micros at = world.now() + delay();
    if (world.dice.chance(context_.delays.late_event)) at += world.dice.between(0, 3'000'000);
    last_event_ = std::max(last_event_, at);
    const auto notify = [this, alive = std::weak_ptr(alive_), entry] {
      if (alive.expired()) return;
      process_.receive([this, alive, entry] {
        if (!alive.expired()) on_event(entry.id, entry.event);
      });
    };
    world.at(last_event_, notify);
    if (world.dice.chance(context_.delays.repeated_event)) {
      world.at(last_event_ + world.dice.between(0, 5'000'000), notify);
    }
  }
}

void StorePort::on_event(std::int64_t id, const stores::StoreEvent& event) {
  listener_(event);
  if (!connected_ || context_.world.dice.chance(0.05))
    return;  // delivered, but it stays in the outbox
  context_.world.after(delay(), [&server = context_.server, node = process_.name(), id] {
    server.arrive([&server, node, id] { server.acknowledge(node, id); });
  });
}

}  // namespace nexus::simulation
