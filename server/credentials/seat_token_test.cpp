// SPDX-License-Identifier: MIT
#include "credentials/seat_token.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

class SeatTokenTest : public testing::Test {
 protected:
  SeatTokenTest()
      : token{.room = RoomId::random(random),
              .role = Role::kResponder,
              .ticket = TicketId::random(random),
              .visitor = VisitorId::random(random),
              .home = {NodeName{"room~1.example"}, IncarnationId::random(random)},
              .secret = SeatSecret::random(random),
              .issued = clock.wall(),
              .relay_only = true},
        fresh(token) {
    fresh.home.incarnation = IncarnationId{};
    fresh.secret = SeatSecret{};
  }

  SeededRandom random{1};
  ManualClock clock;
  Keyring keyring = Keyring::create({"a secret of good length"}, "seat").value();
  SeatTokens tokens{keyring};
  SeatToken token;
  SeatToken fresh;  ///< as the matching service issues it
};

TEST_F(SeatTokenTest, ReadsWhatItIssued) {
  for (SeatToken one : {token, fresh}) {
    for (const bool relay_only : {true, false}) {
      for (const Role role : kRoles) {
        one.relay_only = relay_only;
        one.role = role;
        EXPECT_EQ(tokens.read(tokens.issue(one), clock.wall()).value(), one);
      }
    }
  }
}

TEST_F(SeatTokenTest, NamesItsRoomToWhoCanNotReadIt) {
  EXPECT_EQ(room_named_in(tokens.issue(token)), token.room);
  EXPECT_TRUE(room_named_in("").is_none());
  EXPECT_TRUE(room_named_in(token.room.text()).is_none());
  EXPECT_TRUE(room_named_in("no room~0~").is_none());
}

TEST_F(SeatTokenTest, IsShortEnoughForTheProtocol) {
  token.home.node.value = std::string(64, 'n');
  EXPECT_LE(tokens.issue(token).size(), 512U);
}

TEST_F(SeatTokenTest, EndsAfterItsLife) {
  const std::string text = tokens.issue(token);
  clock.advance(kSeatTokenLife);
  EXPECT_TRUE(tokens.read(text, clock.wall()));
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(tokens.read(text, clock.wall()).error(), SeatTokenError::kExpired);
}

TEST_F(SeatTokenTest, EndsSoonWhereNobodySatYet) {
  const std::string text = tokens.issue(fresh);
  clock.advance(kFreshTokenLife + kClockSkewMax);
  EXPECT_TRUE(tokens.read(text, clock.wall()));
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(tokens.read(text, clock.wall()).error(), SeatTokenError::kExpired);
}

TEST_F(SeatTokenTest, IsRefusedWhereNobodySatYetByAClockThatIsFarBehind) {
  const std::string text = tokens.issue(fresh);
  clock.jump_wall(-kClockSkewMax);
  EXPECT_TRUE(tokens.read(text, clock.wall()));
  clock.jump_wall(-std::chrono::milliseconds(1));
  EXPECT_EQ(tokens.read(text, clock.wall()).error(), SeatTokenError::kAhead);
}

TEST_F(SeatTokenTest, OutlivesAClockThatIsSetBack) {
  const std::string text = tokens.issue(token);
  clock.jump_wall(-std::chrono::hours(1));
  EXPECT_TRUE(tokens.read(text, clock.wall()));
}

TEST_F(SeatTokenTest, RefusesGenuineSignaturesOverOtherShapes) {
  for (const char* payload : {"", "~", "~~~~~~~", "a~0~b~c~1~d~e~n", "room"}) {
    EXPECT_EQ(tokens.read(keyring.sign(payload), clock.wall()).error(), SeatTokenError::kInvalid);
  }
}

TEST_F(SeatTokenTest, RefusesAPartSwappedBetweenTwoTokens) {
  SeatToken other = token;
  other.role = Role::kInitiator;
  const std::string a = tokens.issue(token);
  const std::string b = tokens.issue(other);
  const std::string swapped = a.substr(0, a.rfind('.')) + b.substr(b.rfind('.'));
  EXPECT_EQ(tokens.read(swapped, clock.wall()).error(), SeatTokenError::kInvalid);
}

TEST_F(SeatTokenTest, AcceptsNoBitThatIsNotItsOwn) {
  for (const SeatToken& one : {token, fresh}) {
    const std::string text = tokens.issue(one);
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string forged = text;
        forged[at] = static_cast<char>(forged[at] ^ (1 << bit));
        EXPECT_FALSE(tokens.read(forged, clock.wall())) << at << ", bit " << bit;
      }
    }
  }
}

TEST_F(SeatTokenTest, IsNoTokenOfAnotherPurpose) {
  const SeatTokens others{Keyring::create({"a secret of good length"}, "place").value()};
  EXPECT_FALSE(others.read(tokens.issue(token), clock.wall()));
}

}  // namespace
}  // namespace nexus::credentials
