// What a desk does with reports. Blocks themselves: desk_wishes_test.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using protocol::ErrorCode;
using protocol::ReportReason;
using testing::ElementsAre;
using testing::IsEmpty;

class DeskReportTest : public DeskFixture {
 protected:
  void SetUp() override { renew(); }

  /// A visitor who was matched with a partner, and has their room.
  std::pair<ClientId, Proposal> acquainted() {
    const auto [client, ticket] = waiting_visitor();
    Proposal proposal = proposal_for(ticket);
    desk.deliver(proposal);
    (void)outlet.take_one<protocol::Matched>(client);
    return {client, proposal};
  }

  void report(ClientId client, RoomId room, std::optional<std::string> note = {}) {
    say(client, protocol::Report{
                    .room = room.text(), .reason = ReportReason::kSpam, .note = std::move(note)});
  }
};

TEST_F(DeskReportTest, KeepsWhoSaysWhatOfWhom) {
  const ClientId client = connect();
  const VisitorId visitor = *VisitorId::parse(hello(client).visitor);
  const Proposal met = proposal_for(ask(client));
  desk.deliver(met);
  (void)outlet.take_one<protocol::Matched>(client);
  report(client, met.room, "sells watches");
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

TEST_F(DeskReportTest, BlocksThePartnerForEverAndOnEveryNode) {
  const auto [client, met] = acquainted();
  report(client, met.room);
  const auto reported = outlet.take_one<protocol::Reported>(client);
  clock.advance(EncounterLimits{}.memory);
  desk.tick();
  say(client, protocol::Find{.find = 2});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
  const ClientId elsewhere = connect();
  hello(elsewhere, reported.session);
  say(elsewhere, protocol::Find{.find = 1});
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
}

TEST_F(DeskReportTest, ReachesASearchThatWaits) {
  const auto [client, met] = acquainted();
  say(client, protocol::Find{.find = 2});
  let_wait();
  clock.advance(Patience{}.recent);  // the recent partner would be welcome again
  desk.tick();
  let_wait();
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, IsEmpty());
  report(client, met.room);
  EXPECT_THAT(store.finds.back().ticket.plan.avoid, ElementsAre(met.partner));
}

TEST_F(DeskReportTest, RecordsAPairOnceAndAnswersTheSecondLikewise) {
  const auto [client, met] = acquainted();
  report(client, met.room);
  const auto first = outlet.take_one<protocol::Reported>(client);
  report(client, met.room, "once more");
  const auto second = outlet.take_one<protocol::Reported>(client);
  EXPECT_EQ(second.room, first.room);
  EXPECT_EQ(sessions.read(second.session)->blocked, sessions.read(first.session)->blocked);
  EXPECT_EQ(reports.reports.size(), 1U);
}

TEST_F(DeskReportTest, TakesAReportOfALongTalkAndNoneAfterAnHour) {
  const auto [client, met] = acquainted();
  const auto [other, met_too] = acquainted();
  clock.advance(EncounterLimits{}.memory - kDeskTick);
  desk.tick();
  report(client, met.room);
  (void)outlet.take_one<protocol::Reported>(client);
  clock.advance(kDeskTick);
  desk.tick();
  report(other, met_too.room);
  EXPECT_EQ(outlet.take_one<protocol::Error>(other).code, ErrorCode::kStaleRoom);
  EXPECT_EQ(reports.reports.size(), 1U);
}

TEST_F(DeskReportTest, CannotReportSomebodyFromAForeignRoom) {
  const auto [client, met] = acquainted();
  const auto [other, met_too] = acquainted();
  report(client, met_too.room);
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kStaleRoom);
  EXPECT_EQ(error.of, "report");
  EXPECT_THAT(reports.reports, IsEmpty());
  EXPECT_THAT(outlet.take(other), IsEmpty());
}

TEST_F(DeskReportTest, SaysSoWhenAReportCanNotBeKeptAndChangesNothing) {
  const auto [client, met] = acquainted();
  for (const auto& [failure, code] : {std::pair{ReportError::kFull, ErrorCode::kFull},
                                      {ReportError::kUnavailable, ErrorCode::kUnavailable}}) {
    reports.failure = failure;
    report(client, met.room);
    const auto error = outlet.take_one<protocol::Error>(client);
    EXPECT_EQ(error.code, code);
    EXPECT_GT(error.retry_after_ms, 0);
  }
  reports.failure.reset();
  report(client, met.room);  // the failed ones do not count as the one of this pair
  (void)outlet.take_one<protocol::Reported>(client);
  EXPECT_EQ(reports.reports.size(), 1U);
}

}  // namespace
}  // namespace nexus::matching
