// SPDX-License-Identifier: MIT
#include "match/tickets.hpp"

#include "match/backend.hpp"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nexus::bench {
namespace {

constexpr std::size_t kInterests = 50;
constexpr std::size_t kInterestsEach = 4;
constexpr std::size_t kLonelyBuckets = 1000;

matching::Ticket bare_ticket(VisitorId visitor, Random& random) {
  matching::Ticket ticket;
  ticket.id = TicketId::random(random);
  ticket.visitor = visitor;
  ticket.owner = NodeName{std::string(kNode)};
  ticket.home = {NodeName{std::string(kNode)}, ""};
  ticket.room = RoomId::random(random);
  return ticket;
}

std::vector<std::string> interests(Random& random) {
  std::vector<std::string> chosen;
  const std::size_t first = random.below(kInterests);
  for (std::size_t i = 0; i < kInterestsEach; ++i) {
    // A stride of seven gives four different interests, of which two visitors share none, some or
    // all.
    chosen.push_back(fmt::format("interest-{}", (first + i * 7) % kInterests));
  }
  return chosen;
}

matching::Plan plan(const CrowdOptions& options, Random& random) {
  if (!options.has_interests)
    return {.look = {{"video"}}, .wait_in = {"video"}, .avoid = {}, .avoid_networks = {}};
  std::vector<std::string> wishes = interests(random);
  matching::Plan plan{.look = {wishes, {"anybody"}},
                      .wait_in = std::move(wishes),
                      .avoid = {},
                      .avoid_networks = {}};
  plan.wait_in.emplace_back("anybody");
  return plan;
}

}  // namespace

matching::Ticket make_ticket(VisitorId visitor, const CrowdOptions& options, Random& random) {
  matching::Ticket ticket = bare_ticket(visitor, random);
  ticket.plan = plan(options, random);
  return ticket;
}

matching::Ticket make_lonely_ticket(std::size_t number, Random& random) {
  matching::Ticket ticket = bare_ticket(VisitorId::random(random), random);
  ticket.plan.wait_in = {fmt::format("lonely-{}", number % kLonelyBuckets)};
  return ticket;
}

}  // namespace nexus::bench
