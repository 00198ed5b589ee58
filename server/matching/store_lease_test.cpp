// Renewals: what is renewed when, and the effects of their replies.
// SPDX-License-Identifier: MIT
#include "matching/store_lease.hpp"

#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

class LeaseLines final : public LogSink {
 public:
  void write(std::string line) override { lines.push_back(std::move(line)); }
  std::vector<std::string> lines;
};

TEST(StoreLeaseLog, SaysOnceThatThereIsNoSignallingNodeAndWhenThereIs) {
  const auto kept = std::make_shared<LeaseLines>();
  ManualClock clock;
  FakeTicketStore store;
  const Searches searches{};
  StoreLease lease(NodeName{"desk-1"}, store, clock, Log(LogLevel::kInfo, kept), [](auto, bool) {});
  const auto renew = [&](std::chrono::seconds time, const std::vector<Home>& homes) {
    for (auto passed = kNodeRenewPeriod; passed <= time; passed += kNodeRenewPeriod) {
      clock.advance(kNodeRenewPeriod);
      lease.tick(searches);
      store.answer(store.renews.back(), RenewReply{.unknown = {}, .proposed = {}, .homes = homes});
    }
  };
  const std::vector<Home> some{{NodeName{"room-1"}, "wss://one.example/v1/room"}};
  renew(kNoHomesLogged, {});
  ASSERT_EQ(kept->lines.size(), 1U);  // store_ready
  renew(kNoHomesLogged, {});
  ASSERT_EQ(kept->lines.size(), 2U);
  EXPECT_THAT(kept->lines.back(), testing::HasSubstr("level=error event=no_signalling_node"));
  renew(kNoHomesLogged, some);
  ASSERT_EQ(kept->lines.size(), 3U);
  EXPECT_THAT(kept->lines.back(), testing::HasSubstr("event=signalling_nodes_found"));
  // The homes announce themselves again after an outage of the store.
  clock.advance(kNoHomesLogged);
  lease.tick(searches);
  store.answer(store.renews.back(), Result<RenewReply, StoreError>(fail(StoreError::kUnavailable)));
  renew(kNodeRenewPeriod, {});
  renew(kNodeRenewPeriod, some);
  EXPECT_EQ(kept->lines.size(), 5U) << "store_unavailable, store_ready";
}

class StoreLeaseTest : public DeskFixture {
 protected:
  StoreLeaseTest() { renew(); }
};

TEST_F(StoreLeaseTest, RenewsItsLeaseEveryTwoSeconds) {
  const std::size_t before = store.renews.size();
  pass(std::chrono::seconds(20));
  EXPECT_EQ(store.renews.size() - before, 10U);
  EXPECT_EQ(store.renews.back().node, node);
  EXPECT_EQ(store.sweeps.size(), store.renews.size());
}

TEST_F(StoreLeaseTest, RenewsWaitingTicketsOftenEnoughButNotEachTime) {
  const auto [client, ticket] = waiting_visitor();
  MonotonicTime last = clock.monotonic();
  std::size_t renewed = 0;
  std::size_t seen = store.renews.size();
  for (int i = 0; i < 240; ++i) {
    pass(kDeskTick);
    if (store.renews.size() == seen) continue;
    seen = store.renews.size();
    if (store.renews.back().tickets.empty()) continue;
    EXPECT_EQ(store.renews.back().tickets, std::vector{ticket});
    EXPECT_LE(clock.monotonic() - last, kTicketRenewPeriod);
    last = clock.monotonic();
    ++renewed;
  }
  EXPECT_GE(renewed, 12U);
  EXPECT_LE(renewed, 15U);
}

TEST_F(StoreLeaseTest, RenewsOnlyTicketsThatWait) {
  const auto [client, waiting] = waiting_visitor();
  (void)matched_visitor();
  ask(connect_and_greet());
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  ask(connect_and_greet());
  pass(kTicketRenewPeriod);
  std::vector<TicketId> renewed;
  for (const auto& renewal : store.renews) {
    renewed.insert(renewed.end(), renewal.tickets.begin(), renewal.tickets.end());
  }
  EXPECT_EQ(renewed, std::vector{waiting});
}

TEST_F(StoreLeaseTest, FindsAgainInTheOldPlaceWhatTheStoreForgot) {
  const auto [client, ticket] = waiting_visitor(42);
  renew(RenewReply{.unknown = {ticket, TicketId::random(random)}, .proposed = {}, .homes = homes});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
}

TEST_F(StoreLeaseTest, FindsAgainAllThatWaitAfterATimeWithoutStore) {
  const auto [client, ticket] = waiting_visitor(42);
  renew(fail(StoreError::kUnavailable));
  renew();
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
  renew();
  EXPECT_EQ(store.finds.size(), 2U);
}

TEST_F(StoreLeaseTest, DoesNotFindAgainWhatWasMatchedMeanwhile) {
  const auto [client, ticket, room] = matched_visitor();
  renew(RenewReply{.unknown = {ticket}, .proposed = {}, .homes = homes});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(StoreLeaseTest, TakesAProposalThatARenewalRepeats) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal lost = proposal_for(ticket);
  renew(RenewReply{.unknown = {}, .proposed = {lost}, .homes = homes});
  EXPECT_EQ(outlet.take_one<protocol::Matched>(client).room, lost.room.text());
  EXPECT_EQ(store.commits.back().room, lost.room);
}

}  // namespace
}  // namespace nexus::matching
