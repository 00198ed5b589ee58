// SPDX-License-Identifier: MIT
#include "credentials/place_token.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

class PlaceTokenTest : public testing::Test {
 protected:
  SeededRandom random{1};
  WallTime now{std::chrono::hours(1'000)};
  PlaceTokens tokens{Keyring::create({"a secret of good length"}, "place").value()};
  PlaceToken token{.visitor = VisitorId::random(random),
                   .place = 1'790'000'000'000'000,
                   .waited = std::chrono::seconds(90),
                   .away = std::chrono::seconds(1),
                   .issued = now};
};

TEST_F(PlaceTokenTest, ReadsWhatItIssued) {
  EXPECT_EQ(tokens.read(tokens.issue(token), now), token);
  EXPECT_LE(tokens.issue(token).size(), 256U);
}

TEST_F(PlaceTokenTest, EndsAfterItsLife) {
  const std::string text = tokens.issue(token);
  EXPECT_TRUE(tokens.read(text, now + kPlaceTokenLife));
  EXPECT_FALSE(tokens.read(text, now + kPlaceTokenLife + std::chrono::milliseconds(1)));
}

TEST_F(PlaceTokenTest, CountsHowLongNobodyWaited) {
  const auto read = tokens.read(tokens.issue(token), now + std::chrono::seconds(4));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->away, std::chrono::seconds(5));
  EXPECT_EQ(tokens.read(tokens.issue(token), now - std::chrono::seconds(4))->away, token.away);
}

TEST_F(PlaceTokenTest, EndsWhenNobodyWaitedForTooLongInAll) {
  token.away = kPlaceAwayMax - std::chrono::seconds(2);
  const std::string text = tokens.issue(token);
  EXPECT_TRUE(tokens.read(text, now + std::chrono::seconds(2)));
  EXPECT_FALSE(tokens.read(text, now + std::chrono::milliseconds(2001)));
}

TEST_F(PlaceTokenTest, AcceptsNoBitThatIsNotItsOwn) {
  const std::string text = tokens.issue(token);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string forged = text;
      forged[at] = static_cast<char>(forged[at] ^ (1 << bit));
      EXPECT_FALSE(tokens.read(forged, now)) << at << ", bit " << bit;
    }
  }
}

TEST_F(PlaceTokenTest, IsNoTokenOfAnotherPurpose) {
  const PlaceTokens rooms{Keyring::create({"a secret of good length"}, "room").value()};
  EXPECT_FALSE(rooms.read(tokens.issue(token), now));
  EXPECT_FALSE(tokens.read("", now));
}

}  // namespace
}  // namespace nexus::credentials
