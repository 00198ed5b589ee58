// SPDX-License-Identifier: MIT
#include "credentials/network_tag.hpp"

#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

using AddressBytes = std::array<std::uint8_t, 16>;

AddressBytes v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, a, b, c, d};
}

/// 2001:db8:<site>:<network>::<host>
AddressBytes v6(std::uint8_t site, std::uint8_t subnet_high, std::uint8_t subnet_low,
                std::uint8_t host) {
  return {0x20, 0x01, 0x0d, 0xb8, 0, site, subnet_high, subnet_low, 0, 0, 0, 0, 0, 0, 0, host};
}

/// Keeps each question until a test calls its `done`.
class FakeKeyStore final : public WeekKeyStore {
 public:
  struct Question {
    WeekKey candidate;
    std::chrono::milliseconds life;
    Done done;
  };
  void agree(const WeekKey& candidate, std::chrono::milliseconds life, Done done) override {
    questions.push_back({candidate, life, std::move(done)});
  }
  std::vector<Question> questions;
};

class NetworkTagTest : public testing::Test {
 protected:
  ManualClock clock;
  SeededRandom random{1};
  FakeKeyStore store;
  NetworkTagger tagger{store, clock, random};
};

TEST_F(NetworkTagTest, TellsNetworksApartAtEachWidth) {
  const NetworkTags one = tagger.tags_of(v4(198, 51, 100, 7));
  EXPECT_EQ(one, tagger.tags_of(v4(198, 51, 100, 7)));
  const NetworkTags neighbour = tagger.tags_of(v4(198, 51, 100, 8));
  EXPECT_NE(one.host, neighbour.host);
  EXPECT_EQ(one.site, neighbour.site);
  EXPECT_NE(one.site, tagger.tags_of(v4(198, 51, 101, 7)).site);
  EXPECT_TRUE(one.region.is_none());

  const NetworkTags six = tagger.tags_of(v6(1, 2, 3, 4));
  EXPECT_EQ(six, tagger.tags_of(v6(1, 2, 3, 5))) << "one /64";
  EXPECT_NE(six.host, tagger.tags_of(v6(1, 2, 4, 4)).host);
  EXPECT_EQ(six.site, tagger.tags_of(v6(1, 2, 4, 4)).site) << "one /56";
  EXPECT_NE(six.site, tagger.tags_of(v6(1, 3, 3, 4)).site);
  EXPECT_EQ(six.region, tagger.tags_of(v6(1, 3, 3, 4)).region) << "one /48";
  EXPECT_NE(six.region, tagger.tags_of(v6(2, 2, 3, 4)).region);
}

TEST_F(NetworkTagTest, GivesNoTwoWidthsTheSameTag) {
  const AddressBytes zero_tail = v6(0, 0, 0, 0);
  const NetworkTags tags = tagger.tags_of(zero_tail);
  EXPECT_EQ(std::set({tags.host, tags.site, tags.region}).size(), 3U);
}

TEST_F(NetworkTagTest, TakesTheKeyOfTheDeployment) {
  ASSERT_EQ(store.questions.size(), 1U);
  const WeekKey others = WeekKey::random(week_of(clock.wall()), random);
  const NetworkTags before = tagger.tags_of(v4(198, 51, 100, 7));
  store.questions[0].done(others);
  EXPECT_NE(before, tagger.tags_of(v4(198, 51, 100, 7)));

  FakeKeyStore second_store;
  const NetworkTagger second(second_store, clock, random);
  second_store.questions[0].done(others);
  EXPECT_EQ(second.tags_of(v4(198, 51, 100, 7)), tagger.tags_of(v4(198, 51, 100, 7)));
  tagger.tick();
  EXPECT_EQ(store.questions.size(), 1U) << "asked again although it has the key";
}

TEST_F(NetworkTagTest, AsksAgainWhileTheStoreIsAway) {
  store.questions[0].done(std::nullopt);
  tagger.tick();
  ASSERT_EQ(store.questions.size(), 2U);
  tagger.tick();
  EXPECT_EQ(store.questions.size(), 2U) << "one question at a time";
}

TEST_F(NetworkTagTest, DropsTheKeyAtTheEndOfItsWeek) {
  store.questions[0].done(store.questions[0].candidate);
  const NetworkTags before = tagger.tags_of(v4(198, 51, 100, 7));
  const auto left = end_of(week_of(clock.wall())) - clock.wall();
  EXPECT_EQ(store.questions[0].life, left);
  clock.advance(left - std::chrono::milliseconds(1));
  tagger.tick();
  EXPECT_EQ(before, tagger.tags_of(v4(198, 51, 100, 7)));
  clock.advance(std::chrono::milliseconds(1));
  tagger.tick();
  EXPECT_NE(before, tagger.tags_of(v4(198, 51, 100, 7)));
  ASSERT_EQ(store.questions.size(), 2U);
  EXPECT_NE(store.questions[1].candidate.bytes, store.questions[0].candidate.bytes);
}

TEST_F(NetworkTagTest, IgnoresTheKeyOfAnotherWeek) {
  WeekKey late = store.questions[0].candidate;
  const NetworkTags before = tagger.tags_of(v4(198, 51, 100, 7));
  late.week -= 1;
  late.bytes[0] ^= 1;
  store.questions[0].done(late);
  EXPECT_EQ(before, tagger.tags_of(v4(198, 51, 100, 7)));
}

TEST(WeekKeyTest, SurvivesItsText) {
  SeededRandom random(2);
  const WeekKey key = WeekKey::random(2900, random);
  EXPECT_EQ(WeekKey::parse(key.text()), key);
  for (const std::string_view bad : {"", "2900", "2900 ", "x AAAA", "2900 AAAA"}) {
    EXPECT_FALSE(WeekKey::parse(bad)) << bad;
  }
}

TEST(WeekTest, HasSevenDays) {
  const Week week = week_of(WallTime(std::chrono::hours(24 * 365)));
  EXPECT_EQ(end_of(week) - end_of(week - 1), std::chrono::hours(7 * 24));
  EXPECT_EQ(week_of(end_of(week)), week + 1);
  EXPECT_EQ(week_of(end_of(week) - std::chrono::milliseconds(1)), week);
}

}  // namespace
}  // namespace nexus::credentials
