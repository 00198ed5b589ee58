// The visitors' side of the desk.
// SPDX-License-Identifier: MIT
#include "matching/desk.hpp"

#include "matching/testing/desk_fixture.hpp"

namespace nexus::matching {
namespace {

using protocol::CloseCode;
using protocol::ErrorCode;

class DeskTest : public DeskFixture {
 protected:
  DeskTest() { renew(); }

  protocol::DecodeError bad_find() const {
    return {.code = ErrorCode::kInvalidField,
            .type = "find",
            .field = "interests",
            .message = "too many"};
  }
};

class TwoLanesDeskTest : public DeskFixture {
 protected:
  TwoLanesDeskTest() : DeskFixture(std::vector<std::string>{"general", "adult"}) {}
};

class RelayOnlyDeskTest : public DeskFixture {
 protected:
  RelayOnlyDeskTest() : DeskFixture(RelayPolicy::kAlways) {}
};

TEST_F(DeskTest, WelcomesAVisitorWithASessionOfItsOwn) {
  const auto first = hello(connect());
  const auto second = hello(connect());
  EXPECT_EQ(credentials.sessions.read(first.session, clock.wall()).value().visitor,
            VisitorId::parse(first.visitor));
  EXPECT_TRUE(VisitorId::parse(first.visitor));
  EXPECT_NE(first.visitor, second.visitor);
  EXPECT_EQ(first.online, 1);
  EXPECT_EQ(second.online, 2);
}

TEST_F(DeskTest, KnowsAVisitorAgainByItsSession) {
  const auto before = hello(connect());
  EXPECT_EQ(hello(connect(), before.session).visitor, before.visitor);
}

TEST_F(DeskTest, TakesAForgedSessionForANewVisitor) {
  const auto before = hello(connect());
  const std::string of_another_purpose = keyring("room").sign(before.visitor);
  for (const std::string& forged : {of_another_purpose, before.visitor, std::string("x")}) {
    EXPECT_NE(hello(connect(), forged).visitor, before.visitor);
  }
}

TEST_F(DeskTest, ASecondSocketOfAVisitorReplacesTheFirst) {
  const ClientId first = connect();
  const auto before = hello(first);
  const TicketId ticket = ask(first);
  let_wait();
  const ClientId second = connect();
  EXPECT_EQ(hello(second, before.session).visitor, before.visitor);
  EXPECT_EQ(outlet.hang_ups, (std::vector{FakeMatchOutlet::HangUp{first, CloseCode::kReplaced}}));
  ASSERT_EQ(store.withdraws.size(), 1U);
  EXPECT_EQ(store.withdraws.front().ticket, ticket);

  desk.close(first);
  EXPECT_EQ(desk.online(), 1U);
  const ClientId third = connect();
  (void)hello(third, before.session);
  EXPECT_EQ(outlet.hang_ups.back(), (FakeMatchOutlet::HangUp{second, CloseCode::kReplaced}));
}

TEST_F(DeskTest, LetsNobodyInWhomItsOutletTurnsAway) {
  const ClientId first = connect();
  const protocol::Welcome welcome = hello(first);
  outlet.banned = VisitorId::parse(welcome.visitor);
  const ClientId second = connect();
  say(second,
      protocol::Hello{.protocol = protocol::limits::kProtocolVersion, .session = welcome.session});
  EXPECT_TRUE(outlet.take(second).empty());
  EXPECT_TRUE(outlet.hang_ups.empty()) << "the first socket is for the outlet to close";
  EXPECT_EQ(desk.online(), 1U);
  desk.close(second);
  EXPECT_EQ(desk.online(), 1U);
}

TEST_F(DeskTest, ASocketThatIsGoneIsNotReplaced) {
  const ClientId first = connect();
  const auto before = hello(first);
  desk.close(first);
  (void)hello(connect(), before.session);
  EXPECT_TRUE(outlet.hang_ups.empty());
  EXPECT_EQ(desk.online(), 1U);
}

TEST_F(DeskTest, RefusesASecondHello) {
  const ClientId client = connect();
  const auto before = hello(client);
  say(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion});
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kUnexpected);
  EXPECT_EQ(error.of, "hello");
  EXPECT_EQ(desk.online(), 1U);
  ask(client);
  EXPECT_EQ(store.finds.back().ticket.visitor, VisitorId::parse(before.visitor));
}

TEST_F(DeskTest, HangsUpOnAnotherVersionOfTheProtocol) {
  const ClientId client = connect();
  say(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion + 1});
  EXPECT_EQ(outlet.take_one<protocol::Error>(client).code, ErrorCode::kVersion);
  EXPECT_EQ(outlet.hang_ups, (std::vector{FakeMatchOutlet::HangUp{client, CloseCode::kVersion}}));
  EXPECT_EQ(desk.online(), 0U);
}

TEST_F(DeskTest, HangsUpOnASocketThatDoesNotSayHelloInTime) {
  const ClientId polite = connect_and_greet();
  const ClientId silent = connect();
  const ClientId gone = connect();
  desk.close(gone);
  clock.advance(kHelloTimeout - std::chrono::milliseconds(1));
  desk.tick();
  EXPECT_TRUE(outlet.hang_ups.empty());
  clock.advance(std::chrono::milliseconds(1));
  desk.tick();
  desk.tick();
  EXPECT_EQ(outlet.hang_ups,
            (std::vector{FakeMatchOutlet::HangUp{silent, CloseCode::kHelloTimeout}}));
  EXPECT_TRUE(outlet.take(polite).empty());
}

TEST_F(DeskTest, WantsAHelloBeforeAnythingElse) {
  const ClientId client = connect();
  say(client, protocol::Find{.find = 1});
  EXPECT_EQ(outlet.take_one<protocol::Error>(client).of, "find");
  say(client, protocol::Cancel{.find = 1});
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.of, "cancel");
  EXPECT_EQ(error.code, ErrorCode::kUnexpected);
  EXPECT_TRUE(store.finds.empty());
}

TEST_F(DeskTest, RefusesAFindThatDoesNotRiseAndKeepsTheSearch) {
  const ClientId client = connect_and_greet();
  ask(client, 2);
  for (const std::int64_t find : {2, 1}) {
    say(client, protocol::Find{.find = find});
    const auto error = outlet.take_one<protocol::Error>(client);
    EXPECT_EQ(error.code, ErrorCode::kUnexpected);
    EXPECT_EQ(error.find, find);
  }
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(store.withdraws.empty());
  let_wait();
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).find, 2);
}

TEST_F(DeskTest, ReplacesASearchByANewerOne) {
  const auto [client, first] = waiting_visitor();
  const TicketId second = ask(client, 2);
  EXPECT_NE(second, first);
  EXPECT_EQ(store.finds.back().ticket.place, 0);
  ASSERT_EQ(store.withdraws.size(), 1U);
  EXPECT_EQ(store.withdraws.back().ticket, first);
  let_wait();
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).find, 2);
}

TEST_F(DeskTest, TellsTheNewerSearchNothingOfTheReplacedOne) {
  const ClientId client = connect_and_greet();
  const TicketId first = ask(client, 1);
  ask(client, 2);
  store.answer(store.finds[0], FindReply{proposal_for(first)});
  EXPECT_TRUE(outlet.take(client).empty());
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().ticket, first);
  EXPECT_TRUE(store.commits.empty());
}

TEST_F(DeskTest, CancelsASearch) {
  const auto [client, ticket] = waiting_visitor();
  say(client, protocol::Cancel{.find = 1});
  EXPECT_EQ(outlet.take_one<protocol::Cancelled>(client).find, 1);
  ASSERT_EQ(store.withdraws.size(), 1U);
  EXPECT_EQ(store.withdraws.back().ticket, ticket);
}

TEST_F(DeskTest, AbandonsAProposalThatComesAfterTheCancel) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  say(client, protocol::Cancel{.find = 1});
  (void)outlet.take_one<protocol::Cancelled>(client);
  const Proposal late = proposal_for(ticket);
  store.answer(store.finds.back(), FindReply{late});
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().ticket, ticket);
  EXPECT_EQ(store.abandons.back().room, late.room);
  EXPECT_TRUE(store.commits.empty());
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskTest, WithdrawsATicketThatWasQueuedAfterTheCancel) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  say(client, protocol::Cancel{.find = 1});
  let_wait();
  ASSERT_EQ(store.withdraws.size(), 2U);  // the first one may have overtaken the find
  EXPECT_EQ(store.withdraws.back().ticket, ticket);
  (void)outlet.take_one<protocol::Cancelled>(client);
}

TEST_F(DeskTest, AnswersACancelThatCrossesAMatch) {
  const auto [client, ticket, room] = matched_visitor();
  say(client, protocol::Cancel{.find = 1});
  EXPECT_EQ(outlet.take_one<protocol::Cancelled>(client).find, 1);
  EXPECT_TRUE(store.withdraws.empty());  // a committed ticket stays committed
  desk.deliver(Release{ticket, room});
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskTest, KeepsTheNewerSearchWhenAnOlderOneIsCancelled) {
  const ClientId client = connect_and_greet();
  ask(client, 1);
  ask(client, 2);
  const std::size_t withdrawn = store.withdraws.size();
  say(client, protocol::Cancel{.find = 1});
  EXPECT_EQ(outlet.take_one<protocol::Cancelled>(client).find, 1);
  EXPECT_EQ(store.withdraws.size(), withdrawn);
}

TEST_F(DeskTest, RefusesToCancelAFindThatNeverWas) {
  const auto [client, ticket] = waiting_visitor();
  say(client, protocol::Cancel{.find = 2});
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kUnexpected);
  EXPECT_EQ(error.find, 2);
  EXPECT_TRUE(store.withdraws.empty());
}

TEST_F(DeskTest, WithdrawsTheTicketOfAVisitorWhoLeaves) {
  const auto [client, ticket] = waiting_visitor();
  desk.close(client);
  ASSERT_EQ(store.withdraws.size(), 1U);
  EXPECT_EQ(store.withdraws.back().ticket, ticket);
}

TEST_F(DeskTest, AbandonsAProposalForAVisitorWhoLeftWhileTheStoreWasAsked) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  desk.close(client);
  store.answer(store.finds.back(), FindReply{proposal_for(ticket)});
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_TRUE(store.commits.empty());
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskTest, LeavesTheRoomOfAMatchedVisitorAloneWhenItsSocketGoes) {
  const auto [client, ticket, room] = matched_visitor();
  desk.close(client);
  EXPECT_TRUE(store.withdraws.empty());
  EXPECT_TRUE(store.abandons.empty());
  desk.deliver(Release{ticket, room});
  store.answer(store.commits.back(), CommitReply::kReleased);
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(DeskTest, HearsNothingMoreOfASocketThatIsGone) {
  const ClientId client = connect_and_greet();
  desk.close(client);
  desk.close(client);
  say(client, protocol::Find{.find = 1});
  EXPECT_TRUE(store.finds.empty());
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskTest, SaysWhyAMessageIsRefused) {
  const ClientId client = connect_and_greet();
  desk.receive(client, fail(bad_find()));
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kInvalidField);
  EXPECT_EQ(error.of, "find");
  EXPECT_EQ(error.field, "interests");
  desk.receive(client, fail(protocol::DecodeError{.code = ErrorCode::kMalformed}));
  const auto malformed = outlet.take_one<protocol::Error>(client);
  EXPECT_FALSE(malformed.of);
  EXPECT_FALSE(malformed.field);
}

TEST_F(DeskTest, HangsUpAfterTooManyRefusedMessages) {
  const ClientId client = connect_and_greet();
  for (int i = 1; i < kRefusalsMax; ++i) desk.receive(client, fail(bad_find()));
  EXPECT_TRUE(outlet.hang_ups.empty());
  desk.receive(client, fail(bad_find()));
  EXPECT_EQ(outlet.hang_ups,
            (std::vector{FakeMatchOutlet::HangUp{client, CloseCode::kBadRequest}}));
}

TEST_F(DeskTest, ChangesNothingOfOthersWhenItRefuses) {
  const auto [innocent, ticket] = waiting_visitor();
  const ClientId stranger = connect();
  say(stranger, protocol::Find{.find = 1});
  say(stranger, protocol::Cancel{.find = 1});
  const ClientId guilty = connect_and_greet();
  say(guilty, protocol::Hello{.protocol = protocol::limits::kProtocolVersion});
  say(guilty, protocol::Cancel{.find = 1});
  for (int i = 0; i < kRefusalsMax; ++i) desk.receive(guilty, fail(bad_find()));
  desk.close(stranger);
  desk.close(guilty);
  EXPECT_TRUE(outlet.take(innocent).empty());
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(store.withdraws.empty());
  EXPECT_TRUE(store.abandons.empty());
  desk.deliver(proposal_for(ticket));
  (void)outlet.take_one<protocol::Matched>(innocent);
}

TEST_F(DeskTest, CountsWhoSaidHelloAndIsStillThere) {
  const ClientId silent = connect();
  const ClientId one = connect_and_greet();
  const ClientId two = connect_and_greet();
  EXPECT_EQ(desk.online(), 2U);
  desk.close(one);
  desk.close(one);
  desk.close(silent);
  EXPECT_EQ(desk.online(), 1U);
  desk.close(two);
  EXPECT_EQ(desk.online(), 0U);
}

TEST_F(DeskTest, RefusesALaneThatNobodyNamed) {
  const ClientId client = connect_and_greet();
  const std::size_t asked = store.finds.size();
  say(client, protocol::Find{.find = 1, .lane = "nowhere"});
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, protocol::ErrorCode::kInvalidField);
  EXPECT_EQ(error.field, "lane");
  EXPECT_EQ(store.finds.size(), asked);
}

TEST_F(TwoLanesDeskTest, ListsWhatManySearchWithInItsFirstLane) {
  const auto search = [&](const std::string& lane, const std::string& interest) {
    const ClientId client = connect({.host = NetworkTag::random(random), .site = {}, .region = {}});
    (void)hello(client);
    say(client, protocol::Find{.find = 1, .lane = lane, .interests = {interest}});
  };
  for (int i = 0; i < 5; ++i) search("general", "Chess");
  for (int i = 0; i < 5; ++i) search("adult", "Films");
  EXPECT_TRUE(desk.popular_interests().empty());
  clock.advance(PopularInterests::kPeriod);
  desk.tick();
  EXPECT_EQ(desk.popular_interests(), std::vector<std::string>{"chess"});
  DeskOptions fresh;
  fresh.popular.hidden = {"chess"};
  desk.set_limits(fresh);
  EXPECT_TRUE(desk.popular_interests().empty());
}

TEST_F(DeskTest, GivesIceServersWithTheWelcome) {
  const ClientId client = connect();
  say(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion});
  const auto welcome = outlet.take_one<protocol::Welcome>(client);
  ASSERT_FALSE(welcome.ice_servers.empty());
  EXPECT_EQ(welcome.ice_servers.front().username, welcome.visitor);
  EXPECT_FALSE(welcome.relay_only);
}

TEST_F(RelayOnlyDeskTest, SaysInTheWelcomeThatEveryMatchIsRelayOnly) {
  const ClientId client = connect();
  say(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion});
  EXPECT_EQ(outlet.take_one<protocol::Welcome>(client).relay_only, true);
}

}  // namespace
}  // namespace nexus::matching
