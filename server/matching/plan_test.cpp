// SPDX-License-Identifier: MIT
#include "matching/plan.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

bool can_meet(const Profile& finder, const Profile& waiter) {
  const Plan look = make_plan(finder);
  const Plan wait = make_plan(waiter);
  return std::any_of(look.look.begin(), look.look.end(), [&](const Tier& tier) {
    return std::find_first_of(tier.begin(), tier.end(), wait.wait_in.begin(), wait.wait_in.end()) !=
           tier.end();
  });
}

TEST(Plan, LetsVisitorsOfOneModeMeet) {
  for (const protocol::Mode mode : protocol::kModeValues) {
    EXPECT_TRUE(can_meet({mode, {}, {}}, {mode, {}, {}}));
  }
}

TEST(Plan, NeverLetsVideoMeetText) {
  const Profile video{protocol::Mode::kVideo, {"chess"}, {"en"}};
  const Profile text{protocol::Mode::kText, {"chess"}, {"en"}};
  EXPECT_FALSE(can_meet(video, text));
  EXPECT_FALSE(can_meet(text, video));
}

TEST(Plan, StaysWithinItsLimits) {
  const Profile profile{protocol::Mode::kVideo,
                        std::vector<std::string>(protocol::limits::kInterestsMax, "chess"),
                        std::vector<std::string>(protocol::limits::kLanguagesMax, "en")};
  const Plan plan = make_plan(profile);
  EXPECT_FALSE(plan.look.empty());
  EXPECT_LE(plan.look.size(), kTiersMax);
  EXPECT_LE(plan.wait_in.size(), kBucketsMax);
  for (const Tier& tier : plan.look) EXPECT_LE(tier.size(), kBucketsMax);
  EXPECT_LE(plan.avoid.size(), kAvoidMax);
}

TEST(Plan, IsTheSameForTheSameWishes) {
  const Profile profile{protocol::Mode::kText, {"chess"}, {"en"}};
  EXPECT_EQ(make_plan(profile), make_plan(profile));
}

}  // namespace
}  // namespace nexus::matching
