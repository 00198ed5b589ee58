// `matched` messages, and what a relay-only match withholds from them.
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

std::string encoded_profile(bool wishes) {
  protocol::Find find;
  if (wishes) find.relay_only = true;
  return encode_profile(make_profile(find));
}

class IntroductionsTest : public DeskFixture {
 protected:
  explicit IntroductionsTest(RelayPolicy policy) : DeskFixture(policy) { renew(); }

  protocol::Matched match_as(Role role, const std::string& partner_sdp, bool mine, bool partners) {
    const ClientId client = connect_and_greet();
    say(client, protocol::Find{.find = 1, .relay_only = mine});
    protocol::Find partner;
    partner.relay_only = partners;
    Proposal proposal = proposal_for(store.finds.back().ticket.id);
    proposal.role = role;
    proposal.partner_profile = encode_profile(make_profile(partner));
    proposal.partner_sdp = partner_sdp;
    desk.deliver(proposal);
    return outlet.take_one<protocol::Matched>(client);
  }

  /// The partner's offer as a responder receives it.
  std::optional<std::string> handed_out(const std::string& offer, bool mine, bool partners) {
    const protocol::Matched matched = match_as(Role::kResponder, offer, mine, partners);
    EXPECT_FALSE(matched.answer);
    return matched.offer;
  }

  /// The partner's answer as an initiator receives it.
  std::optional<std::string> handed_back(const std::string& answer, bool mine, bool partners) {
    const protocol::Matched matched = match_as(Role::kInitiator, answer, mine, partners);
    EXPECT_FALSE(matched.offer);
    return matched.answer;
  }

  /// The messages to the responder of a match.
  protocol::Matched match(bool mine, bool partners) {
    const ClientId client = connect_and_greet();
    say(client, protocol::Find{.find = 1, .relay_only = mine});
    Proposal proposal = proposal_for(store.finds.back().ticket.id);
    proposal.role = Role::kResponder;
    proposal.partner_profile = encoded_profile(partners);
    proposal.partner_sdp = "an offer that names addresses";
    store.answer(store.finds.back(), FindReply{proposal});
    return outlet.take_one<protocol::Matched>(client);
  }

  void expect_relay_only(bool mine, bool partners) {
    const protocol::Matched matched = match(mine, partners);
    EXPECT_EQ(matched.relay_only, true);
    EXPECT_FALSE(matched.offer);
    EXPECT_TRUE(credentials.seats.read(matched.seat, clock.wall())->relay_only);
    EXPECT_FALSE(matched.ice_servers.empty());
  }

  void expect_open(bool mine, bool partners) {
    const protocol::Matched matched = match(mine, partners);
    EXPECT_FALSE(matched.relay_only);
    EXPECT_TRUE(matched.offer);
    EXPECT_FALSE(credentials.seats.read(matched.seat, clock.wall())->relay_only);
  }
};

class OpenMatchTest : public IntroductionsTest {
 protected:
  OpenMatchTest() : IntroductionsTest(RelayPolicy::kOff) {}
};

class ChoiceTest : public IntroductionsTest {
 protected:
  ChoiceTest() : IntroductionsTest(RelayPolicy::kChoice) {}
};

class RelayOnlyTest : public IntroductionsTest {
 protected:
  RelayOnlyTest() : IntroductionsTest(RelayPolicy::kAlways) {}
};

TEST_F(OpenMatchTest, SendsAMatchedVisitorAllThatItNeeds) {
  const ClientId client = connect();
  const auto welcome = hello(client);
  say(client, protocol::Find{.find = 5, .interests = {"chess", "films"}, .languages = {"en"}});
  Proposal proposal = proposal_for(store.finds.back().ticket.id);
  proposal.role = Role::kResponder;
  proposal.partner_profile =
      encode_profile({"general", protocol::Mode::kVideo, {"films", "music"}, {"en", "fr"}});
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
  EXPECT_EQ(credentials.seats.read(matched.seat, clock.wall()).value(),
            (credentials::SeatToken{.room = proposal.room,
                                    .role = Role::kResponder,
                                    .ticket = proposal.ticket,
                                    .visitor = VisitorId::parse(welcome.visitor).value(),
                                    .home = {proposal.home.node, IncarnationId{}},
                                    .secret = {},
                                    .issued = clock.wall()}));
  ASSERT_EQ(store.commits.size(), 1U);
  EXPECT_EQ(store.commits.back().ticket, proposal.ticket);
  EXPECT_EQ(store.commits.back().room, proposal.room);
}

TEST_F(OpenMatchTest, GivesTheInitiatorItsSeatAndNoOffer) {
  const auto [client, ticket] = waiting_visitor();
  Proposal proposal = proposal_for(ticket);
  proposal.partner_sdp = "the partner's answer";
  desk.deliver(proposal);
  const auto matched = outlet.take_one<protocol::Matched>(client);
  EXPECT_EQ(matched.role, Role::kInitiator);
  EXPECT_FALSE(matched.offer);
  EXPECT_EQ(matched.answer, "the partner's answer");
  EXPECT_EQ(credentials.seats.read(matched.seat, clock.wall())->role, Role::kInitiator);
}

TEST_F(OpenMatchTest, HandsAnOfferToTheResponderUnchanged) {
  const std::string offer = sdp(std::string(kHost) + kReflexive + kRelay);
  EXPECT_EQ(handed_out(offer, false, false), offer);
  EXPECT_EQ(handed_out("", false, false), std::nullopt);
}

TEST_F(OpenMatchTest, HandsAnAnswerToTheInitiatorUnchanged) {
  const std::string answer = sdp(std::string(kHost) + kReflexive + kRelay);
  EXPECT_EQ(handed_back(answer, false, false), answer);
  EXPECT_EQ(handed_back("", false, false), std::nullopt);
}

TEST_F(RelayOnlyTest, AnOfferNamesNoAddressButARelays) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive + kRelay), false, false),
            sdp(kRelayHidden));
}

TEST_F(ChoiceTest, AnOfferNamesNoAddressOfAVisitorWhoHidesIt) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive + kRelay), false, true),
            sdp(kRelayHidden));
}

TEST_F(ChoiceTest, AnOfferIsWithheldWhenItWasNotGatheredForRelays) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive + kRelay), true, false), std::nullopt);
}

TEST_F(ChoiceTest, AnOfferIsWithheldWhenNoCandidateIsLeft) {
  EXPECT_EQ(handed_out(sdp(std::string(kHost) + kReflexive), true, true), std::nullopt);
  EXPECT_EQ(handed_out("not a description", true, true), std::nullopt);
}

TEST_F(ChoiceTest, AnAnswerIsWithheldWhenEitherAsksForRelayOnly) {
  const std::string answer = sdp(kRelay);
  EXPECT_EQ(handed_back(answer, false, false), answer);
  EXPECT_EQ(handed_back(answer, true, false), std::nullopt);
  EXPECT_EQ(handed_back(answer, false, true), std::nullopt);
  EXPECT_EQ(handed_back(answer, true, true), std::nullopt);
}

TEST_F(RelayOnlyTest, NeverHandsOutAnAnswer) {
  EXPECT_EQ(handed_back(sdp(kRelay), false, false), std::nullopt);
  EXPECT_EQ(handed_back(sdp(kRelay), true, true), std::nullopt);
}

TEST_F(OpenMatchTest, HidesNobody) {
  expect_open(false, false);
  expect_open(true, true);
}

TEST_F(ChoiceTest, HidesBothWhenOneWishesIt) {
  expect_open(false, false);
  expect_relay_only(true, false);
  expect_relay_only(false, true);
  expect_relay_only(true, true);
}

TEST_F(ChoiceTest, GivesThePartnersDeskTheWish) {
  const ClientId client = connect_and_greet();
  say(client, protocol::Find{.find = 1, .relay_only = true});
  EXPECT_TRUE(decode_profile(store.finds.back().ticket.profile).relay_only);
}

TEST_F(RelayOnlyTest, HidesEverybody) { expect_relay_only(false, false); }

}  // namespace
}  // namespace nexus::matching
