// The contract of find(), which every store must meet.
// SPDX-License-Identifier: MIT
#include "matching/profile.hpp"
#include "stores/contract/world.hpp"

#include <chrono>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using matching::Proposal;
using matching::Queued;
using matching::Role;
using matching::StoreError;
using matching::Ticket;

/// All byte values, so that no layer may treat one of them specially.
std::string all_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 7 + i / 256);
  return bytes;
}

TEST_P(StoreContract, QueuesTheFirstAndProposesItToTheSecond) {
  Ticket first = world_->ticket();
  first.profile = "profile of the first";
  first.offer = "offer of the first";
  first.answer = "answer of the first";
  first.owner = NodeName{"node-b"};
  Ticket second = world_->ticket();
  second.profile = "profile of the second";
  second.offer = "offer of the second";
  second.answer = "answer of the second";

  const Queued queued = world_->queued(first);
  EXPECT_EQ(queued.waiting, 1u);
  EXPECT_TRUE(world_->events.empty());

  world_->clock.advance(1s);
  const Proposal responder = world_->proposed(second);
  EXPECT_GT(responder.place, queued.place);
  EXPECT_EQ(responder, (Proposal{second.room, second.id, Role::kResponder, responder.place,
                                 second.home, first.visitor, first.profile, first.offer}));
  EXPECT_EQ(world_->new_proposals(),
            (std::vector{Proposal{second.room, first.id, Role::kInitiator, queued.place,
                                  second.home, second.visitor, second.profile, second.answer}}));
}

TEST_P(StoreContract, KeepsNoAnswerOfWhoWaits) {
  Ticket first = world_->ticket();
  first.answer = "for whom it would have found";
  world_->queued(first);
  const Ticket second = world_->ticket();
  EXPECT_EQ(world_->proposed(second).partner_sdp, "");
  EXPECT_EQ(world_->new_proposals().at(0).partner_sdp, "");
}

TEST_P(StoreContract, TellsTheAnswerOfWhoFindsWhenItLooksAgain) {
  const Ticket waiter = world_->ticket("wide");
  world_->queued(waiter);
  Ticket finder = world_->ticket("narrow");
  world_->queued(finder);
  finder.plan.look = {{"wide"}};
  finder.answer = "answer";
  world_->proposed(finder);
  EXPECT_EQ(world_->new_proposals().at(0).partner_sdp, "answer");
}

TEST_P(StoreContract, TellsAnAnswerOnce) {
  Ticket first = world_->ticket();
  first.offer = "offer";
  Ticket second = world_->ticket();
  second.answer = "answer";
  world_->queued(first);
  const Proposal responder = world_->proposed(second);
  Proposal initiator = world_->new_proposals().at(0);
  EXPECT_EQ(initiator.partner_sdp, "answer");
  initiator.partner_sdp.clear();
  EXPECT_EQ(world_->renew("node-a", {first.id, second.id}).proposed,
            (std::vector{initiator, responder}));
  EXPECT_EQ(world_->proposed(first), initiator);
  EXPECT_EQ(world_->proposed(second), responder);
  EXPECT_TRUE(world_->events.empty());
}

TEST_P(StoreContract, KeepsOneWaitingTicketOfAVisitorTheLatest) {
  Ticket first = world_->ticket("one");
  first.offer = "offer";
  Ticket second = world_->ticket("two");
  second.visitor = first.visitor;
  second.owner = NodeName{"node-b"};
  second.plan.look = {{"two"}, {"one"}};
  world_->queued(first);
  EXPECT_EQ(world_->queued(second).waiting, 1u) << "and it is not paired with itself";
  EXPECT_TRUE(world_->events.empty());
  EXPECT_EQ(world_->renew("node-a", {first.id}).unknown, std::vector{first.id});
  EXPECT_EQ(world_->queued(world_->ticket("one")).waiting, 2u) << "the older one left its bucket";
  first.plan.look = {};
  EXPECT_EQ(world_->queued(first).waiting, 2u) << "an owner that finds again takes it back";
  EXPECT_EQ(world_->renew("node-b", {second.id}).unknown, std::vector{second.id});
}

TEST_P(StoreContract, ForgetsTheOtherTicketOfAVisitorThatIsMatched) {
  const Ticket older = world_->ticket("one");
  world_->queued(older);
  const Ticket waiter = world_->ticket("two");
  world_->queued(waiter);
  Ticket finder = world_->ticket("two");
  finder.visitor = older.visitor;
  EXPECT_EQ(world_->proposed(finder).partner, waiter.visitor);
  EXPECT_EQ(world_->queued(world_->ticket("one")).waiting, 1u);
}

TEST_P(StoreContract, LetsAVisitorWaitAgainAfterAMatchOrAWithdrawal) {
  Ticket first = world_->ticket("one");
  world_->queued(first);
  world_->proposed(world_->ticket("one"));
  Ticket second = world_->ticket("two");
  second.visitor = first.visitor;
  EXPECT_EQ(world_->queued(second).waiting, 1u);
  EXPECT_EQ(world_->proposed(first).ticket, first.id) << "its proposal stays";
  world_->withdraw(second.id);
  Ticket third = world_->ticket("three");
  third.visitor = first.visitor;
  EXPECT_EQ(world_->queued(third).waiting, 1u);
}

TEST_P(StoreContract, ReplacesATicketOfItsVisitorAlsoWhenFull) {
  rebuild({.tickets_max = 1});
  const Ticket first = world_->ticket("one");
  world_->queued(first);
  Ticket second = world_->ticket("two");
  second.visitor = first.visitor;
  EXPECT_EQ(world_->queued(second).waiting, 1u);
  EXPECT_FALSE(world_->find(world_->ticket("three")).has_value());
}

TEST_P(StoreContract, NeverPairsTicketsThatShareNoBucket) {
  world_->queued(world_->ticket("video"));
  EXPECT_EQ(world_->queued(world_->ticket("text")).waiting, 2u);
}

TEST_P(StoreContract, AvoidsWhomTheFinderAvoids) {
  const Ticket first = world_->ticket();
  Ticket second = world_->ticket();
  second.plan.avoid = {VisitorId::random(world_->random), first.visitor};
  world_->queued(first);
  EXPECT_EQ(world_->queued(second).waiting, 2u);
}

TEST_P(StoreContract, AvoidsFindersWhomTheWaiterAvoids) {
  const Ticket second = world_->ticket();
  Ticket first = world_->ticket();
  first.plan.avoid = {second.visitor, VisitorId::random(world_->random)};
  world_->queued(first);
  EXPECT_EQ(world_->queued(second).waiting, 2u);
}

TEST_P(StoreContract, AvoidsNetworksOnBothSides) {
  const NetworkTag network = NetworkTag::random(world_->random);
  const NetworkTag other = NetworkTag::random(world_->random);
  Ticket first = world_->ticket();
  first.network = network;
  Ticket finder = world_->ticket();
  finder.plan.avoid_networks = {other, network};
  Ticket avoider = world_->ticket();
  avoider.plan.avoid_networks = {network};
  Ticket found = world_->ticket();
  found.network = network;
  Ticket elsewhere = world_->ticket();
  elsewhere.network = other;
  world_->queued(first);
  EXPECT_EQ(world_->queued(finder).waiting, 2u) << "the finder avoids the waiter's";
  world_->withdraw(first.id);
  world_->withdraw(finder.id);
  world_->queued(avoider);
  EXPECT_EQ(world_->queued(found).waiting, 2u) << "the waiter avoids the finder's";
  EXPECT_EQ(world_->proposed(elsewhere).partner, avoider.visitor);
}

TEST_P(StoreContract, AvoidingANetworkSparesVisitorsWithoutOne) {
  Ticket first = world_->ticket();
  first.plan.avoid_networks = {NetworkTag::random(world_->random)};
  world_->queued(first);
  EXPECT_EQ(world_->proposed(world_->ticket()).partner, first.visitor);
}

TEST_P(StoreContract, TakesTheFirstTierThatHasAPartner) {
  const Ticket older = world_->ticket("wide");
  const Ticket younger = world_->ticket("narrow");
  world_->queued(older);
  world_->queued(younger);
  Ticket finder = world_->ticket();
  finder.plan.look = {{"nobody"}, {}, {"narrow"}, {"wide"}};
  EXPECT_EQ(world_->proposed(finder).partner, younger.visitor);
}

TEST_P(StoreContract, TwoThatNameTheirRoomMeetBeforeAllWhoWaitLonger) {
  const RoomId met = world_->fresh_room();
  const auto searcher = [&](std::vector<std::string> interests, std::vector<RoomId> again) {
    matching::Profile profile;
    profile.lane = "general";
    profile.interests = std::move(interests);
    profile.again = std::move(again);
    Ticket ticket = world_->ticket();
    ticket.profile = encode_profile(profile);
    ticket.plan = make_plan(profile, {}, {}, {});
    return ticket;
  };
  const Ticket first = searcher({"chess"}, {});
  world_->queued(first);
  world_->queued(searcher({"go"}, {world_->fresh_room()}));
  Ticket anna = searcher({"films"}, {met});
  anna.owner = NodeName{"node-b"};
  world_->queued(anna);
  // One that names no room, or another one, finds by its wishes.
  world_->queued(searcher({"music"}, {world_->fresh_room()}));
  const Ticket ben = searcher({"chess", "go"}, {met});
  const Proposal proposal = world_->proposed(ben);
  EXPECT_EQ(proposal.partner, anna.visitor);
  EXPECT_EQ(proposal.partner_profile, anna.profile);
  // The bucket is empty again.
  EXPECT_EQ(world_->proposed(searcher({"chess"}, {met})).partner, first.visitor);
}

TEST_P(StoreContract, TwoThatNameTheirRoomDoNotMeetIfOneAvoidsTheOther) {
  matching::Profile profile;
  profile.lane = "general";
  profile.again = {world_->fresh_room()};
  Ticket anna = world_->ticket();
  anna.plan = make_plan(profile, {}, {}, {});
  Ticket ben = anna;
  ben.id = TicketId::random(world_->random);
  ben.visitor = VisitorId::random(world_->random);
  ben.room = world_->fresh_room();
  const matching::Avoided blocked{.blocked = {.visitors = {ben.visitor}, .networks = {}}};
  anna.plan = make_plan(profile, blocked, {}, {});
  world_->queued(anna);
  EXPECT_EQ(world_->queued(ben).waiting, 2u);
}

TEST_P(StoreContract, TakesWhoSharesMostBucketsOfATier) {
  Ticket one = world_->ticket();
  one.plan.wait_in = {"cats"};
  Ticket two = world_->ticket();
  two.plan.wait_in = {"dogs", "cats", "other"};
  Ticket three = world_->ticket();
  three.plan.wait_in = {"dogs", "cats"};
  for (const Ticket& ticket : {one, two, three}) {
    Ticket waiter = ticket;
    waiter.plan.look = {};
    world_->queued(waiter);
  }
  Ticket finder = world_->ticket();
  finder.plan.look = {{"birds", "cats", "dogs"}};
  EXPECT_EQ(world_->proposed(finder).partner, two.visitor);
}

TEST_P(StoreContract, TakesTheOldestAmongEquals) {
  Ticket old = world_->ticket("any");
  Ticket middle = world_->ticket("any");
  Ticket young = world_->ticket("other");
  for (Ticket* ticket : {&old, &middle, &young}) {
    ticket->plan.look = {};
    world_->queued(*ticket);
    world_->clock.advance(1s);
  }
  Ticket finder = world_->ticket();
  finder.plan.look = {matching::Tier{"other", "any"}};
  EXPECT_EQ(world_->proposed(finder).partner, old.visitor);
  finder = world_->ticket();
  finder.plan.look = {matching::Tier{"other", "any"}};
  EXPECT_EQ(world_->proposed(finder).partner, middle.visitor);
}

TEST_P(StoreContract, GivesUniqueRisingPlacesWithinOneInstant) {
  matching::Place last = 0;
  for (int i = 0; i < 50; ++i) {
    Ticket ticket = world_->ticket();
    ticket.plan.look = {};
    const Queued queued = world_->queued(ticket);
    EXPECT_GT(queued.place, last);
    last = queued.place;
  }
}

TEST_P(StoreContract, KeepsThePlaceOfATicketThatLooksAgain) {
  Ticket ticket = world_->ticket("narrow");
  const Queued first = world_->queued(ticket);
  world_->clock.advance(3s);
  Ticket rival = world_->ticket("wide");
  rival.plan.look = {};
  world_->queued(rival);
  ticket.plan.wait_in = {"narrow", "wide"};
  ticket.plan.look = {{"narrow"}};
  EXPECT_EQ(world_->queued(ticket), (Queued{first.place, 2}));
  EXPECT_EQ(world_->proposed(world_->ticket("wide")).partner, ticket.visitor);
}

TEST_P(StoreContract, LeavesTheBucketsOfTheFormerPlan) {
  Ticket ticket = world_->ticket("narrow");
  world_->queued(ticket);
  ticket.plan.wait_in = {"wide"};
  world_->queued(ticket);
  EXPECT_EQ(world_->queued(world_->ticket("narrow")).waiting, 2u);
  EXPECT_EQ(world_->proposed(world_->ticket("wide")).partner, ticket.visitor);
}

TEST_P(StoreContract, LooksAgainUnderTheNewPlan) {
  Ticket waiter = world_->ticket("wide");
  world_->queued(waiter);
  Ticket ticket = world_->ticket("narrow");
  const Queued queued = world_->queued(ticket);
  ticket.plan.look = {{"narrow"}, {"wide"}};
  const Proposal proposal = world_->proposed(ticket);
  EXPECT_EQ(proposal.partner, waiter.visitor);
  EXPECT_EQ(proposal.place, queued.place);
}

TEST_P(StoreContract, RepeatsAProposalToWhoeverFindsAgain) {
  Ticket first = world_->ticket();
  Ticket second = world_->ticket();
  first.offer = "offer";
  world_->queued(first);
  const Proposal responder = world_->proposed(second);
  const auto initiator = world_->new_proposals();
  ASSERT_EQ(initiator.size(), 1u);

  first.room = world_->fresh_room();
  second.room = world_->fresh_room();
  EXPECT_EQ(world_->proposed(second), responder);
  EXPECT_EQ(world_->proposed(first), initiator.front());
  EXPECT_TRUE(world_->events.empty());
  EXPECT_FALSE(world_->lookup(first.room).has_value());
}

TEST_P(StoreContract, HoldsATicketInAtMostOneOpenProposal) {
  world_->queued(world_->ticket());
  world_->proposed(world_->ticket());
  EXPECT_EQ(world_->queued(world_->ticket()).waiting, 1u);
}

TEST_P(StoreContract, HonoursThePlaceThatATicketBrings) {
  Ticket young = world_->ticket();
  young.plan.look = {};
  const Queued queued = world_->queued(young);
  Ticket old = world_->ticket();
  old.plan.look = {};
  old.place = queued.place - 1'000'000;
  EXPECT_EQ(world_->queued(old).place, old.place);
  EXPECT_EQ(world_->proposed(world_->ticket()).partner, old.visitor);
}

TEST_P(StoreContract, PutsNewcomersBehindEveryPlaceItHasSeen) {
  Ticket old = world_->ticket();
  old.plan.look = {};
  old.place = world_->queued(world_->ticket("elsewhere")).place + 60'000'000;
  world_->queued(old);
  EXPECT_GT(world_->queued(world_->ticket("third")).place, old.place);
}

TEST_P(StoreContract, FindsBothOfTwoThatClaimOnePlace) {
  Ticket one = world_->ticket();
  Ticket two = world_->ticket();
  one.plan.look = two.plan.look = {};
  one.place = two.place = world_->queued(world_->ticket("elsewhere")).place;
  world_->queued(one);
  world_->queued(two);
  const VisitorId first = world_->proposed(world_->ticket()).partner;
  const VisitorId second = world_->proposed(world_->ticket()).partner;
  EXPECT_NE(first, second);
}

TEST_P(StoreContract, RefusesWhoWouldHaveToWaitWhenFullAndChangesNothing) {
  rebuild({.tickets_max = 2});
  Ticket first = world_->ticket("one");
  const Ticket second = world_->ticket("two");
  const Ticket third = world_->ticket("three");
  world_->queued(first);
  world_->queued(second);
  const auto refused = world_->find(third);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error(), StoreError::kFull);
  EXPECT_TRUE(world_->events.empty());
  EXPECT_EQ(world_->renew("node-a", {first.id, second.id, third.id}).unknown,
            std::vector{third.id});
  // A ticket that waits may look again, and a finder that need not wait is served.
  EXPECT_EQ(world_->queued(first).waiting, 2u);
  EXPECT_EQ(world_->proposed(world_->ticket("two")).partner, second.visitor);
  EXPECT_EQ(world_->queued(third).waiting, 2u);
}

TEST_P(StoreContract, PassesOverWaitersOfADeadNodeUntilItRenews) {
  const Ticket waiter = world_->ticket();
  world_->queued(waiter);
  world_->clock.advance(matching::kNodeLease);
  const Ticket finder = world_->ticket();
  EXPECT_EQ(world_->queued(finder).waiting, 2u);
  world_->renew("node-a");
  EXPECT_EQ(world_->proposed(finder).partner, waiter.visitor);
}

TEST_P(StoreContract, CarriesArbitraryBytes) {
  Ticket first = world_->ticket();
  first.profile = all_bytes(16 << 10);
  first.offer = all_bytes((16 << 10) - 1);
  first.plan.wait_in = {all_bytes(256), "", "a\nb", "a\\nb"};
  first.plan.look = {};
  Ticket second = world_->ticket();
  second.profile = all_bytes(16 << 10);
  second.answer = all_bytes((16 << 10) - 3);
  second.home.url = all_bytes(300);
  second.plan.look = {{"a"}, {"b"}, {"\n"}, {all_bytes(256)}};
  world_->queued(first);
  const Proposal proposal = world_->proposed(second);
  EXPECT_EQ(proposal.partner_profile, first.profile);
  EXPECT_EQ(proposal.partner_sdp, first.offer);
  auto told = world_->new_proposals();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.front().partner_profile, second.profile);
  EXPECT_EQ(told.front().partner_sdp, second.answer);
  EXPECT_EQ(told.front().home.url, second.home.url);
  told.front().partner_sdp.clear();  // the answer is delivered only once
  EXPECT_EQ(world_->renew("node-a", {first.id, second.id}).proposed,
            (std::vector{told.front(), proposal}));
}

TEST_P(StoreContract, TellsBucketsApartByEveryByte) {
  for (const std::string& name : {"a\nb"s, "a\\nb"s, ""s, "a\0"s, "a"s}) {
    EXPECT_TRUE(std::holds_alternative<Queued>(world_->find(world_->ticket(name)).value()));
  }
  for (const std::string& name : {"a\nb"s, "a\\nb"s, ""s, "a\0"s, "a"s}) {
    EXPECT_TRUE(std::holds_alternative<Proposal>(world_->find(world_->ticket(name)).value()));
  }
}

}  // namespace
}  // namespace nexus::stores
