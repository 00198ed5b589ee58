// Pre-generated offers and answers on their way to the store.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

namespace nexus::matching {
namespace {

class PregeneratedTest : public DeskFixture {
 protected:
  PregeneratedTest() { renew(); }

  /// Searches for chess with an answer; the store has been asked once.
  ClientId find_with_answer() {
    const ClientId client = connect_and_greet();
    say(client, protocol::Find{.find = 1, .interests = {"chess"}, .answer = "answer"});
    EXPECT_EQ(store.finds.back().ticket.answer, "answer");
    return client;
  }

  void expect_asked_again_without_answer(std::size_t asked) {
    ASSERT_EQ(store.finds.size(), asked);
    EXPECT_EQ(store.finds.back().ticket.answer, "");
  }
};

TEST_F(PregeneratedTest, ReplacesTheOfferOfATicketThatWaitsInItsPlace) {
  const auto [client, ticket] = waiting_visitor(7);
  const std::size_t asked = store.finds.size();
  say(client, protocol::Offer{.find = 1, .offer = "newer"});
  ASSERT_EQ(store.finds.size(), asked + 1);
  EXPECT_EQ(store.finds.back().ticket.id, ticket);
  EXPECT_EQ(store.finds.back().ticket.place, 7);
  EXPECT_EQ(store.finds.back().ticket.offer, "newer");
  store.answer(store.finds.back(), FindReply{Queued{.place = 7, .waiting = 1}});
  EXPECT_TRUE(outlet.take(client).empty()) << "an offer is not answered";
}

TEST_F(PregeneratedTest, SendsAnOfferThatComesWhileTheStoreIsAskedWithTheNextFind) {
  const ClientId client = connect_and_greet();
  say(client, protocol::Find{.find = 1});
  say(client, protocol::Offer{.find = 1, .offer = "newer"});
  ASSERT_EQ(store.finds.size(), 1U);
  store.answer(store.finds.back(), FindReply{Queued{.place = 7, .waiting = 1}});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.offer, "newer");
}

TEST_F(PregeneratedTest, JoinsChangesThatComeFasterThanTheStoreIsAsked) {
  const auto [client, ticket] = waiting_visitor();
  const std::size_t asked = store.finds.size();
  for (int i = 0; i < 50; ++i) {
    say(client, protocol::Offer{.find = 1, .offer = std::to_string(i)});
    if (store.finds.back().done) let_wait();
  }
  EXPECT_EQ(store.finds.size(), asked + kRenewalRate.burst);
  pass(kRenewalRate.period + kDeskTick);
  EXPECT_EQ(store.finds.size(), asked + kRenewalRate.burst + 1);
  EXPECT_EQ(store.finds.back().ticket.offer, "49");
  let_wait();
  say(client, protocol::Find{.find = 2});
  let_wait();
  const std::size_t again = store.finds.size();
  say(client, protocol::Offer{.find = 2, .offer = "newest"});
  EXPECT_EQ(store.finds.size(), again) << "a new search brings no new allowance";
  pass(kRenewalRate.period + kDeskTick);
  EXPECT_EQ(store.finds.back().ticket.offer, "newest");
}

TEST_F(PregeneratedTest, DropsAnOfferForAnotherFind) {
  const auto [client, ticket] = waiting_visitor();
  const std::size_t asked = store.finds.size();
  say(client, protocol::Offer{.find = 2, .offer = "of no such find"});
  say(connect_and_greet(), protocol::Offer{.find = 1, .offer = "without a search"});
  EXPECT_EQ(store.finds.size(), asked);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(PregeneratedTest, AnOfferDoesNotChangeAMatch) {
  const MatchedVisitor matched = matched_visitor();
  const std::size_t asked = store.finds.size();
  say(matched.client, protocol::Offer{.find = 1, .offer = "late"});
  EXPECT_EQ(store.finds.size(), asked);
}

TEST_F(PregeneratedTest, OnlyTheFirstFindCarriesTheAnswer) {
  const ClientId client = find_with_answer();
  let_wait();
  (void)outlet.take_one<protocol::Queued>(client);
  say(client, protocol::Offer{.find = 1, .offer = "offer"});
  EXPECT_EQ(store.finds.back().ticket.offer, "offer");
  expect_asked_again_without_answer(2);
}

TEST_F(PregeneratedTest, ASearchThatIsWidenedCarriesNoAnswer) {
  find_with_answer();
  let_wait();
  clock.advance(Patience{}.interests);
  desk.tick();
  expect_asked_again_without_answer(2);
}

TEST_F(PregeneratedTest, ASearchThatGoesOnAfterARoomFellThroughCarriesNoAnswer) {
  find_with_answer();
  const Proposal proposal = proposal_for(store.finds.back().ticket.id);
  store.answer(store.finds.back(), FindReply{proposal});
  desk.deliver(Release{proposal.ticket, proposal.room});
  expect_asked_again_without_answer(2);
}

TEST_F(PregeneratedTest, ASearchThatIsRetriedCarriesNoAnswer) {
  find_with_answer();
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  renew();
  expect_asked_again_without_answer(2);
}

TEST_F(PregeneratedTest, ASearchThatHadToWaitForAHomeCarriesNoAnswerLater) {
  renew(RenewReply{});
  const ClientId client = connect_and_greet();
  say(client, protocol::Find{.find = 1, .answer = "answer"});
  EXPECT_TRUE(store.finds.empty());
  renew();
  expect_asked_again_without_answer(1);
}

TEST_F(PregeneratedTest, ANewerFindBringsItsOwnAnswer) {
  const ClientId client = find_with_answer();
  say(client, protocol::Find{.find = 2, .answer = "newer"});
  EXPECT_EQ(store.finds.back().ticket.answer, "newer");
  say(client, protocol::Find{.find = 3});
  EXPECT_EQ(store.finds.back().ticket.answer, "");
}

}  // namespace
}  // namespace nexus::matching
