// Matches that a visitor does not come to: their end for the partner, and what they cost a network.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class NoShowTest : public DeskFixture {
 protected:
  NoShowTest() { renew(); }

  [[nodiscard]] std::vector<RoomId> given_up() {
    std::vector<RoomId> rooms;
    for (const auto& call : store.given_up) rooms.push_back(call.room);
    return rooms;
  }

  /// `times` visitors of `network` do not join the room of a visitor of another network.
  void let_miss(NetworkTag network, int times) {
    Profile profile;
    profile.network = network;
    const ClientId client = connect_and_greet();
    TicketId ticket = ask(client);
    for (int i = 0; i < times; ++i) {
      Proposal proposal = proposal_for(ticket);
      proposal.partner_profile = encode_profile(profile);
      desk.deliver(proposal);
      desk.deliver(Release{ticket, proposal.room, true});
      ticket = store.finds.back().ticket.id;
    }
    desk.close(client);
  }

  /// The plan of a search by a new visitor of that network.
  Plan plan_of(NetworkTag network, std::int64_t find = 1) {
    last_client = connect({.host = network, .site = {}, .region = {}});
    (void)hello(last_client);
    (void)ask(last_client, find);
    return store.finds.back().ticket.plan;
  }

  const NetworkTag theirs = NetworkTag::random(random);
  ClientId last_client{};
};

TEST_F(NoShowTest, AFindACancelOrACloseGivesTheMatchUp) {
  const MatchedVisitor finds = matched_visitor();
  (void)ask(finds.client, 2);
  EXPECT_THAT(given_up(), ElementsAre(finds.room));
  const MatchedVisitor cancels = matched_visitor();
  say(cancels.client, protocol::Cancel{.find = 1});
  EXPECT_THAT(given_up(), ElementsAre(finds.room, cancels.room));
  const MatchedVisitor closes = matched_visitor();
  desk.close(closes.client);
  EXPECT_THAT(given_up(), ElementsAre(finds.room, cancels.room, closes.room));
  EXPECT_EQ(store.given_up.back().ticket, closes.ticket);
}

TEST_F(NoShowTest, ARoomThatIsOlderThanItsDeadlineIsLeftAlone) {
  const MatchedVisitor visitor = matched_visitor();
  clock.advance(kJoinWindow);
  (void)ask(visitor.client, 2);
  EXPECT_THAT(given_up(), IsEmpty());
}

TEST_F(NoShowTest, AStoppingNodeGivesNoMatchUp) {
  const MatchedVisitor visitor = matched_visitor();
  desk.say_goodbye();
  desk.close(visitor.client);
  EXPECT_THAT(given_up(), IsEmpty());
}

TEST_F(NoShowTest, NetworksThatStayAwayMeetEachOtherFirst) {
  const Plan usual = plan_of(theirs);
  let_miss(theirs, 4);
  EXPECT_EQ(plan_of(theirs), usual) << "some are free";
  let_miss(theirs, 2);
  const Plan delayed = plan_of(theirs);
  ASSERT_THAT(delayed.wait_in, SizeIs(1));
  EXPECT_THAT(usual.wait_in, testing::Not(testing::Contains(delayed.wait_in.front())));
  EXPECT_EQ(delayed.look, std::vector<Tier>{delayed.wait_in});
  const Plan of_others = plan_of(NetworkTag::random(random));
  EXPECT_EQ(of_others.wait_in, usual.wait_in) << "others are not delayed";
  EXPECT_EQ(of_others.look, usual.look);

  // After the delay the search goes on everywhere, in its old place.
  let_wait();
  const ClientId client = last_client;
  (void)plan_of(theirs);
  let_wait(9);
  const std::size_t asked = store.finds.size();
  (void)client;
  pass(4s + kDeskTick);
  ASSERT_GT(store.finds.size(), asked);
  const Plan later = store.finds.back().ticket.plan;
  EXPECT_EQ(store.finds.back().ticket.place, 9);
  for (const Bucket& bucket : usual.wait_in) {
    EXPECT_THAT(later.wait_in, testing::Contains(bucket));
  }
  EXPECT_THAT(later.wait_in, testing::Contains(delayed.wait_in.front()));
}

TEST_F(NoShowTest, TakesOtherLimitsWhileItRuns) {
  const Plan usual = plan_of(theirs);
  let_miss(theirs, 4);
  EXPECT_EQ(plan_of(theirs), usual) << "some are free";
  DeskOptions fresh;
  fresh.conduct.no_shows_free = 0;
  desk.set_limits(fresh);
  EXPECT_NE(plan_of(theirs), usual);
  fresh.conduct.delay_max = 0s;
  desk.set_limits(fresh);
  EXPECT_EQ(plan_of(theirs), usual);
}

TEST_F(NoShowTest, AVisitorThatLeavesBeforeItCanHaveLookedCountsAsIfItHadNotCome) {
  const Plan usual = plan_of(theirs);
  const ClientId client = last_client;
  std::int64_t find = 1;
  const auto meet_and_find = [&](std::chrono::milliseconds after) {
    desk.deliver(proposal_for(store.finds.back().ticket.id));
    clock.advance(after);
    (void)ask(client, ++find);
    return store.finds.back().ticket.plan;
  };
  const auto wait_in = [&](std::chrono::milliseconds after) {
    return meet_and_find(after).wait_in;
  };
  for (int i = 0; i < 20; ++i) EXPECT_EQ(wait_in(kGlance), usual.wait_in) << "a fast Skip";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(wait_in(kGlance - 1ms), usual.wait_in) << "some are free";
  EXPECT_NE(wait_in(kGlance - 1ms), usual.wait_in);
}

TEST_F(NoShowTest, AMatchThatFailedOtherwiseIsNoNoShow) {
  const Plan usual = plan_of(theirs);
  Profile profile;
  profile.network = theirs;
  const ClientId client = connect_and_greet();
  TicketId ticket = ask(client);
  for (int i = 0; i < 20; ++i) {
    Proposal proposal = proposal_for(ticket);
    proposal.partner_profile = encode_profile(profile);
    desk.deliver(proposal);
    desk.deliver(Release{ticket, proposal.room, false});
    ticket = store.finds.back().ticket.id;
  }
  EXPECT_EQ(plan_of(theirs), usual);
}

TEST_F(NoShowTest, ANetworkReceivesALimitedNumberOfDescriptions) {
  int received = 0;
  const auto match_visitor_of = [&](NetworkTag network) {
    const ClientId client = connect({.host = network, .site = {}, .region = {}});
    (void)hello(client);
    Proposal proposal = proposal_for(ask(client));
    proposal.role = Role::kResponder;
    proposal.partner_sdp = "an offer";
    desk.deliver(proposal);
    if (outlet.take_one<protocol::Matched>(client).offer) ++received;
  };
  for (int i = 0; i < 18; ++i) match_visitor_of(theirs);
  EXPECT_EQ(received, 10);
  match_visitor_of(NetworkTag::random(random));
  EXPECT_EQ(received, 11);
  for (int i = 0; i < 18; ++i) match_visitor_of(NetworkTag{});
  EXPECT_EQ(received, 29) << "visitors without a network are not counted";
  clock.advance(1s);
  for (int i = 0; i < 18; ++i) match_visitor_of(theirs);
  EXPECT_EQ(received, 31);
}

}  // namespace
}  // namespace nexus::matching
