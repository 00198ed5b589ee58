// Renewals: what is renewed when, and the effects of their replies.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

namespace nexus::matching {
namespace {

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
