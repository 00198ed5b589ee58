// What the desk counts of searches, matches and tokens.
// SPDX-License-Identifier: MIT
#include "matching/matching_metrics.hpp"

#include "matching/testing/desk_fixture.hpp"

#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using protocol::Mode;

class MatchingMetricsTest : public DeskFixture {
 protected:
  MatchingMetricsTest() { renew(); }

  [[nodiscard]] std::int64_t waiting() const {
    return desk.metrics().waiting.value(kFirst, Mode::kVideo);
  }

  static constexpr LaneIndex kFirst{0};
};

TEST_F(MatchingMetricsTest, ASearchWaitsUntilItsMatchAndAgainWhenThatFallsThrough) {
  const auto [client, ticket] = waiting_visitor();
  EXPECT_EQ(waiting(), 1);
  clock.advance(3s);
  const Proposal proposal = proposal_for(ticket);
  desk.deliver(proposal);
  EXPECT_EQ(waiting(), 0);
  const MatchingMetrics& metrics = desk.metrics();
  EXPECT_EQ(metrics.matches.value(kFirst, Mode::kVideo), 1U);
  EXPECT_EQ(metrics.match_wait.count(kFirst, Mode::kVideo), 1U);
  EXPECT_EQ(metrics.match_wait.seconds(kFirst, Mode::kVideo), 3);
  desk.deliver(Release{ticket, proposal.room, true});
  EXPECT_EQ(waiting(), 1);
  EXPECT_EQ(metrics.fell_through.value(FellThrough::kNoShow), 1U);
  desk.close(client);
  EXPECT_EQ(waiting(), 0);
  EXPECT_EQ(metrics.searches_ended.value(SearchEnd::kClosed), 1U);
}

TEST_F(MatchingMetricsTest, ADeliveryThatRepeatsCountsOnce) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal proposal = proposal_for(ticket);
  for (int i = 0; i < 3; ++i) desk.deliver(proposal);
  EXPECT_EQ(desk.metrics().matches.total(), 1U);
  EXPECT_EQ(waiting(), 0);
}

TEST_F(MatchingMetricsTest, EachEndOfASearchIsCounted) {
  const auto ended = [&](SearchEnd why) { return desk.metrics().searches_ended.value(why); };
  const auto [client, ticket] = waiting_visitor();
  (void)ask(client, 2);
  EXPECT_EQ(ended(SearchEnd::kReplaced), 1U);
  say(client, protocol::Cancel{.find = 2});
  EXPECT_EQ(ended(SearchEnd::kCancelled), 1U);
  const MatchedVisitor matched = matched_visitor();
  desk.close(matched.client);
  EXPECT_EQ(ended(SearchEnd::kMatched), 1U);
  EXPECT_EQ(desk.metrics().searches.total(), 3U);
  EXPECT_EQ(waiting(), 0);
}

TEST_F(MatchingMetricsTest, TokensThatAreNotGenuineAreCounted) {
  const auto refused = [&](RefusedToken kind) {
    return desk.metrics().tokens_refused.value(kind, Only{});
  };
  const ClientId client = connect();
  (void)hello(client, "forged");
  EXPECT_EQ(refused(RefusedToken::kSession), 1U);
  say(client, protocol::Find{.find = 1, .place = "forged"});
  EXPECT_EQ(refused(RefusedToken::kPlace), 1U);
  say(client, protocol::Report{.room = RoomId::random(random).text(), .encounter = "forged"});
  EXPECT_EQ(refused(RefusedToken::kEncounter), 1U);
  EXPECT_EQ(desk.metrics().reports_refused.value(ReportRefusal::kNoEncounter), 1U);
  (void)connect_and_greet();  // a first visit has no session
  EXPECT_EQ(desk.metrics().tokens_refused.total(), 3U);
}

}  // namespace
}  // namespace nexus::matching
