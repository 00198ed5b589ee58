// The pool beyond the contract: its memory is bounded, and it is a plain value.
// SPDX-License-Identifier: MIT
#include "stores/memory/pool.hpp"

#include "base/random.hpp"

#include <chrono>
#include <variant>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using matching::CommitReply;
using matching::Proposal;
using matching::Queued;
using matching::Ticket;

#if defined(NEXUS_SANITIZE)
constexpr int kMany = 100'000;
#else
constexpr int kMany = 1'000'000;
#endif
const NodeName kNode{"node"};

constexpr Pool::Now micros(std::chrono::microseconds duration) { return duration.count(); }

class PoolTest : public testing::Test {
 protected:
  PoolTest() { static_cast<void>(pool.renew(kNode, {}, now)); }

  Ticket ticket() {
    Ticket made;
    made.id = TicketId::random(random);
    made.visitor = VisitorId::random(random);
    made.owner = kNode;
    made.plan.look = {{"any"}};
    made.plan.wait_in = {"any"};
    made.home = {NodeName{"home"}, ""};
    made.room = RoomId::random(random);
    return made;
  }

  Proposal meet() {
    static_cast<void>(pool.find(ticket(), now));
    const auto reply = pool.find(ticket(), now);
    static_cast<void>(pool.take_outbox());
    return std::get<Proposal>(reply.value());
  }

  SeededRandom random{1};
  Pool::Now now = micros(1h);
  Pool pool;
};

TEST_F(PoolTest, StaysSmallHoweverOftenOneTicketLooksAgain) {
  const Ticket one = ticket();
  for (int i = 0; i < kMany; ++i) {
    ASSERT_TRUE(pool.find(one, now));
    if (i % 3 == 0) pool.withdraw(one.id);
    if (i % 3 == 1) static_cast<void>(pool.renew(kNode, {one.id}, now));
    ++now;
  }
  EXPECT_LE(pool.sizes().ticket_cells, 16u);
  EXPECT_EQ(pool.sizes().waiter_slots, 1u);
  EXPECT_LE(pool.sizes().buckets, 1u);
  EXPECT_EQ(pool.sizes().nodes, 1u);
}

TEST_F(PoolTest, KeepsOfASettledRoomItsRecordOnlyAndThatForItsLife) {
  constexpr Pool::Now kBetween = 1000;
  constexpr auto kRecords = static_cast<std::size_t>(micros(matching::kRoomRecordLife) / kBetween);
  for (int i = 0; i < kMany / 2; ++i) {
    now += kBetween;
    if (i % 1000 == 0) static_cast<void>(pool.renew(kNode, {}, now));
    const Proposal proposal = meet();
    const auto record = pool.lookup(proposal.room);
    ASSERT_TRUE(record);
    ASSERT_EQ(pool.commit(record->initiator, proposal.room), CommitReply::kKept);
    ASSERT_EQ(pool.commit(record->responder, proposal.room), CommitReply::kKept);
  }
  EXPECT_LE(pool.sizes().rooms, kRecords + 1);  // although sweep() was never called
  EXPECT_EQ(pool.sizes().proposed_slots, 1u);
  EXPECT_EQ(pool.sizes().waiter_slots, 1u);
  EXPECT_EQ(pool.sizes().nodes, 2u);
  now += micros(matching::kRoomRecordLife);
  while (pool.sizes().rooms > 0) pool.sweep(now);
  EXPECT_EQ(pool.sizes().nodes, 0u);
}

TEST_F(PoolTest, ReleasesRoomsOfOneInstantInTheOrderOfTheirIds) {
  for (int i = 0; i < 1100; ++i) meet();
  now += micros(matching::kCommitDeadline);
  RoomId last;
  for (const std::uint64_t expected : {1000, 100, 0}) {
    EXPECT_EQ(pool.sweep(now), expected);
    const auto told = pool.take_outbox();
    ASSERT_EQ(told.size(), 2 * expected);
    for (std::size_t i = 0; i < told.size(); i += 2) {
      const RoomId room = std::get<matching::Release>(told[i].event).room;
      ASSERT_GT(room, last);
      last = room;
    }
  }
}

TEST_F(PoolTest, LetsALaterRoomTakeTheIdOfAnEarlierOne) {
  const Proposal former = meet();
  now += micros(60s);
  static_cast<void>(pool.renew(kNode, {}, now));
  pool.sweep(now);
  static_cast<void>(pool.take_outbox());
  static_cast<void>(pool.find(ticket(), now));
  Ticket finder = ticket();
  finder.room = former.room;
  ASSERT_TRUE(pool.find(finder, now));
  EXPECT_EQ(pool.lookup(former.room)->responder, finder.id);
  now += micros(matching::kRoomRecordLife - 60s);
  pool.sweep(now);
  EXPECT_EQ(pool.lookup(former.room)->responder, finder.id);
  now += micros(60s);
  pool.sweep(now);
  EXPECT_FALSE(pool.lookup(former.room));
}

TEST_F(PoolTest, LetsATicketSearchOnThatCommitsItsOldRoomAgain) {
  static_cast<void>(pool.find(ticket(), now));
  const Ticket finder = ticket();
  ASSERT_TRUE(pool.find(finder, now));
  const auto record = pool.lookup(finder.room);
  static_cast<void>(pool.commit(record->initiator, finder.room));
  static_cast<void>(pool.commit(record->responder, finder.room));
  ASSERT_TRUE(std::holds_alternative<Queued>(pool.find(finder, now).value()));
  EXPECT_EQ(pool.commit(finder.id, finder.room), CommitReply::kKept);
  EXPECT_EQ(pool.waiting(), 1u);
}

TEST_F(PoolTest, ForgetsWhoAskedToMoveARoomThatItsHomeGoesOnWith) {
  const HomeIncarnation home{NodeName{"home-1"}, IncarnationId::random(random)};
  const Home other{NodeName{"home-2"}, "wss://home-2"};
  pool.announce({home.node, "wss://home-1", 5, home.incarnation}, now);
  pool.announce({other.node, other.url, 2, IncarnationId::random(random)}, now);
  const RoomId room = RoomId::random(random);
  const auto ask = [&](Role asker) { return pool.settle({room, home, other, {}, asker}, now); };
  const Home here{home.node, "wss://home-1"};
  const auto go_on = [&] {
    return pool.settle({room, home, here, home.incarnation, Role::kInitiator}, now);
  };
  const SettleReply stays(SettleRefusal::kNotYet);
  EXPECT_EQ(ask(Role::kInitiator), stays);
  EXPECT_EQ(go_on(), SettleReply(here));
  EXPECT_EQ(ask(Role::kResponder), stays);
  // Now the store knows that the room lives there.
  EXPECT_EQ(go_on(), SettleReply(here));
  EXPECT_EQ(ask(Role::kInitiator), stays);
  EXPECT_EQ(pool.renew(kNode, {}, now).homes.front(), other) << "it has more rooms, as it said";
  EXPECT_EQ(ask(Role::kResponder), SettleReply(other));
  EXPECT_EQ(go_on(), SettleReply(other));
}

TEST_F(PoolTest, IsAValue) {
  const Ticket waiter = ticket();
  static_cast<void>(pool.find(waiter, now));
  Pool before = pool;
  const Ticket finder = ticket();
  ASSERT_TRUE(std::holds_alternative<Proposal>(pool.find(finder, now).value()));
  EXPECT_EQ(before.waiting(), 1u);
  EXPECT_FALSE(before.lookup(finder.room));
  const Ticket other = ticket();
  EXPECT_EQ(std::get<Proposal>(before.find(other, now).value()).partner, waiter.visitor);
  EXPECT_EQ(pool.lookup(finder.room)->responder, finder.id);
}

}  // namespace
}  // namespace nexus::stores
