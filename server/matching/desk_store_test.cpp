// The store's side of the desk.
// SPDX-License-Identifier: MIT
#include "matching/desk.hpp"
#include "matching/testing/desk_fixture.hpp"

#include <algorithm>

namespace nexus::matching {
namespace {

using protocol::ErrorCode;

class DeskStoreTest : public DeskFixture {
 protected:
  DeskStoreTest() { renew(); }

  /// Ticks as the process does.
  void pass(std::chrono::milliseconds time) {
    for (auto passed = kDeskTick; passed <= time; passed += kDeskTick) {
      clock.advance(kDeskTick);
      desk.tick();
    }
  }
};

TEST_F(DeskStoreTest, TurnsAFindIntoATicket) {
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
  EXPECT_EQ(ticket.card, to_card(wishes));
  EXPECT_EQ(ticket.offer, "an offer");
  EXPECT_EQ(ticket.answer, "an answer");
  EXPECT_EQ(ticket.plan, make_plan(wishes, {}, {}, {}));
  EXPECT_EQ(ticket.home, homes[1]);
}

TEST_F(DeskStoreTest, TellsAgainHowTheQueueStands) {
  const auto [client, ticket] = waiting_visitor();
  renew(RenewReply{.unknown = {}, .proposed = {}, .homes = homes, .waiting = 5});
  pass(kQueueNews - kNodeRenewPeriod - kDeskTick);
  EXPECT_TRUE(outlet.take(client).empty());
  pass(kDeskTick);
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).waiting, 5);
  pass(kQueueNews - kDeskTick);
  EXPECT_TRUE(outlet.take(client).empty());
  pass(kDeskTick);
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).find, 1);
  desk.deliver(proposal_for(ticket));
  (void)outlet.take_one<protocol::Matched>(client);
  pass(kQueueNews);
  EXPECT_TRUE(outlet.take(client).empty());
}

/// What a visitor takes from one socket to the next.
struct Baggage {
  std::string session;
  std::optional<std::string> place;
};

class DeskPlaceTest : public DeskStoreTest {
 protected:
  /// Waits for a while in place 7; then its socket drops.
  Baggage waited_and_dropped(std::chrono::milliseconds wait) {
    const ClientId client = connect();
    const auto welcome = hello(client);
    ask(client);
    let_wait();
    auto queued = outlet.take_one<protocol::Queued>(client);
    pass(wait);
    for (auto& told : outlet.take(client)) {
      if (auto* news = std::get_if<protocol::Queued>(&told)) queued = *news;
    }
    desk.close(client);
    return {welcome.session, queued.place};
  }

  const Ticket& find_with(const std::optional<std::string>& session,
                          const std::optional<std::string>& place) {
    const ClientId client = connect();
    (void)hello(client, session);
    say(client, protocol::Find{.find = 1, .interests = {"chess"}, .place = place});
    return store.finds.back().ticket;
  }
};

TEST_F(DeskPlaceTest, ADroppedSocketKeepsItsPlaceAndItsPatience) {
  const auto [session, place] = waited_and_dropped(kQueueNews);
  const Ticket& ticket = find_with(session, place);
  EXPECT_EQ(ticket.place, 7);
  const Profile wishes{"general", protocol::Mode::kVideo, {"chess"}, {}};
  EXPECT_EQ(ticket.plan, make_plan(wishes, {}, kQueueNews, {}));
  EXPECT_NE(ticket.plan, make_plan(wishes, {}, {}, {}));
}

TEST_F(DeskPlaceTest, APlaceIsForItsVisitorAndForAWhile) {
  const auto [session, place] = waited_and_dropped(kDeskTick);
  EXPECT_EQ(find_with({}, place).place, 0);
  EXPECT_EQ(find_with(session, "no place").place, 0);
  EXPECT_EQ(find_with(session, place).place, 7);
  pass(credentials::kPlaceTokenLife);
  EXPECT_EQ(find_with(session, place).place, 0);
}

/// Or a visitor would be served first for ever, by one old place.
TEST_F(DeskPlaceTest, APlaceEndsWhenNobodyWaitsInItForTooLongInAll) {
  auto [session, place] = waited_and_dropped(kDeskTick);
  const auto gap = credentials::kPlaceTokenLife - std::chrono::seconds(1);
  for (auto away = gap; away <= credentials::kPlaceAwayMax; away += gap) {
    pass(gap);
    const ClientId client = connect();
    (void)hello(client, session);
    say(client, protocol::Find{.find = 1, .place = place});
    EXPECT_EQ(store.finds.back().ticket.place, 7) << away.count();
    let_wait();
    place = outlet.take_one<protocol::Queued>(client).place;
    desk.deliver(proposal_for(store.finds.back().ticket.id));
    desk.close(client);
  }
  pass(gap);
  EXPECT_EQ(find_with(session, place).place, 0);
}

TEST_F(DeskPlaceTest, WhoNeverHeardOfItsMatchKeepsItsPlace) {
  const ClientId dead = connect();
  const auto welcome = hello(dead);
  const Proposal proposal = proposal_for(ask(dead));
  let_wait();
  const auto queued = outlet.take_one<protocol::Queued>(dead);
  desk.deliver(proposal);
  EXPECT_EQ(find_with(welcome.session, queued.place).place, 7);
}

TEST_F(DeskPlaceTest, APlaceIsGoodAgainWhenItsMatchFallsThrough) {
  const ClientId client = connect();
  const auto welcome = hello(client);
  const Proposal proposal = proposal_for(ask(client));
  let_wait();
  desk.deliver(proposal);
  (void)outlet.take(client);
  desk.deliver(Release{proposal.ticket, proposal.room, 7});
  let_wait();
  const auto queued = outlet.take_one<protocol::Queued>(client);
  desk.close(client);
  EXPECT_EQ(find_with(welcome.session, queued.place).place, 7);
}

TEST_F(DeskStoreTest, TellsAVisitorOnceThatItWaits) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  store.answer(store.finds.back(), FindReply{Queued{.place = 7, .waiting = 3}});
  const auto queued = outlet.take_one<protocol::Queued>(client);
  EXPECT_EQ(queued.find, 1);
  EXPECT_EQ(queued.waiting, 3);
  renew(RenewReply{.unknown = {ticket}, .proposed = {}, .homes = homes});
  let_wait();
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskStoreTest, TellsAMatchedVisitorAllThatItNeeds) {
  const ClientId client = connect();
  const auto welcome = hello(client);
  say(client, protocol::Find{.find = 5, .interests = {"chess", "films"}, .languages = {"en"}});
  Proposal proposal = proposal_for(store.finds.back().ticket.id);
  proposal.role = Role::kResponder;
  proposal.partner_card =
      to_card({"general", protocol::Mode::kVideo, {"films", "music"}, {"en", "fr"}});
  proposal.partner_sdp = "the partner's offer";
  store.answer(store.finds.back(), FindReply{proposal});

  const auto matched = outlet.take_one<protocol::Matched>(client);
  EXPECT_EQ(matched.find, 5);
  EXPECT_EQ(matched.room, proposal.room.text());
  EXPECT_EQ(matched.role, Role::kResponder);
  EXPECT_EQ(matched.home, (protocol::Home{proposal.home.node.value, proposal.home.url}));
  EXPECT_EQ(matched.partner, (protocol::Partner{{"films"}, {"en"}}));
  EXPECT_EQ(matched.offer, "the partner's offer");
  EXPECT_FALSE(matched.answer);
  ASSERT_EQ(matched.ice_servers.size(), 1U);
  EXPECT_EQ(matched.ice_servers.front().username, welcome.visitor);
  EXPECT_EQ(matched.expires_in_ms, 30'000);
  EXPECT_EQ(tokens.read(matched.token, clock.wall()).value(),
            (credentials::RoomToken{.room = proposal.room,
                                    .seat = Role::kResponder,
                                    .ticket = proposal.ticket,
                                    .home = proposal.home.node,
                                    .expires = clock.wall() + credentials::kRoomTokenLife,
                                    .visitor = VisitorId::parse(welcome.visitor).value()}));
  ASSERT_EQ(store.commits.size(), 1U);
  EXPECT_EQ(store.commits.back().ticket, proposal.ticket);
  EXPECT_EQ(store.commits.back().room, proposal.room);
}

TEST_F(DeskStoreTest, GivesTheInitiatorItsSeatAndNoOffer) {
  const auto [client, ticket] = waiting_visitor();
  Proposal proposal = proposal_for(ticket);
  proposal.partner_sdp = "the partner's answer";
  desk.deliver(proposal);
  const auto matched = outlet.take_one<protocol::Matched>(client);
  EXPECT_EQ(matched.role, Role::kInitiator);
  EXPECT_FALSE(matched.offer);
  EXPECT_EQ(matched.answer, "the partner's answer");
  EXPECT_EQ(tokens.read(matched.token, clock.wall())->seat, Role::kInitiator);
}

TEST_F(DeskStoreTest, SaysNothingOfWaitingWhenTheProposalComesFirst) {
  const ClientId client = connect_and_greet();
  desk.deliver(proposal_for(ask(client)));
  (void)outlet.take_one<protocol::Matched>(client);
  let_wait();
  EXPECT_TRUE(outlet.take(client).empty());
  EXPECT_TRUE(store.withdraws.empty());
}

TEST_F(DeskStoreTest, AbandonsAProposalForATicketThatItDoesNotHold) {
  const Proposal stray = proposal_for(TicketId::random(random));
  desk.deliver(stray);
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().ticket, stray.ticket);
  EXPECT_EQ(store.abandons.back().room, stray.room);
  EXPECT_TRUE(store.commits.empty());
}

TEST_F(DeskStoreTest, CommitsAgainButDoesNotTellAgainWhatItTookBefore) {
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

TEST_F(DeskStoreTest, CommitsATicketToOneRoomOnly) {
  const auto [client, ticket, room] = matched_visitor();
  const Proposal second = proposal_for(ticket);
  desk.deliver(second);
  EXPECT_TRUE(outlet.take(client).empty());
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().room, second.room);
  ASSERT_EQ(store.commits.size(), 1U);
  EXPECT_EQ(store.commits.back().room, room);
  // The first is the one that counts: a release of the second changes nothing.
  desk.deliver(Release{ticket, second.room, 7});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(DeskStoreTest, KeepsThePlaceWhenAMatchFallsThrough) {
  const auto [client, ticket, room] = matched_visitor(42);
  desk.deliver(Release{ticket, room, 42});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_NE(store.finds.back().ticket.id, ticket);  // the old one was consumed
  EXPECT_NE(store.finds.back().ticket.room, room);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
  let_wait(42);
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).find, 1);
}

TEST_F(DeskStoreTest, KeepsThePlaceOfAFinderWhoseMatchFallsThrough) {
  const ClientId client = connect_and_greet();
  const Proposal proposal = proposal_for(ask(client), 42);
  store.answer(store.finds.back(), FindReply{proposal});
  desk.deliver(Release{proposal.ticket, proposal.room, 42});
  EXPECT_EQ(store.finds.back().ticket.place, 42);
}

TEST_F(DeskStoreTest, HasDoneWithATicketWhoseMatchFellThrough) {
  const auto [client, ticket, room] = matched_visitor();
  Proposal again = proposal_for(ticket);
  again.room = room;
  desk.deliver(Release{ticket, room, 7});
  desk.deliver(Release{ticket, room, 7});
  EXPECT_EQ(store.finds.size(), 2U);
  desk.deliver(again);
  EXPECT_EQ(store.commits.size(), 1U);
  ASSERT_EQ(store.abandons.size(), 1U);
  EXPECT_EQ(store.abandons.back().ticket, ticket);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskStoreTest, SearchesOnUnderTheSameTicketWhenReleasedWhileItWaits) {
  const auto [client, ticket] = waiting_visitor(42);
  desk.deliver(Release{ticket, RoomId::random(random), 42});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
  let_wait(42);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskStoreTest, AsksOnceWhenReleasedWhileItAsks) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  desk.deliver(Release{ticket, RoomId::random(random), 7});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(DeskStoreTest, SearchesOnWhenItsCommitComesTooLate) {
  const auto [client, ticket, room] = matched_visitor(42);
  store.answer(store.commits.back(), CommitReply::kReleased);
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_NE(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
}

TEST_F(DeskStoreTest, DoesNotSearchOnWhenARoomThatWasKeptIsOver) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal proposal = proposal_for(ticket);
  desk.deliver(proposal);
  (void)outlet.take_one<protocol::Matched>(client);
  store.answer(store.commits.back(), CommitReply::kKept);
  desk.deliver(proposal);  // told again after the two had met and parted
  store.answer(store.commits.back(), CommitReply::kReleased);
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskStoreTest, StaysMatchedWhenItsCommitIsKept) {
  const auto [client, ticket, room] = matched_visitor();
  store.answer(store.commits.back(), CommitReply::kKept);
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskStoreTest, IgnoresAReleaseOfAnotherRoomOrTicket) {
  const auto [client, ticket, room] = matched_visitor();
  desk.deliver(Release{ticket, RoomId::random(random), 7});
  desk.deliver(Release{TicketId::random(random), room, 7});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(DeskStoreTest, RetriesWhenTheStoreAnswersAgain) {
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
  EXPECT_TRUE(outlet.take(client).empty());  // told before

  renew();
  let_wait();
  EXPECT_EQ(outlet.take_one<protocol::Queued>(client).find, 1);
  renew();
  EXPECT_EQ(store.finds.size(), 3U);
}

TEST_F(DeskStoreTest, RetriesInTheOrderInWhichVisitorsCame) {
  std::vector<TicketId> tickets;
  for (int i = 0; i < 20; ++i) {
    tickets.push_back(ask(connect_and_greet()));
    store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  }
  renew();
  ASSERT_EQ(store.finds.size(), 40U);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(store.finds[20 + i].ticket.id, tickets[i]);
}

TEST_F(DeskStoreTest, RetriesOnlyTheLastOfManyFindsOfAVisitor) {
  renew(RenewReply{});  // no home: every find fails at once
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

TEST_F(DeskStoreTest, DoesNotRetryForAVisitorWhoLeft) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  desk.close(client);
  EXPECT_EQ(store.withdraws.back().ticket, ticket);  // the store may have heard all the same
  renew();
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(DeskStoreTest, TakesAProposalWhileItBelievesTheStoreUnavailable) {
  const ClientId client = connect_and_greet();
  const TicketId ticket = ask(client);
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  (void)outlet.take(client);
  desk.deliver(proposal_for(ticket));
  (void)outlet.take_one<protocol::Matched>(client);
  renew();
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(DeskStoreTest, SaysThatTheStoreIsFullAndTriesAgain) {
  const ClientId client = connect_and_greet();
  ask(client);
  store.answer(store.finds.back(), fail(StoreError::kFull));
  EXPECT_EQ(outlet.take_one<protocol::Error>(client).code, ErrorCode::kFull);
  renew();
  EXPECT_EQ(store.finds.size(), 2U);
}

TEST_F(DeskStoreTest, WaitsForAHomeBeforeItSearches) {
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

TEST_F(DeskStoreTest, RenewsItsLeaseEveryTwoSeconds) {
  const std::size_t before = store.renews.size();
  pass(std::chrono::seconds(20));
  EXPECT_EQ(store.renews.size() - before, 10U);
  EXPECT_EQ(store.renews.back().node, node);
  EXPECT_EQ(store.sweeps.size(), store.renews.size());
}

TEST_F(DeskStoreTest, RenewsWaitingTicketsOftenEnoughButNotEachTime) {
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

TEST_F(DeskStoreTest, RenewsOnlyTicketsThatWait) {
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

TEST_F(DeskStoreTest, FindsAgainInTheOldPlaceWhatTheStoreForgot) {
  const auto [client, ticket] = waiting_visitor(42);
  renew(RenewReply{.unknown = {ticket, TicketId::random(random)}, .proposed = {}, .homes = homes});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
}

TEST_F(DeskStoreTest, FindsAgainAllThatWaitAfterATimeWithoutStore) {
  const auto [client, ticket] = waiting_visitor(42);
  renew(fail(StoreError::kUnavailable));
  renew();
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 42);
  renew();
  EXPECT_EQ(store.finds.size(), 2U);
}

TEST_F(DeskStoreTest, DoesNotFindAgainWhatWasMatchedMeanwhile) {
  const auto [client, ticket, room] = matched_visitor();
  renew(RenewReply{.unknown = {ticket}, .proposed = {}, .homes = homes});
  EXPECT_EQ(store.finds.size(), 1U);
}

TEST_F(DeskStoreTest, TakesAProposalThatARenewalTellsAgain) {
  const auto [client, ticket] = waiting_visitor();
  const Proposal lost = proposal_for(ticket);
  renew(RenewReply{.unknown = {}, .proposed = {lost}, .homes = homes});
  EXPECT_EQ(outlet.take_one<protocol::Matched>(client).room, lost.room.text());
  EXPECT_EQ(store.commits.back().room, lost.room);
}

TEST_F(DeskStoreTest, PutsTheRoomWhereTheVisitorHasASocket) {
  const ClientId client = connect_and_greet();
  for (std::int64_t find = 1; find <= 20; ++find) {
    say(client, protocol::Find{.find = find, .home = "room-2"});
    EXPECT_EQ(store.finds.back().ticket.home, homes[1]);
  }
}

TEST_F(DeskStoreTest, PutsTheRoomOnTheLessLoadedOfTwoWhenTheHintIsDead) {
  const ClientId client = connect_and_greet();
  for (std::int64_t find = 1; find <= 400; ++find) {
    say(client, protocol::Find{.find = find, .home = "room-9"});
  }
  const auto on_first =
      std::count_if(store.finds.begin(), store.finds.end(),
                    [&](const auto& call) { return call.ticket.home == homes[0]; });
  EXPECT_NEAR(static_cast<double>(on_first), 300, 40);  // 3 in 4, and never none elsewhere
}

TEST_F(DeskStoreTest, RetriesACommitThatDidNotReachTheStore) {
  const auto [client, ticket, room] = matched_visitor();
  store.answer(store.commits.back(), fail(StoreError::kUnavailable));
  renew(fail(StoreError::kUnavailable));
  EXPECT_EQ(store.commits.size(), 1U);
  renew(RenewReply{});  // no home is alive, which a commit does not need
  ASSERT_EQ(store.commits.size(), 2U);
  EXPECT_EQ(store.commits.back().ticket, ticket);
  EXPECT_EQ(store.commits.back().room, room);
  store.answer(store.commits.back(), CommitReply::kKept);
  renew();
  EXPECT_EQ(store.commits.size(), 2U);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskStoreTest, DoesNotRetryTheCommitOfASearchThatIsOver) {
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

TEST_F(DeskStoreTest, SearchesOnUntilTheRematchWindowEnds) {
  const auto [client, ticket, room] = matched_visitor();
  pass(kRematchWindow - kDeskTick);
  desk.deliver(Release{ticket, room, 7});
  EXPECT_EQ(store.finds.size(), 2U);
  pass(kRematchWindow);  // the new search is not the one whose window ends
  let_wait();
  (void)outlet.take_one<protocol::Queued>(client);
}

TEST_F(DeskStoreTest, ForgetsAMatchedSearchAfterTheRematchWindow) {
  const auto [client, ticket, room] = matched_visitor();
  pass(kRematchWindow);
  desk.deliver(Release{ticket, room, 7});
  EXPECT_EQ(store.finds.size(), 1U);
  EXPECT_TRUE(store.withdraws.empty());
  EXPECT_TRUE(outlet.take(client).empty());
  say(client, protocol::Find{.find = 2});
  EXPECT_EQ(store.finds.size(), 2U);
}

}  // namespace
}  // namespace nexus::matching
