// The contract of find(): how far it looks, and that a search reaches every ticket that waits.
// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"

#include <array>
#include <optional>
#include <utility>

namespace nexus::stores {
namespace {

using matching::kScanMax;
using matching::Proposal;
using matching::Queued;
using matching::Role;
using matching::Ticket;

TEST_P(StoreContract, LooksAtABoundedNumberOfWaiters) {
  const Ticket finder = world_->ticket();
  for (std::size_t i = 0; i < kScanMax; ++i) {
    Ticket waiter = world_->ticket();
    waiter.plan.look = {};
    waiter.plan.avoid = {finder.visitor};
    world_->queued(waiter);
  }
  Ticket last = world_->ticket();
  last.plan.look = {};
  world_->queued(last);
  EXPECT_EQ(world_->queued(finder).waiting, kScanMax + 2);
  EXPECT_EQ(world_->proposed(world_->ticket()).role, Role::kResponder);  // takes one waiter away
  EXPECT_EQ(world_->proposed(finder).partner, last.visitor);
}

/// Lets the finder look until no ticket is left out. Returns its partner, if it finds one, and the
/// number of finds.
std::pair<std::optional<VisitorId>, std::size_t> look_to_the_end(World& world, Ticket finder) {
  for (std::size_t finds = 1; finds <= 1000; ++finds) {
    const auto reply = world.find(finder).value();
    if (const auto* proposal = std::get_if<Proposal>(&reply)) return {proposal->partner, finds};
    const matching::Place after = std::get<Queued>(reply).look_after;
    if (after == 0) return {std::nullopt, finds};
    EXPECT_GT(after, finder.look_after);
    finder.look_after = after;
    finder.room = world.fresh_room();
  }
  return {std::nullopt, 0};
}

TEST_P(StoreContract, GoesOnLookingBehindThoseItHasLookedAt) {
  const Ticket finder = world_->ticket();
  for (std::size_t i = 0; i < 3 * kScanMax; ++i) {
    Ticket waiter = world_->ticket();
    waiter.plan.look = {};
    waiter.plan.avoid = {finder.visitor};
    world_->queued(waiter);
  }
  EXPECT_EQ(look_to_the_end(*world_, finder),
            std::pair(std::optional<VisitorId>(), std::size_t{4}));
  Ticket last = world_->ticket();
  last.plan.look = {};
  last.plan.avoid = {};
  world_->queued(last);
  EXPECT_EQ(look_to_the_end(*world_, finder),
            std::pair(std::optional(last.visitor), std::size_t{4}));
}

TEST_P(StoreContract, TwoThatFitMeetWhateverOthersBlock) {
  for (int round = 0; round < 12; ++round) {
    rebuild({});
    SCOPED_TRACE(round);
    const auto below = [&](std::uint64_t bound) { return world_->random.below(bound); };
    Ticket one = world_->ticket();
    Ticket other = world_->ticket();
    const std::size_t width = std::array{1, 3, 9, 45}[round % 4];
    std::vector<std::string> names;
    for (std::size_t i = 0; i < width; ++i) names.push_back("b" + std::to_string(i));
    one.plan.look = other.plan.look = {names};
    one.plan.wait_in = other.plan.wait_in = {names[below(width)]};
    const auto hostile = [&] {
      Ticket ticket = world_->ticket();
      ticket.plan.look = {};
      ticket.plan.wait_in = {one.plan.wait_in.front(), names[below(width)]};
      switch (below(3)) {
        case 0:
          ticket.plan.avoid = {one.visitor, other.visitor};
          break;
        case 1:
          ticket.plan.avoid = {other.visitor, one.visitor, ticket.visitor};
          break;
        default:  // both avoid it
          one.plan.avoid.push_back(ticket.visitor);
          other.plan.avoid.push_back(ticket.visitor);
      }
      world_->queued(ticket);
    };
    for (auto i = below(90); i > 0; --i) hostile();
    // One waits, and the other comes behind more tickets that do not fit.
    ASSERT_FALSE(look_to_the_end(*world_, one).first);
    for (auto i = below(90); i > 0; --i) hostile();
    const auto [partner, finds] = look_to_the_end(*world_, other);
    ASSERT_TRUE(partner);
    EXPECT_EQ(*partner, one.visitor);
    EXPECT_LE(finds, 2 + 2 * 180 / matching::scan_limit(width)) << "each find makes headway";
  }
}

TEST_P(StoreContract, LooksAtFewerWaitersInEachBucketOfAWideTier) {
  for (const std::size_t width : {2u, 16u, 40u}) {
    Ticket finder = world_->ticket();
    finder.plan.look = {{}};
    for (std::size_t i = 0; i < width; ++i) {
      finder.plan.look.front().push_back(std::to_string(width) + "-" + std::to_string(i));
    }
    const std::string bucket = finder.plan.look.front().back();
    Ticket first;
    for (std::size_t i = 0; i < matching::scan_limit(width); ++i) {
      Ticket waiter = world_->ticket(bucket);
      waiter.plan.look = {};
      waiter.plan.avoid = {finder.visitor};
      world_->queued(waiter);
      if (i == 0) first = waiter;
    }
    Ticket last = world_->ticket(bucket);
    last.plan.look = {};
    world_->queued(last);
    world_->queued(finder);
    world_->withdraw(first.id);
    EXPECT_EQ(world_->proposed(finder).partner, last.visitor);
  }
}

}  // namespace
}  // namespace nexus::stores
