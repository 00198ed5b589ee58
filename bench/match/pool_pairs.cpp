// SPDX-License-Identifier: MIT
#include "match/pool_pairs.hpp"

#include "base/clock.hpp"
#include "load/meter.hpp"
#include "match/backend.hpp"
#include "match/require.hpp"

#include <algorithm>
#include <string>
#include <unistd.h>
#include <utility>
#include <variant>

namespace nexus::bench {
namespace {

stores::Pool::Now now() {
  static const SystemClock clock;
  return std::chrono::duration_cast<std::chrono::microseconds>(clock.monotonic().time_since_epoch())
      .count();
}

}  // namespace

PoolPairs::PoolPairs(const CrowdOptions& options) : options_(options) {
  for (std::size_t i = 0; i < options_.visitors; ++i) {
    visitors_.push_back(VisitorId::random(random_));
  }
  renew();
  for (std::size_t i = 0; i < options_.waiting; ++i) {
    matching::Ticket ticket = make_lonely_ticket(i, random_);
    lonely_.push_back(ticket.id);
    const auto reply = pool_.find(std::move(ticket), now());
    require(reply.has_value() && std::holds_alternative<matching::Queued>(*reply),
            "an incompatible ticket was not queued");
  }
}

std::chrono::nanoseconds PoolPairs::meet(std::size_t pairs) {
  std::chrono::nanoseconds spent{};
  for (std::size_t met = 0; met < pairs;) {
    std::vector<matching::Ticket> batch;
    batch.reserve(visitors_.size());
    for (const VisitorId visitor : visitors_) {
      batch.push_back(make_ticket(visitor, options_, random_));
    }
    renew();
    const auto begin = load::cpu_time(getpid());
    met += run(std::move(batch));
    spent += load::cpu_time(getpid()) - begin;
  }
  return spent;
}

void PoolPairs::renew() {
  const auto time = std::chrono::steady_clock::now();
  const bool is_due = time - renewed_ >= matching::kTicketRenewPeriod;
  if (is_due) renewed_ = time;
  const auto reply =
      pool_.renew(NodeName{std::string(kNode)}, is_due ? lonely_ : std::vector<TicketId>(), now());
  require(reply.unknown.empty(), "the pool lost a ticket");
}

std::size_t PoolPairs::run(std::vector<matching::Ticket> batch) {
  std::size_t pairs = 0;
  for (matching::Ticket& ticket : batch) {
    const auto reply = pool_.find(std::move(ticket), now());
    require(reply.has_value(), "a find failed");
    const auto* proposal = std::get_if<matching::Proposal>(&*reply);
    if (proposal == nullptr) continue;
    const auto events = pool_.take_outbox();
    require(events.size() == 1, "not exactly one waiting visitor was notified");
    const auto& other = std::get<matching::Proposal>(events.front().event);
    require(proposal->room == other.room && proposal->partner != other.partner, "a wrong room");
    for (const TicketId member : {other.ticket, proposal->ticket}) {
      require(pool_.commit(member, proposal->room) == matching::CommitReply::kKept,
              "a commit failed");
    }
    pool_.close(proposal->home.node, proposal->room, {}, now());
    ++pairs;
  }
  require(pool_.take_outbox().empty(), "no side left, but a visitor was released");
  return pairs;
}

}  // namespace nexus::bench
