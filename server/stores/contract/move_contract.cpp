// The contract of settle() and retire(), which every store must meet.
// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"

namespace nexus::stores {
namespace {

const Home kTwo{NodeName{"home-2"}, "wss://home-2"};
const Home kThree{NodeName{"home-3"}, "wss://home-3"};

/// A room whose home, "home-1", is alive.
struct Housed {
  explicit Housed(World& of)
      : world(of), run{NodeName{"home-1"}, IncarnationId::random(of.random)} {
    waiter = world.ticket();
    finder = world.ticket();
    finder.home = {run.node, "wss://home-1"};
    (void)world.queued(waiter);
    (void)world.proposed(finder);
    (void)world.new_proposals();
    (void)world.commit(waiter.id, finder.room);
    (void)world.commit(finder.id, finder.room);
    announce();
    announce_others();
  }

  void announce_others() {
    for (const Home* other : {&kTwo, &kThree}) {
      world.announce(other->node.value, 2, other->url, IncarnationId::random(world.random));
    }
  }

  /// Restarts the room's home, as another incarnation.
  void restart() {
    restarted = IncarnationId::random(world.random);
    world.announce(run.node.value, 0, "wss://home-1", restarted);
  }
  /// The restarted home asks for the room of its former incarnation.
  SettleReply ask_back() {
    return world.settle(
        {finder.room, run, {run.node, "wss://home-1"}, restarted, Role::kInitiator});
  }
  /// Another home asks, for a member that came to it with a token of the first home.
  SettleReply ask_from(const Home& home, IncarnationId incarnation, Role asker = Role::kInitiator) {
    return world.settle({finder.room, run, home, incarnation, asker});
  }
  void announce() { world.announce(run.node.value, 1, "wss://home-1", run.incarnation); }
  SettleReply ask(Role asker, const Home& to = kTwo) {
    return world.settle({finder.room, run, to, {}, asker});
  }

  World& world;
  HomeIncarnation run;
  IncarnationId restarted;
  matching::Ticket waiter;
  matching::Ticket finder;
};

TEST_P(StoreContract, LeavesARoomAtAHomeThatLives) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, housed.run.node);
}

TEST_P(StoreContract, MovesARoomWhenBothAskToWhereTheFirstWasSent) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), SettleReply(kThree));
  EXPECT_EQ(housed.ask(Role::kResponder, kTwo), SettleReply(kThree));
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, kThree.node);
}

TEST_P(StoreContract, MovesARoomWhoseHomeIsDead) {
  Housed housed(*world_);
  world_->clock.advance(signalling::kHomeLease);
  housed.announce_others();
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(kTwo));
}

TEST_P(StoreContract, MovesARoomToAHomeThatLivesOnly) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), SettleReply(SettleRefusal::kNotYet));
  world_->retire(kTwo.node.value);
  EXPECT_EQ(housed.ask(Role::kResponder, kTwo), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), SettleReply(kThree));
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), SettleReply(kThree));
}

TEST_P(StoreContract, MovesARoomWhoseHomeStartedAnew) {
  Housed housed(*world_);
  world_->announce(housed.run.node.value, 0, "wss://home-1", IncarnationId::random(world_->random));
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(kTwo));
}

TEST_P(StoreContract, MovesTheRoomsOfAHomeThatRetired) {
  Housed housed(*world_);
  world_->retire(housed.run.node.value);
  EXPECT_EQ(world_->renew("node-a").homes, (std::vector{kTwo, kThree}));
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(kTwo));
}

TEST_P(StoreContract, SendsWhoWasAwayForTwoMovesToWhereTheRoomIsNow) {
  Housed housed(*world_);
  const IncarnationId second = IncarnationId::random(world_->random);
  world_->announce(kTwo.node.value, 0, kTwo.url, second);
  world_->retire(housed.run.node.value);
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(kTwo));
  world_->retire(kTwo.node.value);
  EXPECT_EQ(world_->settle({housed.finder.room, {kTwo.node, second}, kThree, {}, Role::kInitiator}),
            SettleReply(kThree));
  housed.restart();
  EXPECT_EQ(housed.ask(Role::kResponder), SettleReply(kThree));
  EXPECT_EQ(housed.ask_back(), SettleReply(kThree));
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, kThree.node);
}

TEST_P(StoreContract, SendsNobodyToANewHomeThatDied) {
  Housed housed(*world_);
  world_->retire(housed.run.node.value);
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(kTwo));
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), SettleReply(kTwo));
  world_->retire(kTwo.node.value);
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), SettleReply(kThree));
}

TEST_P(StoreContract, ForgetsAnAskOfWhoIsBackInItsSeat) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(SettleRefusal::kNotYet));
  world_->clock.advance(kMoveAskLife);
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), SettleReply(kThree));
}

TEST_P(StoreContract, MovesARoomThatItHasNoRecordOf) {
  const HomeIncarnation lost{NodeName{"home-1"}, IncarnationId::random(world_->random)};
  const RoomId room = world_->fresh_room();
  world_->announce(kTwo.node.value, 0, kTwo.url, IncarnationId::random(world_->random));
  EXPECT_EQ(world_->settle({room, lost, kTwo, {}, Role::kInitiator}), SettleReply(kTwo));
}

TEST_P(StoreContract, MovesNoRoomThatIsOver) {
  Housed housed(*world_);
  world_->close(housed.finder.room);
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(SettleRefusal::kClosed));
  EXPECT_EQ(housed.ask_back(), SettleReply(SettleRefusal::kClosed));

  const RoomId without_record = world_->fresh_room();
  world_->close(without_record);
  EXPECT_EQ(world_->settle({without_record, housed.run, kTwo, {}, Role::kInitiator}),
            SettleReply(SettleRefusal::kClosed));
}

TEST_P(StoreContract, HearsOfTheEndOfAMovedRoomFromItsNewHomeOnly) {
  Housed housed(*world_);
  (void)housed.ask(Role::kInitiator);
  (void)housed.ask(Role::kResponder);
  world_->close(housed.finder.room, {}, "home-1");
  EXPECT_TRUE(world_->lookup(housed.finder.room)->open);
  world_->close(housed.finder.room, {}, kTwo.node.value);
  EXPECT_FALSE(world_->lookup(housed.finder.room)->open);
}

TEST_P(StoreContract, GrantsTheRoomsOfAFormerRun) {
  Housed housed(*world_);
  const SettleReply home_1(Home{housed.run.node, "wss://home-1"});
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(SettleRefusal::kNotYet));
  housed.restart();
  EXPECT_EQ(housed.ask_back(), home_1);
  EXPECT_EQ(housed.ask_back(), home_1);
  EXPECT_EQ(housed.ask(Role::kResponder), home_1);
}

TEST_P(StoreContract, GrantsTheRoomsOfAFormerRunAlsoBeforeTheNewOneIsAnnounced) {
  Housed housed(*world_);
  housed.restarted = IncarnationId::random(world_->random);
  EXPECT_EQ(housed.ask_back(), SettleReply(Home{housed.run.node, "wss://home-1"}));
  EXPECT_EQ(housed.ask(Role::kResponder), SettleReply(Home{housed.run.node, "wss://home-1"}))
      << "who asks is alive, and the former incarnation is not";
}

TEST_P(StoreContract, ForgetsAnAskOfWhoIsBackAtItsHome) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kInitiator), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(housed.ask_from({housed.run.node, "wss://home-1"}, housed.run.incarnation),
            SettleReply(Home{housed.run.node, "wss://home-1"}));
  EXPECT_EQ(housed.ask(Role::kResponder), SettleReply(SettleRefusal::kNotYet));
}

TEST_P(StoreContract, GrantsARoomToTheHomeThatItsMembersWereSentToWhicheverItsRun) {
  Housed housed(*world_);
  (void)housed.ask(Role::kInitiator);
  EXPECT_EQ(housed.ask(Role::kResponder), SettleReply(kTwo));
  const IncarnationId restarted = IncarnationId::random(world_->random);
  EXPECT_EQ(housed.ask_from(kTwo, restarted), SettleReply(kTwo));
  EXPECT_EQ(housed.ask(Role::kInitiator, kThree), SettleReply(kTwo)) << "it lives there";
  EXPECT_EQ(housed.ask_from(kThree, restarted), SettleReply(kTwo));
}

TEST_P(StoreContract, GrantsNoRoomThatMovedElsewhere) {
  Housed housed(*world_);
  (void)housed.ask(Role::kInitiator);
  (void)housed.ask(Role::kResponder);
  EXPECT_EQ(housed.ask_back(), SettleReply(kTwo));
}

TEST_P(StoreContract, LetsNoHomePullARoomAwayFromOneThatLives) {
  Housed housed(*world_);
  const IncarnationId two = IncarnationId::random(world_->random);
  world_->announce(kTwo.node.value, 0, kTwo.url, two);
  EXPECT_EQ(housed.ask_from(kTwo, two), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(housed.ask_from(kTwo, two), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, housed.run.node);
  world_->clock.advance(kMoveAskLife);
  EXPECT_EQ(housed.ask_from(kTwo, two, Role::kResponder), SettleReply(SettleRefusal::kNotYet))
      << "the partner's ask is too old";
}

TEST_P(StoreContract, GivesAHomeTheRoomThatBothMembersBring) {
  Housed housed(*world_);
  const IncarnationId two = IncarnationId::random(world_->random);
  EXPECT_EQ(housed.ask_from(kTwo, two), SettleReply(SettleRefusal::kNotYet));
  EXPECT_EQ(housed.ask_from(kTwo, two, Role::kResponder), SettleReply(kTwo));
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, kTwo.node);
}

TEST_P(StoreContract, GivesAHomeTheRoomOfADeadOne) {
  Housed housed(*world_);
  world_->retire(housed.run.node.value);
  EXPECT_EQ(housed.ask_from(kTwo, IncarnationId::random(world_->random)), SettleReply(kTwo));
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), SettleReply(kTwo));
}

}  // namespace
}  // namespace nexus::stores
