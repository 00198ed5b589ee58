// SPDX-License-Identifier: MIT
#include "matching/plan.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using protocol::WidenedTo;
using testing::ElementsAre;
using testing::IsEmpty;

const Patience kPatience{.interests = 10s, .languages = 20s, .recent = 15s};

Profile wishing(std::vector<std::string> interests = {}, std::vector<std::string> languages = {},
                protocol::Mode mode = protocol::Mode::kVideo, std::string lane = "general") {
  return {std::move(lane), mode, std::move(interests), std::move(languages)};
}

Plan plan_for(const Profile& profile, std::chrono::milliseconds waited = 0s) {
  return make_plan(profile, {}, waited, kPatience);
}

/// Whether two tickets that waited this long accept each other: they share a bucket.
bool accept(const Profile& a, const Profile& b, std::chrono::milliseconds waited_a = 0s,
            std::chrono::milliseconds waited_b = 0s) {
  const Plan plan = plan_for(a, waited_a);
  const std::set<Bucket> buckets(plan.wait_in.begin(), plan.wait_in.end());
  for (const Bucket& bucket : plan_for(b, waited_b).wait_in) {
    if (buckets.contains(bucket)) return true;
  }
  return false;
}

TEST(Plan, AnybodyMeetsAnybodyWithoutWishes) { EXPECT_TRUE(accept(wishing(), wishing())); }

TEST(Plan, ModesAndLanesNeverMixHoweverLongTheyWait) {
  EXPECT_FALSE(accept(wishing(), wishing({}, {}, protocol::Mode::kText), 1h, 1h));
  EXPECT_FALSE(accept(wishing(), wishing({}, {}, protocol::Mode::kVideo, "adult"), 1h, 1h));
}

TEST(Plan, ACommonInterestIsEnough) {
  EXPECT_TRUE(accept(wishing({"chess", "music"}), wishing({"films", "music"})));
  EXPECT_FALSE(accept(wishing({"chess"}), wishing({"films"})));
}

TEST(Plan, WhoHasInterestsWaitsForOneInCommonAtFirst) {
  EXPECT_FALSE(accept(wishing({"chess"}), wishing()));
  EXPECT_FALSE(accept(wishing({"chess"}), wishing(), 9s, 1h));
  EXPECT_TRUE(accept(wishing({"chess"}), wishing(), 10s));
}

TEST(Plan, BothSidesMustHaveWidened) {
  EXPECT_FALSE(accept(wishing({"chess"}), wishing({"films"}), 10s, 9s));
  EXPECT_TRUE(accept(wishing({"chess"}), wishing({"films"}), 10s, 10s));
}

TEST(Plan, LanguagesWidenLaterThanInterests) {
  EXPECT_FALSE(accept(wishing({}, {"en"}), wishing({}, {"de"}), 19s, 1h));
  EXPECT_TRUE(accept(wishing({}, {"en"}), wishing({}, {"de"}), 20s, 20s));
}

TEST(Plan, AWishThatLooksLikeAnythingIsJustAWish) {
  EXPECT_FALSE(accept(wishing({"*"}), wishing()));
}

TEST(Plan, LooksForTheBestFitFirst) {
  const Plan plan = plan_for(wishing({"chess", "music"}, {"en"}), 1h);
  ASSERT_EQ(plan.look.size(), 4u);
  EXPECT_EQ(plan.look[0].size(), 2u);  // English and one of both interests
  EXPECT_EQ(plan.look[1].size(), 1u);  // English
  EXPECT_EQ(plan.look[2].size(), 2u);  // one of both interests
  EXPECT_EQ(plan.look[3].size(), 1u);  // any visitor
}

TEST(Plan, StaysWithinItsLimits) {
  std::vector<std::string> interests, languages;
  for (std::size_t i = 0; i < protocol::limits::kInterestsMax; ++i) {
    interests.push_back(std::to_string(i));
  }
  for (std::size_t i = 0; i < protocol::limits::kLanguagesMax; ++i) {
    languages.push_back("l" + std::to_string(i));
  }
  SeededRandom random(1);
  Profile profile = wishing(interests, languages);
  for (std::size_t i = 0; i < protocol::limits::kAgainMax; ++i) {
    profile.again.push_back(RoomId::random(random));
  }
  const Plan plan = plan_for(profile, 1h);
  EXPECT_EQ(plan.wait_in.size(), kBucketsMax);
  EXPECT_EQ(make_delayed_plan(profile, {}, 1h, kPatience, false).look.size(), kTiersMax);
}

TEST(Plan, LooksFirstForPartnersToMeetAgainWhateverTheirWishes) {
  SeededRandom random(1);
  Profile anna = wishing({"chess"}, {"en"});
  Profile ben = wishing({"films"}, {"de"});
  EXPECT_FALSE(accept(anna, ben));
  anna.again = {RoomId::random(random), RoomId::random(random)};
  std::sort(anna.again.begin(), anna.again.end());
  EXPECT_FALSE(accept(anna, ben)) << "both must wish it";
  ben.again = {anna.again.back()};
  EXPECT_TRUE(accept(anna, ben));
  EXPECT_EQ(plan_for(anna).look.front().size(), 2u);
  EXPECT_EQ(plan_for(ben).look.front().size(), 1u);
  EXPECT_EQ(plan_for(ben).wait_in.front(), plan_for(ben).look.front().front());

  ben.mode = protocol::Mode::kText;
  EXPECT_FALSE(accept(anna, ben));
  ben.mode = anna.mode;
  ben.lane = "adult";
  EXPECT_FALSE(accept(anna, ben));
}

TEST(Plan, ADelayedSearchMeetsNobodyAgainBeforeItsDelayIsOver) {
  SeededRandom random(1);
  Profile profile = wishing();
  profile.again = {RoomId::random(random)};
  const Bucket pair = plan_for(profile).look.front().front();
  const auto looks = [&](bool is_delayed) {
    const auto look = make_delayed_plan(profile, {}, 0s, kPatience, is_delayed).look;
    return std::any_of(look.begin(), look.end(), [&](const Tier& tier) {
      return std::find(tier.begin(), tier.end(), pair) != tier.end();
    });
  };
  EXPECT_FALSE(looks(true));
  EXPECT_TRUE(looks(false));
}

TEST(Plan, BlockedVisitorsAreAvoidedForEverRecentOnesForAWhile) {
  SeededRandom random(1);
  const VisitorId blocked = VisitorId::random(random);
  const VisitorId recent = VisitorId::random(random);
  const Avoided known{.blocked = {.visitors = {blocked}, .networks = {}},
                      .recent = {recent, blocked}};
  EXPECT_THAT(make_plan(wishing(), known, 14s, kPatience).avoid,
              testing::UnorderedElementsAre(blocked, recent));
  EXPECT_THAT(make_plan(wishing(), known, 15s, kPatience).avoid, ElementsAre(blocked));
}

TEST(Plan, NetworksAreAvoidedForAWhile) {
  SeededRandom random(1);
  Profile profile = wishing();
  profile.network = NetworkTag::random(random);
  const NetworkTag blocked = NetworkTag::random(random);
  const Avoided known{.blocked = {.visitors = {}, .networks = {blocked}}};
  const auto avoided = [&](std::chrono::milliseconds waited) {
    return make_plan(profile, known, waited, kPatience).avoid_networks;
  };
  EXPECT_THAT(avoided(0s), testing::UnorderedElementsAre(profile.network, blocked));
  EXPECT_THAT(avoided(5s), ElementsAre(blocked));
  EXPECT_THAT(avoided(60s), IsEmpty());
  EXPECT_THAT(make_plan(wishing(), {}, 0s, kPatience).avoid_networks, IsEmpty());
  EXPECT_THAT(make_delayed_plan(profile, known, 0s, kPatience, true).avoid_networks,
              ElementsAre(blocked))
      << "delayed searches of one network meet each other first";
}

TEST(Widenings, OfNetworksAreNotAnnounced) {
  SeededRandom random(1);
  Profile profile = wishing();
  profile.network = NetworkTag::random(random);
  const Avoided known{.blocked = {.visitors = {}, .networks = {NetworkTag::random(random)}}};
  EXPECT_THAT(widenings(profile, known, 0s, kPatience),
              ElementsAre(Widening{5s, std::nullopt}, Widening{60s, std::nullopt}));
}

TEST(Widenings, ComeInOrderAndOnlyForWhatNarrows) {
  SeededRandom random(1);
  const Avoided known{.blocked = {}, .recent = {VisitorId::random(random)}};
  EXPECT_THAT(widenings(wishing(), {}, 0s, kPatience), IsEmpty());
  EXPECT_THAT(widenings(wishing({"chess"}, {"en"}), known, 0s, kPatience),
              ElementsAre(Widening{10s, WidenedTo::kInterests}, Widening{15s, WidenedTo::kRecent},
                          Widening{20s, WidenedTo::kLanguages}));
  EXPECT_THAT(widenings(wishing({"chess"}, {"en"}), known, 15s, kPatience),
              ElementsAre(Widening{20s, WidenedTo::kLanguages}));
}

TEST(Scan, ShrinksAsATierGrowsButNeverToNothing) {
  EXPECT_EQ(scan_limit(1), kScanMax);
  EXPECT_EQ(scan_limit(kBucketsMax), kScanMin);
}

}  // namespace
}  // namespace nexus::matching
