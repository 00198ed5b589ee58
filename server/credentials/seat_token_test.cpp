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
              .home = {NodeName{"room~1"}, BootId::random(random)},
              .secret = SeatSecret::random(random),
              .issued = now,
              .relay_only = true,
              .visitor = VisitorId::random(random)} {}

  SeededRandom random{1};
  WallTime now{std::chrono::hours(1'000)};
  SeatTokens tokens{Keyring::create({"a secret of good length"}, "seat").value()};
  SeatToken token;
};

TEST_F(SeatTokenTest, ReadsWhatItIssued) {
  EXPECT_EQ(tokens.read(tokens.issue(token), now), token);
  token.relay_only = false;
  token.role = Role::kInitiator;
  EXPECT_EQ(tokens.read(tokens.issue(token), now), token);
}

TEST_F(SeatTokenTest, IsShortEnoughForTheProtocol) {
  token.home.node.value = std::string(64, 'n');
  EXPECT_LE(tokens.issue(token).size(), 512U);
}

TEST_F(SeatTokenTest, EndsAfterItsLife) {
  const std::string text = tokens.issue(token);
  EXPECT_TRUE(tokens.read(text, now + kSeatTokenLife));
  EXPECT_FALSE(tokens.read(text, now + kSeatTokenLife + std::chrono::milliseconds(1)));
}

TEST_F(SeatTokenTest, AcceptsNoBitThatIsNotItsOwn) {
  const std::string text = tokens.issue(token);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string forged = text;
      forged[at] = static_cast<char>(forged[at] ^ (1 << bit));
      EXPECT_FALSE(tokens.read(forged, now)) << at << ", bit " << bit;
    }
  }
}

TEST_F(SeatTokenTest, IsNoTokenOfAnotherPurpose) {
  const SeatTokens rooms{Keyring::create({"a secret of good length"}, "room").value()};
  EXPECT_FALSE(rooms.read(tokens.issue(token), now));
}

}  // namespace
}  // namespace nexus::credentials
