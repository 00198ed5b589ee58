// Blocks and reports.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using protocol::ErrorCode;
using protocol::ReportReason;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class BlockTest : public DeskFixture {
 protected:
  BlockTest() { renew(); }
};

class ReportTest : public DeskFixture {
 protected:
  explicit ReportTest(bool with_evidence = false) : DeskFixture(with_evidence) { renew(); }

  /// A visitor who was matched with a partner, and its tokens from that match.
  struct Acquainted {
    ClientId client;
    protocol::Matched met;
    VisitorId partner;
    std::string session;
  };
  Acquainted acquainted(NetworkTag network = {}, std::optional<VisitorId> partner = {}) {
    Acquainted one{.client = connect({.host = network, .site = {}, .region = {}}),
                   .met = {},
                   .partner = {},
                   .session = {}};
    one.session = hello(one.client).session;
    Proposal proposal = proposal_for(ask(one.client));
    if (partner) proposal.partner = *partner;
    one.partner = proposal.partner;
    desk.deliver(proposal);
    one.met = outlet.take_one<protocol::Matched>(one.client);
    return one;
  }

  void report(ClientId client, const std::string& room, std::string encounter,
              std::optional<std::string> note = {}, ReportReason reason = ReportReason::kSpam) {
    say(client, protocol::Report{.room = room,
                                 .encounter = std::move(encounter),
                                 .reason = reason,
                                 .note = std::move(note)});
  }
  void report(ClientId client, const protocol::Matched& met, std::optional<std::string> note = {}) {
    report(client, met.room, met.encounter.value_or(""), std::move(note));
  }
};

TEST_F(ReportTest, RecordsReporterReasonAndPartner) {
  const ClientId client = connect();
  const VisitorId visitor = *VisitorId::parse(hello(client).visitor);
  const Proposal met = proposal_for(ask(client));
  desk.deliver(met);
  report(client, outlet.take_one<protocol::Matched>(client), "sells watches");
  EXPECT_EQ(outlet.take_one<protocol::Reported>(client).room, met.room.text());
  ASSERT_EQ(reports.reports.size(), 1U);
  const Report& kept = reports.reports.front();
  EXPECT_EQ(kept.at, clock.wall());
  EXPECT_EQ(kept.room, met.room);
  EXPECT_EQ(kept.reporter, visitor);
  EXPECT_EQ(kept.reported, met.partner);
  EXPECT_EQ(kept.reason, ReportReason::kSpam);
  EXPECT_EQ(kept.note, "sells watches");
}

TEST_F(ReportTest, BlocksThePartnerPermanentlyOnEveryNode) {
  const auto [client, met, partner, session] = acquainted();
  report(client, met);
  const auto reported = outlet.take_one<protocol::Reported>(client);
  clock.advance(RecentLimits{}.life);
  desk.tick();
  say(client, protocol::Find{.find = 2});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(partner));
  const ClientId elsewhere = connect();
  hello(elsewhere, reported.session);
  say(elsewhere, protocol::Find{.find = 1});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(partner));
}

TEST_F(ReportTest, HoldsForTheNetworkOfThePartnerUntilPatienceEnds) {
  Profile theirs;
  theirs.network = NetworkTag::random(random);
  const ClientId client = connect();
  (void)hello(client);
  Proposal proposal = proposal_for(ask(client));
  proposal.partner_profile = encode_profile(theirs);
  desk.deliver(proposal);
  report(client, outlet.take_one<protocol::Matched>(client));
  const auto reported = outlet.take_one<protocol::Reported>(client);
  const ClientId elsewhere = connect();
  (void)hello(elsewhere, reported.session);
  (void)ask(elsewhere);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid_networks, ElementsAre(theirs.network));
  let_wait();
  pass(Patience{}.recent);  // it searches again, since the partner is not recent any more
  EXPECT_THAT(store.finds.back().ticket.plan.avoid_networks, ElementsAre(theirs.network));
  let_wait();
  pass(Patience{}.blocked_networks - Patience{}.recent);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid_networks, IsEmpty());
}

TEST_F(ReportTest, ReachesASearchThatWaits) {
  const auto [client, met, partner, session] = acquainted();
  say(client, protocol::Find{.find = 2});
  let_wait();
  clock.advance(Patience{}.recent);  // the partner is not recent any more
  desk.tick();
  let_wait();
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, IsEmpty());
  report(client, met);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(partner));
}

TEST_F(ReportTest, MayFollowABlockWhichStays) {
  const auto [client, met, partner, session] = acquainted();
  say(client, protocol::Block{.room = met.room, .encounter = met.encounter});
  (void)outlet.take_one<protocol::Blocked>(client);
  say(client, protocol::Find{.find = 2});
  report(client, met, "after the block");
  (void)outlet.take_one<protocol::Reported>(client);
  ASSERT_EQ(reports.reports.size(), 1U);
  EXPECT_EQ(reports.reports.front().reported, partner);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, Contains(partner));
}

TEST_F(ReportTest, RecordsARoomOnceAndRepliesTheSameTwice) {
  const auto [client, met, partner, session] = acquainted();
  report(client, met);
  const auto first = outlet.take_one<protocol::Reported>(client);
  report(client, met, "once more");
  const auto second = outlet.take_one<protocol::Reported>(client);
  EXPECT_EQ(second.room, first.room);
  EXPECT_EQ(credentials.sessions.read(second.session, clock.wall())->blocked,
            credentials.sessions.read(first.session, clock.wall())->blocked);
  EXPECT_EQ(reports.reports.size(), 1U);
}

TEST_F(ReportTest, CountsReportersByTheirNetwork) {
  const VisitorId victim = VisitorId::random(random);
  const NetworkTag one_network = NetworkTag::random(random);
  for (int i = 0; i < 13; ++i) {
    const Acquainted liar = acquainted(one_network, victim);
    report(liar.client, liar.met);
  }
  ASSERT_EQ(reports.reports.size(), 13U);
  for (const Report& one : reports.reports) EXPECT_EQ(one.networks, 1U);
  const Acquainted other = acquainted(NetworkTag::random(random), victim);
  report(other.client, other.met);
  EXPECT_EQ(reports.reports.back().networks, 2U);
  const Acquainted unknown = acquainted({}, victim);
  report(unknown.client, unknown.met);
  EXPECT_EQ(reports.reports.back().networks, 3U) << "a visitor without a network counts as itself";
  clock.advance(Reporters::kDay);
  desk.tick();
  const Acquainted later = acquainted(NetworkTag::random(random), victim);
  report(later.client, later.met);
  EXPECT_EQ(reports.reports.back().networks, 1U);
}

TEST_F(ReportTest, RecordsALimitedNumberOfReportsOfOneNetworkADay) {
  const NetworkTag network = NetworkTag::random(random);
  for (int i = 0; i < 20; ++i) {
    const Acquainted one = acquainted(network);
    report(one.client, one.met);
    (void)outlet.take_one<protocol::Reported>(one.client);
  }
  const Acquainted one = acquainted(network);
  clock.advance(1h);
  report(one.client, one.met);
  const auto error = outlet.take_one<protocol::Error>(one.client);
  EXPECT_EQ(error.code, ErrorCode::kFull);
  EXPECT_EQ(error.retry_after_ms, std::chrono::milliseconds(12min).count());
  EXPECT_EQ(reports.reports.size(), 20U);
  const Acquainted other = acquainted(NetworkTag::random(random));
  report(other.client, other.met);
  (void)outlet.take_one<protocol::Reported>(other.client);
  clock.advance(23h);
  desk.tick();
  const Acquainted later = acquainted(network);
  report(later.client, later.met);
  (void)outlet.take_one<protocol::Reported>(later.client);
}

TEST_F(ReportTest, TakesAnotherNumberOfReportsADayWhileItRuns) {
  DeskOptions fresh;
  fresh.network_reports = {.count = 1, .period = 24h, .burst = 1};
  desk.set_limits(fresh);
  const NetworkTag network = NetworkTag::random(random);
  const Acquainted first = acquainted(network);
  report(first.client, first.met);
  (void)outlet.take_one<protocol::Reported>(first.client);
  const Acquainted second = acquainted(network);
  report(second.client, second.met);
  EXPECT_EQ(outlet.take_one<protocol::Error>(second.client).code, ErrorCode::kFull);
}

TEST_F(ReportTest, SealsTheNetworksOfBothForTheOperator) {
  const NetworkTag ours = NetworkTag::random(random);
  Profile theirs;
  theirs.network = NetworkTag::random(random);
  const ClientId client = connect({.host = ours, .site = {}, .region = {}});
  (void)hello(client);
  Proposal proposal = proposal_for(ask(client));
  proposal.partner_profile = encode_profile(theirs);
  desk.deliver(proposal);
  report(client, outlet.take_one<protocol::Matched>(client));
  const Report& recorded = reports.reports.back();
  EXPECT_EQ(credentials.networks.open(recorded.reporter_tag)->tag, ours);
  EXPECT_EQ(credentials.networks.open(recorded.reported_tag)->tag, theirs.network);
}

TEST_F(ReportTest, AcceptsAReportDuringTheLongestConversationAndForAnHour) {
  const Acquainted one = acquainted();
  const Acquainted other = acquainted();
  clock.advance(credentials::kEncounterLife);
  report(one.client, one.met);
  (void)outlet.take_one<protocol::Reported>(one.client);
  clock.advance(1ms);
  report(other.client, other.met);
  EXPECT_EQ(outlet.take_one<protocol::Error>(other.client).code, ErrorCode::kStaleRoom);
  EXPECT_EQ(reports.reports.size(), 1U);
}

TEST_F(ReportTest, AcceptsAReportOfAMatchThatAnotherNodeMade) {
  const Acquainted one = acquainted();
  // Another desk with the same secrets, and without memory of any visitor.
  Desk elsewhere{DeskOptions{.node = NodeName{"desk-2"},
                             .ice_servers =
                                 [](VisitorId, const NetworkTags&) {
                                   return std::vector<protocol::IceServer>{};
                                 }},
                 ports,
                 credentials,
                 clock,
                 random,
                 Log(LogLevel::kError)};
  const ClientId client{77};
  elsewhere.open(client);
  elsewhere.receive(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion,
                                            .session = one.session});
  elsewhere.tick();
  store.answer(store.renews.back(), RenewReply{.unknown = {}, .proposed = {}, .homes = homes});
  (void)outlet.take(client);
  elsewhere.receive(client, protocol::Report{.room = one.met.room,
                                             .encounter = one.met.encounter,
                                             .reason = ReportReason::kMinor});
  EXPECT_EQ(outlet.take_one<protocol::Reported>(client).room, one.met.room);
  ASSERT_EQ(reports.reports.size(), 1U);
  EXPECT_EQ(reports.reports.front().reported, one.partner);
  elsewhere.receive(client, protocol::Find{.find = 1});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(one.partner));
}

TEST_F(ReportTest, CannotReportSomebodyWithoutProofOfHavingMetThem) {
  const Acquainted one = acquainted();
  const Acquainted other = acquainted();
  const auto refuses = [&](const std::string& room, const std::string& encounter) {
    report(one.client, room, encounter);
    const auto error = outlet.take_one<protocol::Error>(one.client);
    EXPECT_EQ(error.code, ErrorCode::kStaleRoom);
    EXPECT_EQ(error.of, "report");
    EXPECT_EQ(error.room, room);
  };
  refuses(other.met.room, *other.met.encounter);  // of another visitor
  refuses(other.met.room, *one.met.encounter);    // of another room
  refuses(one.met.room, "x");
  say(one.client, protocol::Report{.room = one.met.room, .reason = ReportReason::kSpam});
  EXPECT_EQ(outlet.take_one<protocol::Error>(one.client).code, ErrorCode::kStaleRoom);
  EXPECT_THAT(reports.reports, IsEmpty());
  EXPECT_THAT(outlet.take(other.client), IsEmpty());
}

TEST_F(ReportTest, RefusesAReportThatCannotBeRecordedAndChangesNothing) {
  const auto [client, met, partner, session] = acquainted();
  reports.is_failing = true;
  report(client, met);
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.room, met.room);
  EXPECT_GT(error.retry_after_ms, 0);
  reports.is_failing = false;
  report(client, met);  // failed reports do not count as the report of this pair
  (void)outlet.take_one<protocol::Reported>(client);
  EXPECT_EQ(reports.reports.size(), 1U);
}

TEST_F(BlockTest, ABlockIsPermanentOnEveryNode) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal met = meet_and_skip(client, ticket, 2);
  let_wait();
  (void)outlet.take(client);
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter_of(met)});
  const auto blocked = outlet.take_one<protocol::Blocked>(client);
  EXPECT_EQ(blocked.room, met.room.text());

  pass(RecentLimits{}.life);
  say(client, protocol::Find{.find = 3});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));

  const ClientId elsewhere = connect();
  hello(elsewhere, blocked.session);
  say(elsewhere, protocol::Find{.find = 1});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
}

TEST_F(BlockTest, ABlockReachesASearchThatWaits) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal met = meet_and_skip(client, ticket, 2);
  let_wait();
  pass(Patience{}.recent);  // the partner is not recent any more
  let_wait();
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter_of(met)});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
}

TEST_F(BlockTest, CannotBlockSomebodyFromAForeignRoom) {
  const auto [client, ticket] = waiting_visitor();
  const auto [other, other_ticket] = waiting_visitor();
  const Proposal met = meet_and_skip(other, other_ticket, 2);
  say(client, protocol::Block{.room = met.room.text(), .encounter = encounter_of(met)});
  EXPECT_EQ(outlet.take_one<protocol::Error>(client).code, protocol::ErrorCode::kStaleRoom);
}

TEST_F(BlockTest, KeepsTheLatestBlocksWhenThereAreTooMany) {
  const ClientId client = connect_and_greet();
  std::vector<VisitorId> partners;
  for (std::size_t i = 1; i <= kBlockedMax + 1; ++i) {
    say(client, protocol::Find{.find = static_cast<std::int64_t>(i)});
    const Proposal proposal = proposal_for(store.finds.back().ticket.id);
    desk.deliver(proposal);
    partners.push_back(proposal.partner);
    say(client, protocol::Block{.room = proposal.room.text(), .encounter = encounter_of(proposal)});
  }
  pass(RecentLimits{}.life);
  say(client, protocol::Find{.find = 1000});
  const auto& avoid = store.finds.back().ticket.plan.avoid;
  EXPECT_EQ(avoid.size(), kBlockedMax);
  EXPECT_THAT(avoid, Not(Contains(partners.front())));
  EXPECT_THAT(avoid, Contains(partners.back()));
}

class EvidenceTest : public ReportTest {
 protected:
  EvidenceTest() : ReportTest(true) {}
};

TEST_F(EvidenceTest, IsAdmittedUnderTheReferenceOfTheReport) {
  const auto [client, met, partner, session] = acquainted();
  report(client, met);
  const auto first = outlet.take_one<protocol::Reported>(client);
  ASSERT_TRUE(first.evidence);
  const Report& kept = reports.reports.front();
  EXPECT_EQ(credentials.evidence.reference_in(*first.evidence, clock.wall()),
            reference_of(kept.room, kept.reporter));
  // A client whose answer was lost reports again, and may still send the evidence.
  clock.advance(5s);
  report(client, met);
  const auto second = outlet.take_one<protocol::Reported>(client);
  EXPECT_EQ(credentials.evidence.reference_in(second.evidence.value_or(""), clock.wall()),
            reference_of(kept.room, kept.reporter));
}

TEST_F(EvidenceTest, IsNotAdmittedIfThePartnerSeemsToBeAChild) {
  const auto [client, met, partner, session] = acquainted();
  report(client, met.room, met.encounter.value_or(""), "looks twelve", ReportReason::kMinor);
  EXPECT_EQ(outlet.take_one<protocol::Reported>(client).evidence, std::nullopt);
  EXPECT_EQ(reports.reports.size(), 1U);
}

TEST_F(ReportTest, AdmitsNoEvidenceOnASiteThatTakesNone) {
  const auto [client, met, partner, session] = acquainted();
  report(client, met);
  EXPECT_EQ(outlet.take_one<protocol::Reported>(client).evidence, std::nullopt);
}

}  // namespace
}  // namespace nexus::matching
