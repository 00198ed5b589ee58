// Offers and answers made ahead: what is done with them, and that the shield holds for them too.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

namespace nexus::matching {
namespace {

constexpr const char* kHost = "a=candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host\r\n";
constexpr const char* kReflexive =
    "a=candidate:2 1 udp 1686052607 203.0.113.9 50000 typ srflx raddr 192.0.2.7 rport 50000\r\n";
constexpr const char* kRelay =
    "a=candidate:3 1 udp 41885439 198.51.100.4 49160 typ relay raddr 203.0.113.9 rport 50000\r\n";
constexpr const char* kRelayHidden =
    "a=candidate:3 1 udp 41885439 198.51.100.4 49160 typ relay raddr 0.0.0.0 rport 0\r\n";

std::string sdp(std::string_view candidates) {
  return "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\n" + std::string(candidates);
}

class DeskAheadTest : public DeskFixture {
 protected:
  explicit DeskAheadTest(ShieldPolicy policy = ShieldPolicy::kOff) : DeskFixture(policy) {
    renew();
  }

  protocol::Matched match_as(Role role, const std::string& partner_sdp, bool mine, bool partners) {
    const ClientId client = connect_and_greet();
    say(client, protocol::Find{.find = 1, .relay_only = mine});
    protocol::Find partner;
    partner.relay_only = partners;
    Proposal proposal = proposal_for(store.finds.back().ticket.id);
    proposal.role = role;
    proposal.partner_card = to_card(make_profile(partner));
    proposal.partner_sdp = partner_sdp;
    desk.deliver(proposal);
    return outlet.take_one<protocol::Matched>(client);
  }

  /// What a responder is handed of its partner's offer.
  std::optional<std::string> handed_out(const std::string& offer, bool mine, bool partners) {
    const protocol::Matched matched = match_as(Role::kResponder, offer, mine, partners);
    EXPECT_FALSE(matched.answer);
    return matched.offer;
  }

  /// What an initiator is handed of its partner's answer.
  std::optional<std::string> handed_back(const std::string& answer, bool mine, bool partners) {
    const protocol::Matched matched = match_as(Role::kInitiator, answer, mine, partners);
    EXPECT_FALSE(matched.offer);
    return matched.answer;
  }

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

class DeskAheadWithChoice : public DeskAheadTest {
 protected:
  DeskAheadWithChoice() : DeskAheadTest(ShieldPolicy::kChoice) {}
};

class DeskAheadWithShield : public DeskAheadTest {
 protected:
  DeskAheadWithShield() : DeskAheadTest(ShieldPolicy::kAlways) {}
};

TEST_F(DeskAheadTest, ReplacesTheOfferOfATicketThatWaitsInItsPlace) {
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

TEST_F(DeskAheadTest, TakesAnOfferAlongThatComesWhileTheStoreIsAsked) {
  const ClientId client = connect_and_greet();
  say(client, protocol::Find{.find = 1});
  say(client, protocol::Offer{.find = 1, .offer = "newer"});
  ASSERT_EQ(store.finds.size(), 1U);
  store.answer(store.finds.back(), FindReply{Queued{.place = 7, .waiting = 1}});
  ASSERT_EQ(store.finds.size(), 2U);
  EXPECT_EQ(store.finds.back().ticket.offer, "newer");
}

TEST_F(DeskAheadTest, DropsAnOfferForAnotherFind) {
  const auto [client, ticket] = waiting_visitor();
  const std::size_t asked = store.finds.size();
  say(client, protocol::Offer{.find = 2, .offer = "for what is not"});
  say(connect_and_greet(), protocol::Offer{.find = 1, .offer = "without a search"});
  EXPECT_EQ(store.finds.size(), asked);
  EXPECT_TRUE(outlet.take(client).empty());
}

TEST_F(DeskAheadTest, DoesNotTouchAMatchThatIsMade) {
  const MatchedVisitor matched = matched_visitor();
  const std::size_t asked = store.finds.size();
  say(matched.client, protocol::Offer{.find = 1, .offer = "late"});
  EXPECT_EQ(store.finds.size(), asked);
}

TEST_F(DeskAheadTest, IsHandedOutAsItCame) {
  const std::string offer = sdp(std::string(kHost) + kReflexive + kRelay);
  EXPECT_EQ(handed_out(offer, false, false), offer);
  EXPECT_EQ(handed_out("", false, false), std::nullopt);
}

TEST_F(DeskAheadTest, HandsAnAnswerToTheInitiatorAsItCame) {
  const std::string answer = sdp(std::string(kHost) + kReflexive + kRelay);
  EXPECT_EQ(handed_back(answer, false, false), answer);
  EXPECT_EQ(handed_back("", false, false), std::nullopt);
}

TEST_F(DeskAheadTest, AnAnswerIsForWhoIsFoundAtOnce) {
  const ClientId client = find_with_answer();
  let_wait();
  (void)outlet.take_one<protocol::Queued>(client);
  say(client, protocol::Offer{.find = 1, .offer = "offer"});
  EXPECT_EQ(store.finds.back().ticket.offer, "offer");
  expect_asked_again_without_answer(2);
}

TEST_F(DeskAheadTest, ASearchThatIsWidenedCarriesNoAnswer) {
  find_with_answer();
  let_wait();
  clock.advance(Patience{}.interests);
  desk.tick();
  expect_asked_again_without_answer(2);
}

TEST_F(DeskAheadTest, ASearchThatGoesOnAfterARoomFellThroughCarriesNoAnswer) {
  find_with_answer();
  const Proposal proposal = proposal_for(store.finds.back().ticket.id);
  store.answer(store.finds.back(), FindReply{proposal});
  desk.deliver(Release{proposal.ticket, proposal.room, proposal.place});
  expect_asked_again_without_answer(2);
}

TEST_F(DeskAheadTest, ASearchThatTheStoreDidNotHearCarriesNoAnswerLater) {
  find_with_answer();
  store.answer(store.finds.back(), fail(StoreError::kUnavailable));
  renew();
  expect_asked_again_without_answer(2);
}

TEST_F(DeskAheadTest, ASearchThatHadToWaitForAHomeCarriesNoAnswerLater) {
  renew(RenewReply{});
  const ClientId client = connect_and_greet();
  say(client, protocol::Find{.find = 1, .answer = "answer"});
  EXPECT_TRUE(store.finds.empty());
  renew();
  expect_asked_again_without_answer(1);
}

TEST_F(DeskAheadTest, ANewerFindBringsItsOwnAnswer) {
  const ClientId client = find_with_answer();
  say(client, protocol::Find{.find = 2, .answer = "newer"});
  EXPECT_EQ(store.finds.back().ticket.answer, "newer");
  say(client, protocol::Find{.find = 3});
  EXPECT_EQ(store.finds.back().ticket.answer, "");
}

TEST_F(DeskAheadTest, GivesIceServersWithTheWelcome) {
  const ClientId client = connect();
  say(client, protocol::Hello{.protocol = 1});
  const auto welcome = outlet.take_one<protocol::Welcome>(client);
  ASSERT_FALSE(welcome.ice_servers.empty());
  EXPECT_EQ(welcome.ice_servers.front().username, welcome.visitor);
  EXPECT_FALSE(welcome.relay_only);
}

TEST_F(DeskAheadWithShield, SaysInTheWelcomeThatEveryMatchIsShielded) {
  const ClientId client = connect();
  say(client, protocol::Hello{.protocol = 1});
  EXPECT_EQ(outlet.take_one<protocol::Welcome>(client).relay_only, true);
}

TEST_F(DeskAheadWithShield, NamesNoAddressButARelays) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive + kRelay), false, false),
            sdp(kRelayHidden));
}

TEST_F(DeskAheadWithChoice, NamesNoAddressOfWhoWishesToHideIt) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive + kRelay), false, true),
            sdp(kRelayHidden));
}

TEST_F(DeskAheadWithChoice, IsWithheldWhenItsMakerDidNotKnowOfTheShield) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive + kRelay), true, false), std::nullopt);
}

TEST_F(DeskAheadWithChoice, IsWithheldWhenNothingIsLeftOfIt) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive), true, true), std::nullopt);
  EXPECT_EQ(handed_out("not a description", true, true), std::nullopt);
}

TEST_F(DeskAheadWithChoice, AnAnswerIsWithheldWhenEitherWishesForTheShield) {
  const std::string answer = sdp(kRelay);
  EXPECT_EQ(handed_back(answer, false, false), answer);
  EXPECT_EQ(handed_back(answer, true, false), std::nullopt);
  EXPECT_EQ(handed_back(answer, false, true), std::nullopt);
  EXPECT_EQ(handed_back(answer, true, true), std::nullopt);
}

TEST_F(DeskAheadWithShield, NeverHandsOutAnAnswer) {
  EXPECT_EQ(handed_back(sdp(kRelay), false, false), std::nullopt);
  EXPECT_EQ(handed_back(sdp(kRelay), true, true), std::nullopt);
}

}  // namespace
}  // namespace nexus::matching
