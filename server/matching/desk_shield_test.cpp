// Which matches talk through relays only, and what their visitors are told.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

namespace nexus::matching {
namespace {

std::string card_of(bool wishes) {
  protocol::Find find;
  if (wishes) find.relay_only = true;
  return to_card(make_profile(find));
}

class ShieldFixture : public DeskFixture {
 protected:
  explicit ShieldFixture(ShieldPolicy policy) : DeskFixture(policy) { renew(); }

  /// What a visitor is told of a match in which it is the responder.
  protocol::Matched match(bool mine, bool partners) {
    const ClientId client = connect_and_greet();
    say(client, protocol::Find{.find = 1, .relay_only = mine});
    Proposal proposal = proposal_for(store.finds.back().ticket.id);
    proposal.role = Role::kResponder;
    proposal.partner_card = card_of(partners);
    proposal.partner_sdp = "an offer that names addresses";
    store.answer(store.finds.back(), FindReply{proposal});
    return outlet.take_one<protocol::Matched>(client);
  }

  void expect_shielded(bool mine, bool partners) {
    const protocol::Matched matched = match(mine, partners);
    EXPECT_EQ(matched.relay_only, true);
    EXPECT_FALSE(matched.offer);
    EXPECT_TRUE(credentials.rooms.read(matched.token, clock.wall())->relay_only);
    EXPECT_FALSE(matched.ice_servers.empty());
  }

  void expect_open(bool mine, bool partners) {
    const protocol::Matched matched = match(mine, partners);
    EXPECT_FALSE(matched.relay_only);
    EXPECT_TRUE(matched.offer);
    EXPECT_FALSE(credentials.rooms.read(matched.token, clock.wall())->relay_only);
  }
};

class DeskWithoutShield : public ShieldFixture {
 protected:
  DeskWithoutShield() : ShieldFixture(ShieldPolicy::kOff) {}
};

class DeskWithChoiceOfShield : public ShieldFixture {
 protected:
  DeskWithChoiceOfShield() : ShieldFixture(ShieldPolicy::kChoice) {}
};

class DeskWithShield : public ShieldFixture {
 protected:
  DeskWithShield() : ShieldFixture(ShieldPolicy::kAlways) {}
};

TEST_F(DeskWithoutShield, HidesNobody) {
  expect_open(false, false);
  expect_open(true, true);
}

TEST_F(DeskWithChoiceOfShield, HidesBothWhenOneWishesIt) {
  expect_open(false, false);
  expect_shielded(true, false);
  expect_shielded(false, true);
  expect_shielded(true, true);
}

TEST_F(DeskWithChoiceOfShield, TellsThePartnersDeskOfTheWish) {
  const ClientId client = connect_and_greet();
  say(client, protocol::Find{.find = 1, .relay_only = true});
  EXPECT_TRUE(from_card(store.finds.back().ticket.card).relay_only);
}

TEST_F(DeskWithShield, HidesEverybody) { expect_shielded(false, false); }

}  // namespace
}  // namespace nexus::matching
