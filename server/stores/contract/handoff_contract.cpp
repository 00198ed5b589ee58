// The contract of withdraw(), commit() and abandon(), which every store must meet.
// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"

namespace nexus::stores {
namespace {

using matching::CommitReply;
using matching::Proposal;
using matching::Release;
using matching::Ticket;

/// A proposal between two fresh tickets, delivered to both.
struct Handoff {
  explicit Handoff(World& world) : waiter(world.ticket()), finder(world.ticket()) {
    waiter.owner = NodeName{"node-b"};
    place = world.queued(waiter).place;
    finder_place = world.proposed(finder).place;
    room = finder.room;
    EXPECT_EQ(world.new_proposals().size(), 1u);
  }

  Ticket waiter;
  Ticket finder;
  RoomId room;
  matching::Place place = 0;
  matching::Place finder_place = 0;
};

TEST_P(StoreContract, SettlesARoomThatBothCommit) {
  const Handoff handoff(*world_);
  EXPECT_EQ(world_->commit(handoff.waiter.id, handoff.room), CommitReply::kKept);
  EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kKept);
  EXPECT_EQ(world_->renew("node-a", {handoff.waiter.id, handoff.finder.id}).unknown,
            (std::vector{handoff.waiter.id, handoff.finder.id}));
  EXPECT_TRUE(world_->lookup(handoff.room)->open);
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, KeepsACommitThatIsRepeated) {
  const Handoff handoff(*world_);
  EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kKept);
  EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kKept);
  EXPECT_EQ(world_->renew("node-b", {handoff.waiter.id}).proposed.size(), 1u);  // not settled
  EXPECT_EQ(world_->commit(handoff.waiter.id, handoff.room), CommitReply::kKept);
  EXPECT_EQ(world_->commit(handoff.waiter.id, handoff.room), CommitReply::kKept);
}

TEST_P(StoreContract, ReleasesACommitOfARoomThatIsNotTheTickets) {
  const Handoff handoff(*world_);
  const TicketId stranger = TicketId::random(world_->random);
  EXPECT_EQ(world_->commit(stranger, handoff.room), CommitReply::kReleased);
  EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kKept);
}

TEST_P(StoreContract, KeepsACommitOfARoomThatItForgot) {
  EXPECT_EQ(world_->commit(TicketId::random(world_->random), world_->fresh_room()),
            CommitReply::kKept);
}

/// The visitors met and parted before the commits, or their replies, arrived.
TEST_P(StoreContract, KeepsACommitThatComesOrIsRepeatedAfterTheRoomIsOver) {
  for (const int commits_before : {0, 1, 2}) {
    const Handoff handoff(*world_);
    if (commits_before > 0) (void)world_->commit(handoff.waiter.id, handoff.room);
    if (commits_before > 1) (void)world_->commit(handoff.finder.id, handoff.room);
    world_->close(handoff.room);
    EXPECT_EQ(world_->commit(handoff.waiter.id, handoff.room), CommitReply::kKept);
    EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kKept);
    EXPECT_EQ(world_->commit(TicketId::random(world_->random), handoff.room),
              CommitReply::kReleased);
    EXPECT_FALSE(world_->lookup(handoff.room)->open);
    EXPECT_TRUE(world_->events.empty());
  }
}

TEST_P(StoreContract, ReleasesACommitOfATicketThatLostTheRoomByItsEnd) {
  for (const bool both_committed : {true, false}) {
    const Handoff handoff(*world_);
    (void)world_->commit(handoff.finder.id, handoff.room);
    if (both_committed) (void)world_->commit(handoff.waiter.id, handoff.room);
    world_->close(handoff.room, {handoff.finder.id});
    EXPECT_EQ(world_->new_releases().size(), 1u);
    EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kReleased);
    EXPECT_EQ(world_->commit(handoff.waiter.id, handoff.room), CommitReply::kKept);
  }
}

TEST_P(StoreContract, ReleasesTheOtherSideOfAnAbandonedRoom) {
  const Handoff handoff(*world_);
  EXPECT_EQ(world_->commit(handoff.waiter.id, handoff.room), CommitReply::kKept);
  world_->abandon(handoff.finder.id, handoff.room);
  EXPECT_EQ(world_->new_releases(), (std::vector{Release{handoff.waiter.id, handoff.room}}));
  EXPECT_EQ(world_->commit(handoff.waiter.id, handoff.room), CommitReply::kReleased);
  EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kReleased);
  EXPECT_FALSE(world_->lookup(handoff.room)->open);
}

TEST_P(StoreContract, AbandonsOnce) {
  const Handoff handoff(*world_);
  world_->abandon(handoff.waiter.id, handoff.room);
  EXPECT_EQ(world_->new_releases().size(), 1u);
  world_->abandon(handoff.waiter.id, handoff.room);
  world_->abandon(handoff.finder.id, handoff.room);
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, LetsNoStrangerAbandon) {
  const Handoff handoff(*world_);
  world_->abandon(TicketId::random(world_->random), handoff.room);
  world_->abandon(handoff.finder.id, world_->fresh_room());
  EXPECT_TRUE(world_->events.empty());
  EXPECT_TRUE(world_->lookup(handoff.room)->open);
}

TEST_P(StoreContract, LeavesARoomAloneThatAnAbandoningTicketHadCommitted) {
  const Handoff handoff(*world_);
  world_->commit(handoff.waiter.id, handoff.room);
  world_->abandon(handoff.waiter.id, handoff.room);
  EXPECT_TRUE(world_->lookup(handoff.room)->open);
  EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kKept);
  world_->abandon(handoff.finder.id, handoff.room);
  EXPECT_TRUE(world_->lookup(handoff.room)->open);
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, TakesAReleasedTicketBackAtItsOldPlace) {
  Handoff handoff(*world_);
  world_->abandon(handoff.finder.id, handoff.room);
  ASSERT_EQ(world_->new_releases().size(), 1u);
  Ticket newcomer = world_->ticket();
  newcomer.plan.look = {};
  world_->queued(newcomer);
  handoff.waiter.place = handoff.place;
  handoff.waiter.plan.look = {};
  EXPECT_EQ(world_->queued(handoff.waiter).place, handoff.place);
  EXPECT_EQ(world_->proposed(world_->ticket()).partner, handoff.waiter.visitor);
}

TEST_P(StoreContract, ForgetsAWithdrawnWaiter) {
  const Ticket waiter = world_->ticket();
  world_->queued(waiter);
  world_->withdraw(waiter.id);
  EXPECT_EQ(world_->renew("node-a", {waiter.id}).unknown, std::vector{waiter.id});
  EXPECT_EQ(world_->queued(world_->ticket()).waiting, 1u);
}

TEST_P(StoreContract, WithdrawsTwiceAndWithdrawsTheUnknown) {
  const Ticket waiter = world_->ticket();
  const Ticket other = world_->ticket("other");
  world_->queued(waiter);
  world_->queued(other);
  world_->withdraw(waiter.id);
  world_->withdraw(waiter.id);
  world_->withdraw(TicketId::random(world_->random));
  EXPECT_EQ(world_->queued(other).waiting, 1u);
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, AbandonsWhatAWithdrawnTicketHadNotCommitted) {
  const Handoff handoff(*world_);
  world_->withdraw(handoff.waiter.id);
  EXPECT_EQ(world_->new_releases(), (std::vector{Release{handoff.finder.id, handoff.room}}));
  EXPECT_FALSE(world_->lookup(handoff.room)->open);
  EXPECT_EQ(world_->renew("node-a", {handoff.waiter.id, handoff.finder.id}).unknown.size(), 2u);
}

TEST_P(StoreContract, LeavesARoomAloneThatAWithdrawnTicketHadCommitted) {
  const Handoff handoff(*world_);
  world_->commit(handoff.waiter.id, handoff.room);
  world_->withdraw(handoff.waiter.id);
  EXPECT_TRUE(world_->events.empty());
  EXPECT_EQ(world_->commit(handoff.finder.id, handoff.room), CommitReply::kKept);
}

TEST_P(StoreContract, TellsWhoMaySitInARoom) {
  const Handoff handoff(*world_);
  EXPECT_EQ(world_->lookup(handoff.room),
            (signalling::RoomRecord{handoff.room, handoff.waiter.id, handoff.finder.id,
                                    handoff.finder.home.node, true}));
  EXPECT_EQ(world_->lookup(world_->fresh_room()), std::nullopt);
}

TEST_P(StoreContract, TellsTheStrandedOfAClosedRoomToSearchOn) {
  const Handoff handoff(*world_);
  world_->commit(handoff.waiter.id, handoff.room);
  world_->commit(handoff.finder.id, handoff.room);
  world_->close(handoff.room, {TicketId::random(world_->random), handoff.finder.id});
  EXPECT_EQ(world_->new_releases(), (std::vector{Release{handoff.finder.id, handoff.room}}));
  EXPECT_FALSE(world_->lookup(handoff.room)->open);
}

TEST_P(StoreContract, ClosesOnce) {
  const Handoff handoff(*world_);
  world_->close(handoff.room);
  world_->close(handoff.room, {handoff.finder.id, handoff.waiter.id});
  world_->close(world_->fresh_room(), {handoff.finder.id});
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, TellsBothStrandedInTheOrderOfTheirRoles) {
  const Ticket waiter = world_->ticket();
  const Ticket finder = world_->ticket();
  world_->queued(waiter);
  world_->proposed(finder);
  world_->new_proposals();
  world_->close(finder.room, {finder.id, waiter.id});  // one owner: one outbox, one order
  const auto told = world_->new_releases();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].ticket, waiter.id);
  EXPECT_EQ(told[1].ticket, finder.id);
}

TEST_P(StoreContract, NeverReopensAClosedRoom) {
  const Handoff handoff(*world_);
  world_->close(handoff.room);
  (void)world_->commit(handoff.waiter.id, handoff.room);
  (void)world_->commit(handoff.finder.id, handoff.room);
  EXPECT_FALSE(world_->lookup(handoff.room)->open);
  EXPECT_EQ(world_->renew("node-a", {handoff.finder.id}).unknown.size(), 1u);
}

TEST_P(StoreContract, TellsTheHomeThatAMemberWillNotCome) {
  const Handoff handoff(*world_);
  const GivenUp by_finder{handoff.room, handoff.finder.id, Role::kResponder, handoff.waiter.id};
  const GivenUp by_waiter{handoff.room, handoff.waiter.id, Role::kInitiator, handoff.finder.id};
  (void)world_->commit(handoff.finder.id, handoff.room);
  world_->give_up(handoff.finder.id, handoff.room);
  EXPECT_EQ(std::exchange(world_->given_up, {}), std::vector{by_finder});
  (void)world_->commit(handoff.waiter.id, handoff.room);
  world_->give_up(handoff.waiter.id, handoff.room);
  EXPECT_EQ(world_->given_up, std::vector{by_waiter});
  EXPECT_TRUE(world_->lookup(handoff.room)->open) << "the home decides";
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, TellsHomesOfMembersThatGiveUpAtOnce) {
  const Handoff first(*world_);
  const Handoff second(*world_);
  const Handoff third(*world_);
  world_->close(second.room);
  world_->give_up_at_once({{first.finder.id, first.room},
                           {second.finder.id, second.room},
                           {third.finder.id, third.room},
                           {third.waiter.id, third.room}});
  EXPECT_EQ(world_->given_up, (std::vector<GivenUp>{
                                  {first.room, first.finder.id, Role::kResponder, first.waiter.id},
                                  {third.room, third.finder.id, Role::kResponder, third.waiter.id},
                                  {third.room, third.waiter.id, Role::kInitiator, third.finder.id},
                              }));
}

TEST_P(StoreContract, TellsNoHomeOfATicketThatIsNotInTheRoomOrOfARoomThatIsOver) {
  const Handoff handoff(*world_);
  (void)world_->commit(handoff.finder.id, handoff.room);
  (void)world_->commit(handoff.waiter.id, handoff.room);
  world_->give_up(TicketId::random(world_->random), handoff.room);
  world_->give_up(handoff.finder.id, world_->fresh_room());
  world_->close(handoff.room);
  world_->give_up(handoff.finder.id, handoff.room);
  EXPECT_TRUE(world_->given_up.empty());
}

TEST_P(StoreContract, TellsTheHomeThatTheRoomMovedTo) {
  const Handoff handoff(*world_);
  (void)world_->commit(handoff.finder.id, handoff.room);
  (void)world_->commit(handoff.waiter.id, handoff.room);
  const IncarnationId incarnation = IncarnationId::random(world_->random);
  const Home other{NodeName{"home-2"}, "wss://home-2"};
  world_->announce("home-2", 0, other.url, incarnation);
  const HomeIncarnation lost{NodeName{"home-1"}, IncarnationId::random(world_->random)};
  ASSERT_EQ(world_->settle({handoff.room, lost, other, incarnation, Role::kInitiator}),
            SettleReply(other));
  // Both members sat there, so that its home ignores this.
  world_->give_up(handoff.finder.id, handoff.room);
  ASSERT_EQ(world_->given_up.size(), 1U);
}

TEST_P(StoreContract, SaysWhyATicketLostItsRoom) {
  const Handoff missed(*world_);
  (void)world_->commit(missed.finder.id, missed.room);
  world_->close(missed.room, {missed.finder.id}, "home-1", true);
  EXPECT_EQ(world_->new_releases(), (std::vector{Release{missed.finder.id, missed.room, true}}));
  const Handoff left(*world_);
  (void)world_->commit(left.finder.id, left.room);
  world_->close(left.room, {left.finder.id});
  EXPECT_EQ(world_->new_releases(), (std::vector{Release{left.finder.id, left.room, false}}));
}

}  // namespace
}  // namespace nexus::stores
