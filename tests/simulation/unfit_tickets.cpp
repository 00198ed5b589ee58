// SPDX-License-Identifier: MIT
#include "simulation/unfit_tickets.hpp"

#include "base/random.hpp"
#include "matching/plan.hpp"
#include "protocol/generated/messages.hpp"

namespace nexus::simulation {
namespace {

constexpr Micros kPeriod = 4 * kSecond;

}  // namespace

UnfitTickets::UnfitTickets(World& world, StoreServer& server, std::size_t count)
    : world_(world), server_(server) {
  std::vector<matching::Bucket> buckets;
  for (const auto mode : {protocol::Mode::kVideo, protocol::Mode::kText}) {
    const auto plan = matching::make_plan({"general", mode, {}, {}}, {}, {}, {});
    buckets.insert(buckets.end(), plan.wait_in.begin(), plan.wait_in.end());
  }
  SeededRandom random(world.dice.below(1'000'000));
  for (std::size_t i = 0; i < count; ++i) {
    matching::Ticket ticket;
    ticket.id = TicketId::random(random);
    ticket.visitor = VisitorId::random(random);
    ticket.owner = NodeName{"lost"};
    ticket.place = static_cast<matching::Place>(i + 1);
    ticket.plan.wait_in = buckets;
    tickets_.push_back(std::move(ticket));
  }
}

void UnfitTickets::start() {
  if (!tickets_.empty()) enter();
}

void UnfitTickets::enter() {
  if (finished_) return;
  server_.arrive([this] {
    if (finished_) return;
    for (const matching::Ticket& ticket : tickets_) {
      (void)server_.pool().find(ticket, server_.now());
    }
    server_.settle();
  });
  world_.after(kPeriod, [this] { enter(); });
}

void UnfitTickets::finish() {
  finished_ = true;
  for (const matching::Ticket& ticket : tickets_) server_.pool().withdraw(ticket.id);
}

}  // namespace nexus::simulation
