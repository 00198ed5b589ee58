// Liveness: what must happen once all faults are over.
// SPDX-License-Identifier: MIT
#include "simulation/oracle.hpp"

#include <algorithm>

namespace nexus::simulation {
namespace {

/// A few round trips, and a tick or two of the node that has to notice.
constexpr Micros kLivenessSlack = 2'500'000;
constexpr Micros kQueuedWithin = 10'000'000;  // L1
constexpr Micros kMetWithin =
    20'000'000 + kLivenessSlack;              // L1 and then L3, when the partner never joins
constexpr Micros kPairedWithin = 15'000'000;  // L2
constexpr Micros kForgottenWithin = 15'000'000 + kLivenessSlack;  // L4
constexpr Micros kBackWithin = 25'000'000;  // L5: a page retries at least every 15 s
constexpr Micros kReleasedWithin = 5'000'000;

constexpr NodeName probe() { return NodeName{"probe"}; }

bool share(const std::vector<matching::Tier>& look, const std::vector<matching::Bucket>& wait_in) {
  for (const matching::Tier& tier : look) {
    for (const matching::Bucket& bucket : tier) {
      if (std::find(wait_in.begin(), wait_in.end(), bucket) != wait_in.end()) return true;
    }
  }
  return false;
}

}  // namespace

void Oracle::owe_release(RoomId id, const RoomFact& room) {
  if (!world_.calm() && faults_) return;
  for (const RoomFact::Member& seat : room.members) {
    if (seat.ticket.is_none() || room.abandoned.contains(seat.ticket)) continue;
    obligations_.push_back({world_.now() + kReleasedWithin, id, seat.visitor});
  }
}

void Oracle::inspect() {
  notice_store_loss();
  inspect_apart();
  inspect_obligations();
  if (!world_.calm()) return;
  inspect_rooms();
  inspect_pairs();
  const std::set<TicketId> waiting = waiting_now();
  inspect_subjects(waiting);
  inspect_waiting(waiting);
  inspect_dead();
}

/// Queries a copy of the pool, so that nothing changes.
std::set<TicketId> Oracle::waiting_now() {
  stores::Pool copy = server_.pool();
  std::vector<TicketId> asked(live_.begin(), live_.end());
  const auto reply = copy.renew(probe(), asked, server_.now());
  std::set<TicketId> waiting(live_);
  for (const TicketId id : reply.unknown) waiting.erase(id);
  for (const auto& proposal : reply.proposed) waiting.erase(proposal.ticket);
  for (const TicketId id : live_) {
    TicketFact& fact = tickets_.at(id);
    if (!waiting.contains(id)) {
      fact.waits_since = -1;
    } else if (fact.waits_since < 0) {
      fact.waits_since = world_.now();
    }
  }
  return waiting;
}

void Oracle::inspect_subjects(const std::set<TicketId>& waiting) {
  std::set<VisitorId> queued;
  for (const TicketId id : waiting) queued.insert(tickets_.at(id).visitor);
  const auto run = [&](Micros& since, bool bad, Micros settled_at) {
    since = !bad ? -1 : since < 0 ? world_.now() : std::max(since, settled_at);
    return bad ? world_.now() - std::max(since, world_.calm_from()) : 0;
  };
  for (Watched& watched : subjects_) {
    const Subject& subject = *watched.subject;
    const Standing standing = subject.standing();
    const bool is_queued =
        standing.at == Standing::At::kQueued && queued.contains(subject.visitor());
    const bool searches =
        standing.at == Standing::At::kSearching || standing.at == Standing::At::kQueued;
    const bool unqueued = searches && !is_queued;
    const bool unsettled = unqueued || standing.at == Standing::At::kMatched;
    check(run(watched.unqueued_since, unqueued, standing.settled_at) <= kQueuedWithin, "L1",
          subject.name() + " searches and is not queued", {subject.name()});
    check(run(watched.unsettled_since, unsettled, standing.settled_at) <= kMetWithin, "L1",
          subject.name() + " is neither queued nor in a two-sided room", {subject.name()});
    const bool dropped = standing.at == Standing::At::kDropped;
    check(run(watched.dropped_since, dropped, standing.settled_at) <= kBackWithin, "L5",
          subject.name() + " neither has its seat back nor is notified that it is lost",
          {subject.name(), brief(standing.room)});
  }
}

void Oracle::inspect_waiting(const std::set<TicketId>& waiting) {
  std::vector<std::pair<TicketId, const TicketFact*>> old;
  for (const TicketId id : waiting) {
    const TicketFact& fact = tickets_.at(id);
    const Micros since = std::max(fact.waits_since, world_.calm_from());
    if (world_.now() - since > kPairedWithin && old.size() < 100) old.emplace_back(id, &fact);
  }
  for (std::size_t i = 0; i < old.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const TicketFact& a = *old[i].second;
      const TicketFact& b = *old[j].second;
      if (a.visitor == b.visitor || avoids(a, b) || avoids(b, a)) continue;
      check(!share(a.plan.look, b.plan.wait_in) || !share(b.plan.look, a.plan.wait_in), "L2",
            fmt::format("{} and {} are compatible and wait", who(a.visitor), who(b.visitor)),
            {brief(old[i].first), brief(old[j].first), who(a.visitor), who(b.visitor)});
    }
  }
}

void Oracle::inspect_dead() {
  std::vector<TicketId> due;
  for (const TicketId id : dead_) {
    const Micros since = std::max(tickets_.at(id).dead_since, world_.calm_from());
    if (world_.now() - since > kForgottenWithin) due.push_back(id);
  }
  if (due.empty()) return;
  stores::Pool copy = server_.pool();
  const auto reply = copy.renew(probe(), due, server_.now());
  for (const TicketId id : reply.unknown) dead_.erase(id);
  for (const TicketId id : due) {
    check(!dead_.contains(id), "L4", "the store holds a dead ticket", {brief(id)});
  }
}

void Oracle::inspect_obligations() {
  std::vector<Obligation> later;
  for (const Obligation& owed : obligations_) {
    if (owed.due > world_.now()) {
      later.push_back(owed);
      continue;
    }
    for (const Watched& watched : subjects_) {
      if (watched.subject->visitor() != owed.visitor) continue;
      const Standing standing = watched.subject->standing();
      check(standing.at != Standing::At::kMatched || standing.room != owed.room, "L1",
            watched.subject->name() + " was not released from an abandoned room",
            {watched.subject->name(), brief(owed.room)});
    }
  }
  obligations_ = std::move(later);
}

void Oracle::inspect_end() {
  check(live_.empty(), "S8", "a desk holds tickets of visitors who left", {});
  check(open_rooms_.empty() && seated_.empty(), "S8", "a home holds rooms of visitors who left",
        {});
  check(server_.pool().waiting() == 0, "S8", "the store holds tickets of visitors who left", {});
  stores::Pool copy = server_.pool();
  std::vector<TicketId> tickets;
  for (const auto& [id, fact] : tickets_) tickets.push_back(id);
  check(copy.renew(probe(), tickets, server_.now()).unknown.size() == tickets.size(), "S8",
        "the store holds tickets of visitors who left", {});
  for (const auto& [id, room] : rooms_) {
    check(!copy.lookup(id), "S8", "the store holds the record of a room that ended long ago",
          {brief(id)});
  }
}

}  // namespace nexus::simulation
