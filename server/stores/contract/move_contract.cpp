// What every store owes to move_room(), claim() and retire().
// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"

namespace nexus::stores {
namespace {

using matching::Home;
using matching::MoveRefusal;
using matching::MoveReply;
using matching::Role;
using signalling::ClaimReply;

const Home kTwo{NodeName{"home-2"}, "wss://home-2"};
const Home kThree{NodeName{"home-3"}, "wss://home-3"};

/// A room whose home, "home-1", lives.
struct Housed {
  explicit Housed(World& of) : world(of), run{NodeName{"home-1"}, BootId::random(of.random)} {
    waiter = world.ticket();
    finder = world.ticket();
    finder.home = {run.node, "wss://home-1"};
    (void)world.queued(waiter);
    (void)world.proposed(finder);
    (void)world.told_proposals();
    (void)world.commit(waiter.id, finder.room);
    (void)world.commit(finder.id, finder.room);
    announce();
    announce_others();
  }

  void announce_others() {
    for (const Home* other : {&kTwo, &kThree}) {
      world.announce(other->node.value, 2, other->url, BootId::random(world.random));
    }
  }

  /// Its home starts anew.
  void restart() {
    anew = BootId::random(world.random);
    world.announce(run.node.value, 0, "wss://home-1", anew);
  }
  ClaimReply claim() { return world.claim(finder.room, run, anew); }
  void announce() { world.announce(run.node.value, 1, "wss://home-1", run.boot); }
  MoveReply ask(Role asker, const Home& to = kTwo) {
    return world.move_room({finder.room, asker, run, to});
  }

  World& world;
  HomeRun run;
  BootId anew;
  matching::Ticket waiter;
  matching::Ticket finder;
};

TEST_P(StoreContract, LeavesARoomAtAHomeThatLives) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(MoveRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(MoveRefusal::kNotYet));
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, housed.run.node);
}

TEST_P(StoreContract, MovesARoomWhenBothAskToWhereTheFirstWasSent) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), MoveReply(MoveRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), MoveReply(kThree));
  EXPECT_EQ(housed.ask(Role::kResponder, kTwo), MoveReply(kThree));
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, kThree.node);
}

TEST_P(StoreContract, MovesARoomWhoseHomeIsDead) {
  Housed housed(*world_);
  world_->clock.advance(signalling::kHomeLease);
  housed.announce_others();
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(kTwo));
}

TEST_P(StoreContract, MovesARoomToAHomeThatLivesOnly) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), MoveReply(MoveRefusal::kNotYet));
  world_->retire(kTwo.node.value);
  EXPECT_EQ(housed.ask(Role::kResponder, kTwo), MoveReply(MoveRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), MoveReply(kThree));
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), MoveReply(kThree));
}

TEST_P(StoreContract, MovesARoomWhoseHomeStartedAnew) {
  Housed housed(*world_);
  world_->announce(housed.run.node.value, 0, "wss://home-1", BootId::random(world_->random));
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(kTwo));
}

TEST_P(StoreContract, MovesTheRoomsOfAHomeThatRetired) {
  Housed housed(*world_);
  world_->retire(housed.run.node.value);
  EXPECT_EQ(world_->renew("node-a").homes, (std::vector{kTwo, kThree}));
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(kTwo));
}

TEST_P(StoreContract, SendsWhoWasAwayForTwoMovesToWhereTheRoomIsNow) {
  Housed housed(*world_);
  const BootId second = BootId::random(world_->random);
  world_->announce(kTwo.node.value, 0, kTwo.url, second);
  world_->retire(housed.run.node.value);
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(kTwo));
  world_->retire(kTwo.node.value);
  EXPECT_EQ(world_->move_room({housed.finder.room, Role::kInitiator, {kTwo.node, second}, kThree}),
            MoveReply(kThree));
  housed.restart();
  EXPECT_EQ(housed.ask(Role::kResponder), MoveReply(kThree));
  EXPECT_EQ(housed.claim(), ClaimReply::kMoved);
  EXPECT_EQ(world_->lookup(housed.finder.room)->home, kThree.node);
}

TEST_P(StoreContract, SendsNobodyToANewHomeThatDied) {
  Housed housed(*world_);
  world_->retire(housed.run.node.value);
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(kTwo));
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), MoveReply(kTwo));
  world_->retire(kTwo.node.value);
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), MoveReply(kThree));
}

TEST_P(StoreContract, ForgetsAnAskOfWhoIsBackInItsSeat) {
  Housed housed(*world_);
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(MoveRefusal::kNotYet));
  world_->clock.advance(matching::kMoveAskLife);
  EXPECT_EQ(housed.ask(Role::kResponder, kThree), MoveReply(MoveRefusal::kNotYet));
  EXPECT_EQ(housed.ask(Role::kInitiator, kTwo), MoveReply(kThree));
}

TEST_P(StoreContract, MovesARoomThatItHasNoRecordOf) {
  const HomeRun lost{NodeName{"home-1"}, BootId::random(world_->random)};
  const RoomId room = world_->fresh_room();
  world_->announce(kTwo.node.value, 0, kTwo.url, BootId::random(world_->random));
  EXPECT_EQ(world_->move_room({room, Role::kInitiator, lost, kTwo}), MoveReply(kTwo));
}

TEST_P(StoreContract, MovesNoRoomThatIsOver) {
  Housed housed(*world_);
  world_->close(housed.finder.room);
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(MoveRefusal::kClosed));
  EXPECT_EQ(housed.claim(), ClaimReply::kClosed);

  const RoomId without_record = world_->fresh_room();
  world_->close(without_record);
  EXPECT_EQ(world_->move_room({without_record, Role::kInitiator, housed.run, kTwo}),
            MoveReply(MoveRefusal::kClosed));
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
  EXPECT_EQ(housed.ask(Role::kInitiator), MoveReply(MoveRefusal::kNotYet));
  housed.restart();
  EXPECT_EQ(housed.claim(), ClaimReply::kGranted);
  EXPECT_EQ(housed.claim(), ClaimReply::kGranted);
  EXPECT_EQ(housed.ask(Role::kResponder), MoveReply(Home{housed.run.node, "wss://home-1"}));
}

TEST_P(StoreContract, GrantsARoomToTheHomeThatItsMembersWereSentToWhicheverItsRun) {
  Housed housed(*world_);
  (void)housed.ask(Role::kInitiator);
  EXPECT_EQ(housed.ask(Role::kResponder), MoveReply(kTwo));
  const BootId anew = BootId::random(world_->random);
  const HomeRun any{kTwo.node, BootId{}};
  EXPECT_EQ(world_->claim(housed.finder.room, any, anew), ClaimReply::kGranted);
  EXPECT_EQ(housed.ask(Role::kInitiator, kThree).index(), 0U) << "it lives there";
  EXPECT_EQ(world_->claim(housed.finder.room, {kThree.node, BootId{}}, anew), ClaimReply::kMoved);
}

TEST_P(StoreContract, GrantsNoRoomThatMovedElsewhere) {
  Housed housed(*world_);
  (void)housed.ask(Role::kInitiator);
  (void)housed.ask(Role::kResponder);
  EXPECT_EQ(housed.claim(), ClaimReply::kMoved);
}

}  // namespace
}  // namespace nexus::stores
