// SPDX-License-Identifier: MIT
#include "matching/popular_interests.hpp"

#include "base/random.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class PopularInterestsTest : public testing::Test {
 protected:
  [[nodiscard]] static Profile wishing(std::vector<std::string> interests) {
    return make_profile(protocol::Find{.interests = std::move(interests)});
  }
  NetworkTags network() { return {.host = NetworkTag::random(random), .site = {}, .region = {}}; }
  /// Visitors of as many networks search with these interests.
  void search(std::size_t networks, const std::vector<std::string>& interests,
              PopularInterests& counted) {
    for (std::size_t i = 0; i < networks; ++i) counted.count(wishing(interests), network());
  }
  void search(std::size_t networks, const std::vector<std::string>& interests) {
    search(networks, interests, popular);
  }
  void end_period(PopularInterests& counted) {
    clock.advance(PopularInterests::kPeriod);
    counted.tick(clock.monotonic());
  }
  void end_period() { end_period(popular); }

  ManualClock clock;
  SeededRandom random{1};
  PopularInterests popular{PopularLimits{.networks_min = 5, .hidden = {"Séx "}}};
};

TEST_F(PopularInterestsTest, ListsWhatEnoughNetworksSearchWith) {
  search(5, {"Chess", "music"});
  search(4, {"films", "MUSIC"});
  EXPECT_THAT(popular.list(), IsEmpty());
  end_period();
  EXPECT_THAT(popular.list(), ElementsAre("chess", "music"));
}

TEST_F(PopularInterestsTest, DoesNotReactDuringAPeriod) {
  search(5, {"chess"});
  end_period();
  search(50, {"films"});
  clock.advance(PopularInterests::kPeriod - std::chrono::milliseconds(1));
  popular.tick(clock.monotonic());
  EXPECT_THAT(popular.list(), ElementsAre("chess"));
  clock.advance(std::chrono::milliseconds(1));
  popular.tick(clock.monotonic());
  EXPECT_THAT(popular.list(), ElementsAre("films"));
  end_period();
  EXPECT_THAT(popular.list(), IsEmpty()) << "nobody searched";
}

TEST_F(PopularInterestsTest, CountsANetworkOnce) {
  const NetworkTags ours = network();
  NetworkTags of_region{.host = {}, .site = {}, .region = NetworkTag::random(random)};
  for (int i = 0; i < 100; ++i) {
    popular.count(wishing({"chess"}), ours);
    popular.count(wishing({"chess"}), NetworkTags{});
    of_region.host = NetworkTag::random(random);
    popular.count(wishing({"chess"}), of_region);
  }
  search(1, {"chess"});
  end_period();
  EXPECT_THAT(popular.list(), IsEmpty()) << "four: a network, one without a tag, a /48, another";
}

TEST_F(PopularInterestsTest, ListsTheMostPopularInAnOrderThatShowsNoNumbers) {
  std::vector<std::string> expected;
  for (char letter = 'a'; letter < 'a' + 20; ++letter) {
    const std::string interest(3, letter);
    search(5 + static_cast<std::size_t>(letter - 'a'), {interest});
    if (letter >= 'a' + 8) expected.push_back(interest);
  }
  end_period();
  EXPECT_THAT(popular.list(), SizeIs(PopularInterests::kListedMax));
  EXPECT_EQ(popular.list(), expected);
}

TEST_F(PopularInterestsTest, NeverListsWhatTheOperatorHidesOrWhatAdvertises) {
  search(9, {"SÉX", "sussex", "spam.example", "https://x", "@somebody", "0171 2345678"});
  search(9, {"1984", "rock'n'roll", "c++", "a\u202Eb"});
  end_period();
  EXPECT_THAT(popular.list(), ElementsAre("1984", "ab", "c++", "rock'n'roll", "sussex"));
}

TEST_F(PopularInterestsTest, KnowsNumbersAndAddressesOfOtherScripts) {
  search(9,
         {"٠١٧١ ٢٣٤٥٦٧٨", "०१२३४५६", "０１７１２３４５", "spam。example", "spam．example", "＠me"});
  search(9, {"١٩٨٤", "二〇二六年", "صید"});
  end_period();
  EXPECT_THAT(popular.list(), UnorderedElementsAre("١٩٨٤", "二〇二六年", "صید"));
}

TEST_F(PopularInterestsTest, HidesAtOnceWhatTheOperatorHidesLater) {
  search(5, {"chess", "slur"});
  end_period();
  search(5, {"chess", "slur"});
  popular.set_limits({.networks_min = 5, .hidden = {"SLUR"}});
  EXPECT_THAT(popular.list(), ElementsAre("chess"));
  end_period();
  EXPECT_THAT(popular.list(), ElementsAre("chess"));
  search(9, {"chess"});
  popular.set_limits({.networks_min = 0});
  EXPECT_THAT(popular.list(), IsEmpty());
  end_period();
  EXPECT_THAT(popular.list(), IsEmpty()) << "what was counted before is not listed either";
}

TEST_F(PopularInterestsTest, IsOffWithZero) {
  PopularInterests off{PopularLimits{.networks_min = 0, .hidden = {}}};
  search(9, {"chess"}, off);
  end_period(off);
  EXPECT_THAT(off.list(), IsEmpty());
}

TEST_F(PopularInterestsTest, OneNetworkCannotUseItUp) {
  const NetworkTags flood = network();
  for (std::size_t i = 0; i < 2 * PopularInterests::kCountedMax; ++i) {
    popular.count(wishing({"w" + std::to_string(i)}), flood);
  }
  search(5, {"chess"});
  end_period();
  EXPECT_THAT(popular.list(), ElementsAre("chess"));
}

}  // namespace
}  // namespace nexus::matching
