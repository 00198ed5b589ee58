// SPDX-License-Identifier: MIT
#include "credentials/room_token.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

class RoomTokensTest : public testing::Test {
 protected:
  SeededRandom random{1};
  ManualClock clock;
  Keyring keyring = Keyring::create({"a secret of good length"}, "room").value();
  RoomTokens tokens{keyring};
  RoomToken token{RoomId::random(random), Role::kResponder, TicketId::random(random),
                  NodeName{"node~1.example"}, clock.wall() + kRoomTokenLife};
};

TEST_F(RoomTokensTest, ReadsWhatItIssued) {
  EXPECT_EQ(tokens.read(tokens.issue(token), clock.wall()).value(), token);
}

TEST_F(RoomTokensTest, NamesItsRoomToWhoCanNotReadIt) {
  EXPECT_EQ(room_named_in(tokens.issue(token)), token.room);
  EXPECT_TRUE(room_named_in("").is_none());
  EXPECT_TRUE(room_named_in(token.room.text()).is_none());
  EXPECT_TRUE(room_named_in("no room~i~").is_none());
}

TEST_F(RoomTokensTest, CarriesWhoseTheSeatIs) {
  token.visitor = VisitorId::random(random);
  EXPECT_EQ(tokens.read(tokens.issue(token), clock.wall()).value(), token);
}

TEST_F(RoomTokensTest, CarriesWhetherTheRoomIsRelayOnly) {
  token.relay_only = true;
  for (const Role seat : {Role::kInitiator, Role::kResponder}) {
    token.seat = seat;
    EXPECT_EQ(tokens.read(tokens.issue(token), clock.wall()).value(), token);
  }
}

TEST_F(RoomTokensTest, ExpiresAfterItsLifeAndTheToleratedSkew) {
  const std::string text = tokens.issue(token);
  clock.advance(kRoomTokenLife + kClockSkewMax);
  EXPECT_TRUE(tokens.read(text, clock.wall()));
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(tokens.read(text, clock.wall()).error(), RoomTokenError::kExpired);
}

TEST_F(RoomTokensTest, IsRefusedByAClockThatIsBehindByMoreThanTheToleratedSkew) {
  const std::string text = tokens.issue(token);
  clock.jump_wall(-kClockSkewMax);
  EXPECT_TRUE(tokens.read(text, clock.wall()));
  clock.jump_wall(-std::chrono::milliseconds(1));
  EXPECT_EQ(tokens.read(text, clock.wall()).error(), RoomTokenError::kAhead);
}

TEST_F(RoomTokensTest, RefusesGenuineSignaturesOverOtherShapes) {
  for (const char* payload : {"", "~", "~~~~", "a~i~b~c~1~n", "room"}) {
    EXPECT_EQ(tokens.read(keyring.sign(payload), clock.wall()).error(), RoomTokenError::kInvalid);
  }
}

TEST_F(RoomTokensTest, RefusesAPartSwappedBetweenTwoTokens) {
  RoomToken other = token;
  other.seat = Role::kInitiator;
  const std::string a = tokens.issue(token);
  const std::string b = tokens.issue(other);
  const std::string swapped = a.substr(0, a.rfind('.')) + b.substr(b.rfind('.'));
  EXPECT_EQ(tokens.read(swapped, clock.wall()).error(), RoomTokenError::kInvalid);
}

}  // namespace
}  // namespace nexus::credentials
