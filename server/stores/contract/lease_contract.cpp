// The contract of renew(), sweep() and announce(), which every store must meet.
// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"

#include <chrono>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using matching::CommitReply;
using matching::Home;
using matching::Proposal;
using matching::Release;
using matching::Ticket;

TEST_P(StoreContract, NamesTheTicketsThatItDoesNotKnow) {
  const Ticket known = world_->ticket();
  const TicketId one = TicketId::random(world_->random);
  const TicketId two = TicketId::random(world_->random);
  world_->queued(known);
  const auto reply = world_->renew("node-a", {two, known.id, one});
  EXPECT_EQ(reply.unknown, (std::vector{two, one}));
  EXPECT_TRUE(reply.proposed.empty());
  EXPECT_TRUE(reply.homes.empty());
}

TEST_P(StoreContract, TellsANodeThatItsLeaseHadRunOut) {
  EXPECT_TRUE(world_->renew("node-new").lapsed);
  EXPECT_FALSE(world_->renew("node-new").lapsed);
  world_->clock.advance(matching::kNodeLease - 1ms);
  EXPECT_FALSE(world_->renew("node-new").lapsed);
  world_->clock.advance(matching::kNodeLease);
  EXPECT_TRUE(world_->renew("node-new", std::vector(600, TicketId::random(world_->random))).lapsed);
  EXPECT_FALSE(world_->renew("node-new").lapsed);
}

TEST_P(StoreContract, RenewsAWaiterThatRanOutUntilItIsSwept) {
  const Ticket first = world_->ticket();
  world_->queued(first);
  world_->clock.advance(matching::kTicketLease);
  EXPECT_TRUE(world_->renew("node-a", {first.id}).unknown.empty());
  EXPECT_EQ(world_->sweep(), 1u);  // removes node-b
  world_->clock.advance(matching::kTicketLease);
  world_->renew("node-a");
  EXPECT_EQ(world_->sweep(), 1u);
  EXPECT_EQ(world_->renew("node-a", {first.id}).unknown, std::vector{first.id});
}

TEST_P(StoreContract, TellsAProposalAgainUntilItIsCommitted) {
  const Ticket first = world_->ticket();
  const Ticket second = world_->ticket();
  world_->queued(first);
  const Proposal responder = world_->proposed(second);
  const Proposal initiator = world_->new_proposals().at(0);
  EXPECT_EQ(world_->renew("node-a", {second.id, first.id}).proposed,
            (std::vector{responder, initiator}));
  world_->commit(second.id, second.room);
  const auto reply = world_->renew("node-a", {second.id, first.id});
  EXPECT_EQ(reply.proposed, std::vector{initiator});
  EXPECT_TRUE(reply.unknown.empty());
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, RenewsMoreTicketsThanFitInOneCall) {
  std::vector<TicketId> tickets;
  std::vector<TicketId> unknown;
  for (int i = 0; i < 1203; ++i) {
    if (i % 2 == 0) {
      tickets.push_back(TicketId::random(world_->random));
      unknown.push_back(tickets.back());
      continue;
    }
    Ticket ticket = world_->ticket();
    ticket.plan.look = {};
    tickets.push_back(ticket.id);
    world_->queued(ticket);
  }
  world_->clock.advance(10s);
  world_->announce("home-1", 0);
  const auto reply = world_->renew("node-a", tickets);
  EXPECT_EQ(reply.unknown, unknown);
  EXPECT_EQ(reply.homes.size(), 1u);
  world_->clock.advance(10s);
  EXPECT_EQ(world_->renew("node-a", tickets).unknown, unknown);
}

TEST_P(StoreContract, NamesLivingHomesLeastLoadedFirst) {
  world_->announce("home-3", 5, "wss://three");
  world_->announce("home-2", 5, "wss://two");
  world_->announce("home-1", 10, "wss://one");
  world_->announce("home-9", 2'000'000'000, "");
  EXPECT_EQ(world_->renew("node-a").homes, (std::vector{
                                               Home{NodeName{"home-2"}, "wss://two"},
                                               Home{NodeName{"home-3"}, "wss://three"},
                                               Home{NodeName{"home-1"}, "wss://one"},
                                               Home{NodeName{"home-9"}, ""},
                                           }));
  world_->clock.advance(5s);
  world_->announce("home-1", 0, "wss://elsewhere");
  EXPECT_EQ(world_->renew("node-a").homes.front(), (Home{NodeName{"home-1"}, "wss://elsewhere"}));
  world_->clock.advance(signalling::kHomeLease - 5s);
  EXPECT_EQ(world_->renew("node-a").homes,
            (std::vector{Home{NodeName{"home-1"}, "wss://elsewhere"}}));
}

TEST_P(StoreContract, SweepsTicketsThatNobodyRenewed) {
  const Ticket kept = world_->ticket("one");
  const Ticket lost = world_->ticket("two");
  world_->queued(kept);
  world_->queued(lost);
  world_->clock.advance(matching::kTicketLease - 1ms);
  world_->renew("node-a", {kept.id});
  world_->renew("node-b");
  EXPECT_EQ(world_->sweep(), 0u);
  world_->clock.advance(1ms);
  EXPECT_EQ(world_->sweep(), 1u);
  EXPECT_EQ(world_->sweep(), 0u);
  EXPECT_EQ(world_->renew("node-a", {kept.id, lost.id}).unknown, std::vector{lost.id});
  EXPECT_EQ(world_->queued(world_->ticket("two")).waiting, 2u);
}

TEST_P(StoreContract, SweepsRoomsPastTheirDeadlineThatLackACommit) {
  const Ticket first = world_->ticket();
  const Ticket second = world_->ticket();
  world_->queued(first);
  world_->proposed(second);
  world_->new_proposals();
  world_->commit(second.id, second.room);
  world_->clock.advance(matching::kCommitDeadline - 1ms);
  world_->renew("node-a", {first.id, second.id});
  world_->renew("node-b");
  EXPECT_EQ(world_->sweep(), 0u);
  world_->clock.advance(1ms);
  EXPECT_EQ(world_->sweep(), 1u);
  EXPECT_EQ(world_->new_releases(),
            (std::vector{Release{first.id, second.room}, Release{second.id, second.room}}));
  EXPECT_EQ(world_->commit(first.id, second.room), CommitReply::kReleased);
  EXPECT_EQ(world_->renew("node-a", {first.id, second.id}).unknown.size(), 2u);
  EXPECT_EQ(world_->sweep(), 0u);
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, LeavesSettledRoomsAlone) {
  const Ticket first = world_->ticket();
  const Ticket second = world_->ticket();
  world_->queued(first);
  world_->proposed(second);
  world_->new_proposals();
  world_->commit(first.id, second.room);
  world_->commit(second.id, second.room);
  world_->clock.advance(matching::kCommitDeadline + 1s);
  world_->renew("node-a");
  world_->renew("node-b");
  EXPECT_EQ(world_->sweep(), 0u);
  EXPECT_TRUE(world_->events.empty());
  EXPECT_TRUE(world_->lookup(second.room)->open);
}

TEST_P(StoreContract, LetsAProposedTicketLiveAsLongAsItsRoom) {
  const Ticket first = world_->ticket();
  const Ticket second = world_->ticket();
  world_->queued(first);
  // Until just before the waiter's lease ends.
  for (int i = 0; i < 2; ++i) {  // less than a node's lease at a time
    world_->clock.advance(matching::kTicketLease / 2 - 1ms);
    world_->renew("node-a");
    world_->renew("node-b");
  }
  world_->proposed(second);
  world_->new_proposals();
  world_->clock.advance(matching::kCommitDeadline - 1ms);
  world_->renew("node-a");
  world_->renew("node-b");
  EXPECT_EQ(world_->sweep(), 0u);
  EXPECT_EQ(world_->renew("node-a", {first.id, second.id}).proposed.size(), 2u);
  world_->clock.advance(1ms);
  EXPECT_EQ(world_->sweep(), 1u);
  EXPECT_EQ(world_->new_releases().size(), 2u);
  EXPECT_EQ(world_->renew("node-a", {first.id, second.id}).unknown.size(), 2u);
}

TEST_P(StoreContract, ProlongsNoProposalByRenewing) {
  const Ticket waiter = world_->ticket();
  const Ticket finder = world_->ticket();
  world_->queued(waiter);
  world_->proposed(finder);
  world_->new_proposals();
  world_->commit(finder.id, finder.room);
  world_->clock.advance(matching::kCommitDeadline);
  EXPECT_TRUE(world_->renew("node-a", {waiter.id, finder.id}).unknown.empty());
  EXPECT_EQ(world_->sweep(), 1u);  // removes the room; its tickets are not counted
  EXPECT_EQ(world_->new_releases().size(), 2u);
  EXPECT_EQ(world_->renew("node-a", {waiter.id, finder.id}).unknown.size(), 2u);
}

TEST_P(StoreContract, LeasesAReleasedTicketThatWaitsAgain) {
  Ticket waiter = world_->ticket();
  const Ticket finder = world_->ticket();
  waiter.place = world_->queued(waiter).place;
  world_->proposed(finder);
  world_->new_proposals();
  world_->abandon(finder.id, finder.room);
  EXPECT_EQ(world_->new_releases().size(), 1u);
  world_->queued(waiter);
  for (int i = 0; i < 2; ++i) {  // less than a node's lease at a time
    world_->clock.advance(matching::kTicketLease / 2 + 1s);
    world_->renew("node-a");
    world_->renew("node-b");
  }
  EXPECT_EQ(world_->sweep(), 1u);
  EXPECT_EQ(world_->renew("node-a", {waiter.id}).unknown, std::vector{waiter.id});
}

TEST_P(StoreContract, SweepsNodesAndHomesThatFellSilent) {
  world_->announce("home-1", 1);
  world_->clock.advance(matching::kNodeLease);
  EXPECT_EQ(world_->sweep(), 3u);  // removes node-a, node-b and home-1
  EXPECT_EQ(world_->sweep(), 0u);
}

TEST_P(StoreContract, SweepsABoundedNumberAtOnce) {
  for (int i = 0; i < 1100; ++i) {
    Ticket ticket = world_->ticket();
    ticket.plan.look = {};
    world_->queued(ticket);
  }
  world_->clock.advance(matching::kTicketLease);
  world_->renew("node-a");
  world_->renew("node-b");
  EXPECT_EQ(world_->sweep(), 1000u);
  EXPECT_EQ(world_->sweep(), 100u);
  EXPECT_EQ(world_->sweep(), 0u);
}

TEST_P(StoreContract, StartsTheLeaseOfATicketWithEachFind) {
  const Ticket waiter = world_->ticket();
  world_->queued(waiter);
  world_->clock.advance(matching::kTicketLease - 1ms);
  world_->queued(waiter);
  world_->renew("node-a");
  world_->renew("node-b");
  world_->clock.advance(1ms);
  EXPECT_EQ(world_->sweep(), 0u);
  EXPECT_EQ(world_->proposed(world_->ticket()).partner, waiter.visitor);
}

}  // namespace
}  // namespace nexus::stores
