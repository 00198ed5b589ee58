// Tickets in the store: proposals accepted or abandoned, commits, releases, retries.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <algorithm>

namespace nexus::matching {
namespace {

using protocol::ErrorCode;

class SearchQueueTest : public DeskFixture {
 protected:
  SearchQueueTest() { renew(); }
};

TEST_F(SearchQueueTest, TurnsAFindIntoATicket) {
  const ClientId client = connect();
  const auto welcome = hello(client);
  say(client, protocol::Find{.find = 1,
                             .mode = protocol::Mode::kText,
                             .interests = {"Chess"},
                             .languages = {"EN"},
                             .home = "room-2",
                             .offer = "an offer",
                             .answer = "an answer"});
  ASSERT_EQ(store.finds.size(), 1U);
  const Ticket& ticket = store.finds.back().ticket;
  const Profile wishes{"general", protocol::Mode::kText, {"chess"}, {"en"}};
  EXPECT_FALSE(ticket.id.is_none());
  EXPECT_FALSE(ticket.room.is_none());
  EXPECT_EQ(ticket.visitor, VisitorId::parse(welcome.visitor));
  EXPECT_EQ(ticket.owner, node);
  EXPECT_EQ(ticket.place, 0);
  EXPECT_EQ(ticket.profile, encode_profile(wishes));
  EXPECT_EQ(ticket.offer, "an offer");
  EXPECT_EQ(ticket.answer, "an answer");
  EXPECT_EQ(ticket.plan, make_plan(wishes, {}, {}, {}));
  EXPECT_EQ(ticket.home, homes[1]);
}

TEST_F(SearchQueueTest, SendsNoQueuedWhenTheProposalComesFirst) {
  const ClientId client = connect_and_greet();
  desk.deliver(proposal_for(ask(client)));
  (void)outlet.take_one<protocol::Matched>(client);
  let_wait();
  EXPECT_TRUE(outlet.take(client).empty());
  EXPECT_TRUE(store.withdraws.empty());
}

TEST_F(SearchQueueTest, GoesOnLookingWhereTheStoreStopped) {
  const auto [client, ticket] = waiting_visitor();
  const auto answer = [&](Place look_after) {
    store.answer(store.finds.back(),
                 FindReply{Queued{.place = 7, .waiting = 90, .look_after = look_after}});
  };
  say(client, protocol::Find{.find = 2});
  answer(40);
  const std::size_t before = store.finds.size();
  pass(kLookPeriod);
  ASSERT_EQ(store.finds.size(), before + 1);
  EXPECT_EQ(store.finds.back().ticket.look_after, 40);
  EXPECT_EQ(store.finds.back().ticket.place, 7);
  answer(80);
  pass(kLookPeriod);
  EXPECT_EQ(store.finds.back().ticket.look_after, 80);
  answer(0);
  pass(4 * kLookPeriod);
  EXPECT_EQ(store.finds.size(), before + 2) << "it has looked at all";
  EXPECT_EQ(outlet.take(client).size(), 1U) << "the visitor was told once that it waits";
}

TEST_F(SearchQueueTest, LooksAtAllAgainUnderAnotherPlan) {
  const auto [client, ticket] = waiting_visitor();
  say(client, protocol::Find{.find = 2});
  store.answer(store.finds.back(), FindReply{Queued{.place = 7, .waiting = 90, .look_after = 40}});
  say(client, protocol::Offer{.find = 2, .offer = "another"});
  EXPECT_EQ(store.finds.back().ticket.look_after, 0);
  const std::size_t before = store.finds.size();
  let_wait();
  pass(4 * kLookPeriod);
  EXPECT_EQ(store.finds.size(), before) << "the earlier look is outdated";
}

TEST_F(SearchQueueTest, LooksAtAllAgainAlsoIfTheChangeHasToWait) {
  const auto [client, ticket] = waiting_visitor();
  for (std::uint32_t i = 0; i <= kRenewalRate.burst; ++i) {
    say(client, protocol::Offer{.find = 1, .offer = std::to_string(i)});
    if (!store.finds.back().done) continue;
    store.answer(store.finds.back(),
                 FindReply{Queued{.place = 7, .waiting = 90, .look_after = 40}});
  }
  const std::size_t before = store.finds.size();
  pass(kRenewalRate.period + kDeskTick);
  ASSERT_EQ(store.finds.size(), before + 1) << "the earlier look does not replace it";
  EXPECT_EQ(store.finds.back().ticket.look_after, 0);
}

TEST_F(SearchQueueTest, AbandonsAProposalForATicketThatItDoesNotHold) {
  const Proposal stray = proposal_for(TicketId::random(random));
  desk.deliver(stray);
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().ticket, stray.ticket);
  EXPECT_EQ(store.abandons.back().room, stray.room);
  EXPECT_TRUE(store.commits.empty());
}

TEST_F(SearchQueueTest, CommitsARepeatedProposalAgainAndNotifiesOnce) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal proposal = proposal_for(ticket);
  desk.deliver(proposal);
  (void)outlet.take_one<protocol::Matched>(client);
  desk.deliver(proposal);
  EXPECT_TRUE(outlet.take(client).empty());
  ASSERT_EQ(store.commits.size(), 2U);
  EXPECT_EQ(store.commits[1].room, proposal.room);
  EXPECT_TRUE(store.abandons.empty());
}

TEST_F(SearchQueueTest, CommitsATicketToOneRoomOnly) {
  const auto [client, ticket, room] = matched_visitor();
  const Proposal second = proposal_for(ticket);
  desk.deliver(second);
  EXPECT_TRUE(outlet.take(client).empty());
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().room, second.room);
  ASSERT_EQ(store.commits.size(), 1U);
  EXPECT_EQ(store.commits.back().room, room);
  // The first one counts: a release of the second changes nothing.
  desk.deliver(Release{ticket, second.room});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(SearchQueueTest, KeepsThePlaceWhenAMatchFallsThrough) {
  const auto [client, ticket, room] = matched_visitor(42);
  desk.deliver(Release{ticket, room});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_NE(store.finds.back().ticket.id, ticket);  // the old one was consumed
  EXPECT_NE(store.finds.back().ticket.room, room);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
  let_wait(42);
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).find, 1);
}

TEST_F(SearchQueueTest, KeepsThePlaceOfAFinderWhoseMatchFallsThrough) {
  const ClientId client = connect_and_greet();
  const Proposal proposal = proposal_for(ask(client), 42);
  store.answer(store.finds.back(), FindReply{proposal});
  desk.deliver(Release{proposal.ticket, proposal.room});
  EXPECT_EQ(store.finds.back().ticket.place, 42);
}

TEST_F(SearchQueueTest, NeverReusesATicketWhoseMatchFellThrough) {
  const auto [client, ticket, room] = matched_visitor();
  Proposal again = proposal_for(ticket);
  again.room = room;
  desk.deliver(Release{ticket, room});
  desk.deliver(Release{ticket, room});
  EXPECT_EQ(store.finds.size(), 2U);
  desk.deliver(again);
  EXPECT_EQ(store.commits.size(), 1U);
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().ticket, ticket);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(SearchQueueTest, SearchesOnUnderTheSameTicketWhenReleasedWhileItWaits) {
  const auto [client, ticket] = waiting_visitor(42);
  desk.deliver(Release{ticket, RoomId::random(random)});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
  let_wait(42);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(SearchQueueTest, AsksOnceWhenReleasedWhileItAsks) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  desk.deliver(Release{ticket, RoomId::random(random)});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(SearchQueueTest, SearchesOnWhenItsCommitComesTooLate) {
  const auto [client, ticket, room] = matched_visitor(42);
  store.answer(store.commits.back(), CommitReply::kReleased);
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_NE(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
}

TEST_F(SearchQueueTest, DoesNotSearchOnWhenARoomThatWasKeptIsOver) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal proposal = proposal_for(ticket);
  desk.deliver(proposal);
  (void)outlet.take_one<protocol::Matched>(client);
  store.answer(store.commits.back(), CommitReply::kKept);
  desk.deliver(proposal);  // repeated after both members have left
  store.answer(store.commits.back(), CommitReply::kReleased);
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(SearchQueueTest, StaysMatchedWhenItsCommitIsKept) {
  const auto [client, ticket, room] = matched_visitor();
  store.answer(store.commits.back(), CommitReply::kKept);
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(SearchQueueTest, IgnoresAReleaseOfAnotherRoomOrTicket) {
  const auto [client, ticket, room] = matched_visitor();
  desk.deliver(Release{ticket, RoomId::random(random)});
  desk.deliver(Release{TicketId::random(random), room});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(SearchQueueTest, RetriesWhenTheStoreAnswersAgain) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.find, 1);
  EXPECT_TRUE(error.retry_after_ms);
  renew(fail(StoreError::kUnavailable));
  EXPECT_FALSE(desk.store_ready());
  EXPECT_EQ(store.finds.size(), 1U);

  renew();
  EXPECT_TRUE(desk.store_ready());
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  EXPECT_TRUE(outlet.take(client).empty());  // already notified

  renew();
  let_wait();
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).find, 1);
  renew();
  EXPECT_EQ(store.finds.size(), 3U);
}

TEST_F(SearchQueueTest, RetriesInTheOrderInWhichVisitorsCame) {
  std::vector<TicketId> tickets;
  for (int i = 0; i < 20; ++i) {
    tickets.push_back(ask(connect_and_greet()));
    store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  }
  renew();
  ASSERT_EQ(store.finds.size(), 40U);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(store.finds[20 + i].ticket.id, tickets[i]);
}

TEST_F(SearchQueueTest, RetriesOnlyTheLastOfManyFindsOfAVisitor) {
  renew(RenewReply{});  // without a home, every find fails at once
  const ClientId client = connect_and_greet();
  const ClientId other = connect_and_greet();
  say(other, protocol::Find{.find = 1});
  for (std::int64_t find = 1; find <= 1000; ++find) say(client, protocol::Find{.find = find});
  renew();
  EXPECT_EQ(store.finds.size(), 2U);
  let_wait();
  (void)outlet.take(other);
  EXPECT_EQ(std::get<protocol::Queued>(outlet.take(client).back()).find, 1000);
}

TEST_F(SearchQueueTest, DoesNotRetryForAVisitorWhoLeft) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  desk.close(client);
  EXPECT_EQ(store.withdraws.back().ticket, ticket);  // the find may have arrived
  renew();
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(SearchQueueTest, TakesAProposalWhileItBelievesTheStoreUnavailable) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  (void)outlet.take(client);
  desk.deliver(proposal_for(ticket));
  (void)outlet.take_one<protocol::Matched>(client);
  renew();
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(SearchQueueTest, SendsThatTheStoreIsFullAndTriesAgain) {
  const ClientId client = connect_and_greet();
  ask(client);
  store.answer(store.finds.back(), fail(StoreError::kFull));
  EXPECT_EQ(outlet.take_one<protocol::Error>(client).code, ErrorCode::kFull);
  renew();
  EXPECT_EQ(store.finds.size(), 2U);
}

TEST_F(SearchQueueTest, WaitsForAHomeBeforeItSearches) {
  renew(RenewReply{});
  const ClientId client = connect_and_greet();
  say(client, protocol::Find{.find = 1});
  EXPECT_TRUE(store.finds.empty());
  EXPECT_EQ(outlet.take_one<protocol::Error>(client).code, ErrorCode::kUnavailable);
  renew(RenewReply{});
  EXPECT_TRUE(store.finds.empty());
  renew();
  ASSERT_EQ(store.finds.size(), 1U);
  let_wait();
  (void)outlet.take_one<protocol::Queued>(client);
}

TEST_F(SearchQueueTest, PutsTheRoomWhereTheVisitorHasASocket) {
  const ClientId client = connect_and_greet();
  for (std::int64_t find = 1; find <= 20; ++find) {
    say(client, protocol::Find{.find = find, .home = "room-2"});
    EXPECT_EQ(store.finds.back().ticket.home, homes[1]);
  }
}

TEST_F(SearchQueueTest, PutsTheRoomOnTheLessLoadedOfTwoWhenTheHintIsDead) {
  const ClientId client = connect_and_greet();
  for (std::int64_t find = 1; find <= 400; ++find) {
    say(client, protocol::Find{.find = find, .home = "room-9"});
  }
  const auto on_first =
      std::count_if(store.finds.begin(), store.finds.end(),
                    [&](const auto& call) { return call.ticket.home == homes[0]; });
  EXPECT_NEAR(static_cast<double>(on_first), 300, 40);  // 3 in 4; the others also get some
}

TEST_F(SearchQueueTest, RetriesACommitThatDidNotReachTheStore) {
  const auto [client, ticket, room] = matched_visitor();
  store.answer(store.commits.back(), fail(StoreError::kUnavailable));
  renew(fail(StoreError::kUnavailable));
  EXPECT_EQ(store.commits.size(), 1U);
  renew(RenewReply{});  // without a home; a commit does not need one
  ASSERT_EQ(store.commits.size(), 2U);
  EXPECT_EQ(store.commits.back().ticket, ticket);
  EXPECT_EQ(store.commits.back().room, room);
  store.answer(store.commits.back(), CommitReply::kKept);
  renew();
  EXPECT_EQ(store.commits.size(), 2U);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(SearchQueueTest, RetriesTheFindThatFollowsAFailedCommit) {
  const auto [client, ticket, room] = matched_visitor();
  store.answer(store.commits.back(), fail(StoreError::kUnavailable));
  desk.deliver(Release{ticket, room});
  ASSERT_EQ(store.finds.size(), 2U);
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  renew();
  ASSERT_EQ(store.finds.size(), 3U);
  EXPECT_NE(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.commits.size(), 1U);
}

TEST_F(SearchQueueTest, DoesNotRetryTheCommitOfASearchThatIsOver) {
  const MatchedVisitor gone = matched_visitor();
  store.answer(store.commits.back(), fail(StoreError::kUnavailable));
  desk.close(gone.client);
  const MatchedVisitor skipped = matched_visitor();
  store.answer(store.commits.back(), fail(StoreError::kUnavailable));
  ask(skipped.client, 2);
  const std::size_t before = store.commits.size();
  renew();
  EXPECT_EQ(store.commits.size(), before);
}

TEST_F(SearchQueueTest, SearchesOnUntilTheRematchWindowEnds) {
  const auto [client, ticket, room] = matched_visitor();
  pass(kRematchWindow - kDeskTick);
  desk.deliver(Release{ticket, room});
  EXPECT_EQ(store.finds.size(), 2U);
  pass(kRematchWindow);  // the window that ends is not that of the new search
  let_wait();
  (void)outlet.take_one<protocol::Queued>(client);
}

TEST_F(SearchQueueTest, ForgetsAMatchedSearchAfterTheRematchWindow) {
  const auto [client, ticket, room] = matched_visitor();
  pass(kRematchWindow);
  desk.deliver(Release{ticket, room});
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(store.withdraws.empty());
  EXPECT_TRUE(outlet.take(client).empty());
  say(client, protocol::Find{.find = 2});
  EXPECT_EQ(store.finds.size(), 2U);
}

}  // namespace
}  // namespace nexus::matching
