// Partners to meet again: what a find may name, and what follows for the search and its match.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class MeetAgainTest : public DeskFixture {
 protected:
  MeetAgainTest() { renew(); }

  /// A visitor that met a partner and skips it; nothing is named yet.
  void SetUp() override {
    client = connect();
    visitor = VisitorId::parse(hello(client).visitor).value();
    met = meet_and_skip(client, ask(client), 2);
    encounter = encounter_of(met);
    (void)outlet.take(client);
  }

  /// The ticket of a search that names `again`.
  const Ticket& search(std::vector<protocol::LikedPartner> again) {
    say(client, protocol::Find{.find = ++find, .again = std::move(again)});
    return store.finds.back().ticket;
  }
  [[nodiscard]] protocol::LikedPartner liked() const { return {met.room.text(), encounter}; }
  [[nodiscard]] static std::vector<RoomId> named(const Ticket& ticket) {
    return decode_profile(ticket.profile).again;
  }

  ClientId client{};
  VisitorId visitor;
  Proposal met;
  std::string encounter;
  std::int64_t find = 2;
};

TEST_F(MeetAgainTest, ARecentPartnerIsNotAvoidedIfItIsNamed) {
  EXPECT_THAT(search({}).plan.avoid, Contains(met.partner));
  EXPECT_THAT(named(store.finds.back().ticket), IsEmpty());
  const Ticket& ticket = search({liked()});
  EXPECT_THAT(ticket.plan.avoid, Not(Contains(met.partner)));
  EXPECT_THAT(named(ticket), ElementsAre(met.room));
  Profile profile;
  profile.lane = "general";
  profile.again = {met.room};
  EXPECT_EQ(ticket.plan.look.front(), make_plan(profile, {}, 0s, {}).look.front());
}

TEST_F(MeetAgainTest, OnlyAVisitorOfThatRoomCanNameIt) {
  const RoomId other = RoomId::random(random);
  EXPECT_THAT(named(search({{other.text(), encounter}})), IsEmpty());
  EXPECT_THAT(named(search({{met.room.text(), "AAAA.AAAA"}})), IsEmpty());
  const std::string of_partner =
      credentials.encounters.issue({met.partner, met.room, visitor, {}, clock.wall()});
  EXPECT_THAT(named(search({{met.room.text(), of_partner}})), IsEmpty());
  EXPECT_EQ(desk.metrics().tokens_refused.value(RefusedToken::kEncounter, Only{}), 3U);
  EXPECT_THAT(named(search({{met.room.text(), of_partner}, liked(), liked()})),
              ElementsAre(met.room))
      << "the others count, each once";
}

TEST_F(MeetAgainTest, AnEncounterCanBeNamedFor25Hours) {
  clock.advance(25h);
  EXPECT_THAT(named(search({liked()})), ElementsAre(met.room));
  clock.advance(1ms);
  EXPECT_THAT(named(search({liked()})), IsEmpty());
}

TEST_F(MeetAgainTest, ABlockWins) {
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter});
  const Ticket& ticket = search({liked()});
  EXPECT_THAT(named(ticket), IsEmpty());
  EXPECT_THAT(ticket.plan.avoid, Contains(met.partner));
}

TEST_F(MeetAgainTest, ABlockDuringTheSearchWins) {
  (void)search({liked()});
  let_wait();
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, Contains(met.partner));
}

TEST_F(MeetAgainTest, TheVisitorLearnsThatItMetThePartnerOnlyIfBothNameTheRoom) {
  const auto match = [&](std::vector<RoomId> named_by_partner) {
    Proposal proposal = proposal_for(search({liked()}).id);
    proposal.partner = met.partner;
    Profile partner;
    partner.again = std::move(named_by_partner);
    proposal.partner_profile = encode_profile(partner);
    (void)outlet.take(client);
    desk.deliver(proposal);
    return outlet.take_one<protocol::Matched>(client).again;
  };
  EXPECT_EQ(match({}), std::nullopt);
  EXPECT_EQ(match({RoomId::random(random)}), std::nullopt);
  EXPECT_EQ(desk.metrics().reunions.value(), 0U);
  EXPECT_EQ(match({met.room}), met.room.text());
  EXPECT_EQ(desk.metrics().reunions.value(), 1U);
}

/// What a visitor receives while it waits must not depend on whether the partner searches.
TEST_F(MeetAgainTest, NoReplyShowsThatSomebodyWasNamed) {
  const auto replies_to = [&](std::vector<protocol::LikedPartner> again) {
    (void)search(std::move(again));
    let_wait();
    auto replies = outlet.take(client);
    EXPECT_EQ(replies.size(), 1U);
    auto queued = std::get<protocol::Queued>(replies.front());
    queued.find = 0;
    queued.place.reset();
    return queued;
  };
  const protocol::Queued usual = replies_to({});
  EXPECT_EQ(replies_to({liked()}), usual);
  EXPECT_EQ(replies_to({{met.room.text(), "AAAA.AAAA"}}), usual);
}

/// Visitors choose whom they meet again, so such a match must not improve a network's record.
TEST_F(MeetAgainTest, AMatchThatWasArrangedEarnsNoCreditForItsNetwork) {
  const NetworkTag theirs = NetworkTag::random(random);
  Profile partner;
  partner.network = theirs;
  const auto is_delayed = [&] {
    const ClientId late = connect({.host = theirs, .site = {}, .region = {}});
    (void)hello(late);
    (void)ask(late);
    const Plan plan = store.finds.back().ticket.plan;
    desk.close(late);
    return plan.wait_in.size() == 1 && plan.wait_in.front().ends_with("delayed");
  };
  for (int i = 0; i < 6; ++i) {
    const TicketId ticket = search({}).id;
    Proposal proposal = proposal_for(ticket);
    proposal.partner_profile = encode_profile(partner);
    desk.deliver(proposal);
    desk.deliver(Release{ticket, proposal.room, true});
  }
  ASSERT_TRUE(is_delayed()) << "its visitors did not come";

  const auto meet_four = [&](std::vector<protocol::LikedPartner> again) {
    for (int i = 0; i < 4; ++i) {
      Proposal proposal = proposal_for(search(again).id);
      proposal.partner_profile = encode_profile(partner);
      desk.deliver(proposal);
      store.answer(store.commits.back(), CommitReply::kKept);
      clock.advance(kJoinWindow);
    }
    (void)search({});
  };
  partner.again = {met.room};
  meet_four({liked()});
  EXPECT_TRUE(is_delayed());
  partner.again.clear();
  meet_four({});
  EXPECT_FALSE(is_delayed());
}

}  // namespace
}  // namespace nexus::matching
