// How a search widens, which partners it avoids, and the messages to the visitor.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using protocol::WidenedTo;
using testing::ElementsAre;
using testing::IsEmpty;

class WideningTest : public DeskFixture {
 protected:
  WideningTest() { renew(); }

  ClientId searching_for(std::vector<std::string> interests) {
    const ClientId client = connect_and_greet();
    say(client, protocol::Find{.find = 1, .interests = std::move(interests)});
    return client;
  }

  static std::size_t buckets_of(const Ticket& ticket) { return ticket.plan.wait_in.size(); }
};

TEST_F(WideningTest, WidensAWaitingSearchInItsPlaceAndNotifiesItsVisitor) {
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

TEST_F(WideningTest, WidensASearchWhoseFindIsOnItsWay) {
  searching_for({"chess"});
  const std::size_t asked = store.finds.size();
  pass(Patience{}.interests);
  EXPECT_EQ(store.finds.size(), asked);  // only one find of a ticket at a time
  let_wait();
  ASSERT_EQ(store.finds.size(), asked + 1);
  EXPECT_GT(buckets_of(store.finds.back().ticket), buckets_of(store.finds[asked - 1].ticket));
}

TEST_F(WideningTest, DoesNotWidenAMatch) {
  const ClientId client = searching_for({"chess"});
  let_wait();
  desk.deliver(proposal_for(store.finds.back().ticket.id));
  (void)outlet.take(client);
  pass(Patience{}.interests);
  EXPECT_THAT(outlet.take(client), IsEmpty());
}

TEST_F(WideningTest, KeepsItsWideningWhenAMatchFallsThrough) {
  const ClientId client = searching_for({"chess"});
  let_wait();
  pass(Patience{}.interests);
  let_wait();
  const std::size_t wide = buckets_of(store.finds.back().ticket);
  const Proposal proposal = proposal_for(store.finds.back().ticket.id);
  desk.deliver(proposal);
  desk.deliver(Release{proposal.ticket, proposal.room});
  EXPECT_EQ(buckets_of(store.finds.back().ticket), wide);
  (void)outlet.take(client);
}

TEST_F(WideningTest, AvoidsARecentPartnerUntilPatienceEnds) {
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

TEST_F(WideningTest, ForgetsWhoIsNoLongerRecent) {
  const auto [client, ticket] = waiting_visitor();
  meet_and_skip(client, ticket, 2);
  pass(RecentLimits{}.life);
  say(client, protocol::Find{.find = 3});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, IsEmpty());
}

TEST_F(WideningTest, MeetsItsOwnNetworkOnlyAfterAWhileAndDoesNotSaySo) {
  const NetworkTag network = NetworkTag::random(random);
  const ClientId client = connect({.host = network, .site = {}, .region = {}});
  (void)hello(client);
  const TicketId ticket = ask(client);
  EXPECT_EQ(store.finds.back().ticket.network, network);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid_networks, ElementsAre(network));
  let_wait();
  (void)outlet.take(client);
  pass(Patience{}.own_network);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid_networks, IsEmpty());
  EXPECT_THAT(outlet.take(client), IsEmpty());
}

}  // namespace
}  // namespace nexus::matching
