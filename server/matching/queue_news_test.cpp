// Messages to waiting visitors about the queue, and how visitors keep their places.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;

class QueueNewsTest : public DeskFixture {
 protected:
  QueueNewsTest() { renew(); }
};

/// The state that a visitor takes from one socket to the next.
struct Baggage {
  std::string session;
  std::optional<std::string> place;
};

class PlaceTest : public QueueNewsTest {
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

TEST_F(QueueNewsTest, RepeatsHowManyWait) {
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

TEST_F(QueueNewsTest, NotifiesAVisitorOnceThatItWaits) {
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

TEST_F(QueueNewsTest, EstimatesTheWaitOnceItKnowsSome) {
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

TEST_F(PlaceTest, ADroppedSocketKeepsItsPlaceAndItsPatience) {
  const auto [session, place] = waited_and_dropped(kQueueNews);
  const Ticket& ticket = find_with(session, place);
  EXPECT_EQ(ticket.place, 7);
  const Profile wishes{"general", protocol::Mode::kVideo, {"chess"}, {}};
  EXPECT_EQ(ticket.plan, make_plan(wishes, {}, kQueueNews, {}));
  EXPECT_NE(ticket.plan, make_plan(wishes, {}, {}, {}));
}

TEST_F(PlaceTest, APlaceIsForItsVisitorAndForAWhile) {
  const auto [session, place] = waited_and_dropped(kDeskTick);
  EXPECT_EQ(find_with({}, place).place, 0);
  EXPECT_EQ(find_with(session, "no place").place, 0);
  EXPECT_EQ(find_with(session, place).place, 7);
  pass(credentials::kPlaceTokenLife);
  EXPECT_EQ(find_with(session, place).place, 0);
}

/// Otherwise an old place would always put its visitor first.
TEST_F(PlaceTest, APlaceEndsWhenNobodyWaitsInItForTooLongInAll) {
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

TEST_F(PlaceTest, AVisitorWhoseMatchWasLostOnTheWayKeepsItsPlace) {
  const ClientId dead = connect();
  const auto welcome = hello(dead);
  const Proposal proposal = proposal_for(ask(dead));
  let_wait();
  const auto queued = outlet.take_one<protocol::Queued>(dead);
  desk.deliver(proposal);
  EXPECT_EQ(find_with(welcome.session, queued.place).place, 7);
}

TEST_F(PlaceTest, APlaceIsGoodAgainWhenItsMatchFallsThrough) {
  const ClientId client = connect();
  const auto welcome = hello(client);
  const Proposal proposal = proposal_for(ask(client));
  let_wait();
  desk.deliver(proposal);
  (void)outlet.take(client);
  desk.deliver(Release{proposal.ticket, proposal.room});
  let_wait();
  const auto queued = outlet.take_one<protocol::Queued>(client);
  desk.close(client);
  EXPECT_EQ(find_with(welcome.session, queued.place).place, 7);
}

}  // namespace
}  // namespace nexus::matching
