// How a search widens, whom it avoids, and what the visitor is told of it.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using protocol::WidenedTo;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class DeskWishesTest : public DeskFixture {
 protected:
  void SetUp() override { renew(); }

  ClientId searching_for(std::vector<std::string> interests) {
    const ClientId client = connect_and_greet();
    say(client, protocol::Find{.find = 1, .interests = std::move(interests)});
    return client;
  }

  void pass(std::chrono::milliseconds time) {
    clock.advance(time);
    desk.tick();
  }

  static std::size_t buckets_of(const Ticket& ticket) { return ticket.plan.wait_in.size(); }

  /// The visitor of `client` is matched with `partner` and searches again under `find`.
  Proposal meet_and_skip(ClientId client, TicketId ticket, std::int64_t find) {
    Proposal proposal = proposal_for(ticket);
    desk.deliver(proposal);
    (void)outlet.take(client);
    say(client, protocol::Find{.find = find});
    return proposal;
  }
};

TEST_F(DeskWishesTest, WidensAWaitingSearchInItsPlaceAndSaysSo) {
  const ClientId client = searching_for({"chess"});
  let_wait(42);
  (void)outlet.take_one<protocol::Queued>(client);
  const Ticket before = store.finds.back().ticket;

  pass(Patience{}.interests - kDeskTick);
  EXPECT_THAT(outlet.take(client), IsEmpty());
  pass(kDeskTick);
  EXPECT_EQ(outlet.take_one<protocol::Widened>(client).to, WidenedTo::kInterests);
  const Ticket after = store.finds.back().ticket;
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.place, 42);
  EXPECT_GT(buckets_of(after), buckets_of(before));
}

TEST_F(DeskWishesTest, WidensASearchWhoseFindIsOnItsWay) {
  searching_for({"chess"});
  const std::size_t asked = store.finds.size();
  pass(Patience{}.interests);
  EXPECT_EQ(store.finds.size(), asked);  // one find of a ticket at a time
  let_wait();
  ASSERT_EQ(store.finds.size(), asked + 1);
  EXPECT_GT(buckets_of(store.finds.back().ticket), buckets_of(store.finds[asked - 1].ticket));
}

TEST_F(DeskWishesTest, DoesNotWidenAMatch) {
  const ClientId client = searching_for({"chess"});
  let_wait();
  desk.deliver(proposal_for(store.finds.back().ticket.id));
  (void)outlet.take(client);
  pass(Patience{}.interests);
  EXPECT_THAT(outlet.take(client), IsEmpty());
}

TEST_F(DeskWishesTest, KeepsItsWideningWhenAMatchFallsThrough) {
  const ClientId client = searching_for({"chess"});
  let_wait();
  pass(Patience{}.interests);
  let_wait();
  const std::size_t wide = buckets_of(store.finds.back().ticket);
  const Proposal proposal = proposal_for(store.finds.back().ticket.id);
  desk.deliver(proposal);
  desk.deliver(Release{proposal.ticket, proposal.room, proposal.place});
  EXPECT_EQ(buckets_of(store.finds.back().ticket), wide);
  (void)outlet.take(client);
}

TEST_F(DeskWishesTest, AvoidsARecentPartnerUntilPatienceEnds) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal met = meet_and_skip(client, ticket, 2);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
  let_wait();
  (void)outlet.take(client);
  pass(Patience{}.recent);
  const auto told = outlet.take(client);
  ASSERT_FALSE(told.empty());
  ASSERT_TRUE(std::holds_alternative<protocol::Widened>(told.front()));
  EXPECT_EQ(std::get<protocol::Widened>(told.front()).to, WidenedTo::kRecent);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, IsEmpty());
}

TEST_F(DeskWishesTest, ForgetsWhoIsNoLongerRecent) {
  const auto [client, ticket] = waiting_visitor();
  meet_and_skip(client, ticket, 2);
  pass(EncounterLimits{}.life);
  say(client, protocol::Find{.find = 3});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, IsEmpty());
}

TEST_F(DeskWishesTest, ABlockHoldsForEverAndOnEveryNode) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal met = meet_and_skip(client, ticket, 2);
  let_wait();
  (void)outlet.take(client);
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter_of(met)});
  const auto blocked = outlet.take_one<protocol::Blocked>(client);
  EXPECT_EQ(blocked.room, met.room.text());

  pass(EncounterLimits{}.life);
  say(client, protocol::Find{.find = 3});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));

  const ClientId elsewhere = connect();
  hello(elsewhere, blocked.session);
  say(elsewhere, protocol::Find{.find = 1});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
}

TEST_F(DeskWishesTest, ABlockReachesASearchThatWaits) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal met = meet_and_skip(client, ticket, 2);
  let_wait();
  pass(Patience{}.recent);  // the recent partner would be welcome again
  let_wait();
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter_of(met)});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
}

TEST_F(DeskWishesTest, CannotBlockSomebodyFromAForeignRoom) {
  const auto [client, ticket] = waiting_visitor();
  const auto [other, other_ticket] = waiting_visitor();
  const Proposal met = meet_and_skip(other, other_ticket, 2);
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter_of(met)});
  EXPECT_EQ(outlet.take_one<protocol::Error>(client).code, protocol::ErrorCode::kStaleRoom);
}

TEST_F(DeskWishesTest, KeepsTheLatestBlocksWhenThereAreTooMany) {
  const ClientId client = connect_and_greet();
  std::vector<VisitorId> partners;
  for (std::size_t i = 1; i <= kBlockedMax + 1; ++i) {
    say(client, protocol::Find{.find = static_cast<std::int64_t>(i)});
    const Proposal proposal = proposal_for(store.finds.back().ticket.id);
    desk.deliver(proposal);
    partners.push_back(proposal.partner);
    say(client, protocol::Block{.room = proposal.room.text(), .encounter = encounter_of(proposal)});
  }
  pass(EncounterLimits{}.life);
  say(client, protocol::Find{.find = 1000});
  const auto& avoid = store.finds.back().ticket.plan.avoid;
  EXPECT_EQ(avoid.size(), kBlockedMax);
  EXPECT_THAT(avoid, Not(Contains(partners.front())));
  EXPECT_THAT(avoid, Contains(partners.back()));
}

TEST_F(DeskWishesTest, RefusesALaneThatNobodyNamed) {
  const ClientId client = connect_and_greet();
  const std::size_t asked = store.finds.size();
  say(client, protocol::Find{.find = 1, .lane = "nowhere"});
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, protocol::ErrorCode::kInvalidField);
  EXPECT_EQ(error.field, "lane");
  EXPECT_EQ(store.finds.size(), asked);
}

TEST_F(DeskWishesTest, EstimatesTheWaitOnceItKnowsSome) {
  for (std::size_t i = 0; i < WaitEstimate::kSamplesMin; ++i) {
    const auto [client, ticket] = waiting_visitor();
    clock.advance(3s);
    desk.deliver(proposal_for(ticket));
  }
  const ClientId client = connect_and_greet();
  ask(client);
  let_wait();
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).estimate_ms, 3000);
}

}  // namespace
}  // namespace nexus::matching
