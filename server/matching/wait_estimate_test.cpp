// SPDX-License-Identifier: MIT
#include "matching/wait_estimate.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;

TEST(WaitEstimate, IsSilentUntilItKnowsEnough) {
  WaitEstimate estimate;
  const MonotonicTime now(1h);
  for (int i = 0; i < 4; ++i) estimate.add(1s, now);
  EXPECT_FALSE(estimate.median(now));
  estimate.add(1s, now);
  EXPECT_EQ(estimate.median(now), 1s);
}

TEST(WaitEstimate, IsTheMedianSoThatOneLongWaitDoesNotCount) {
  WaitEstimate estimate;
  const MonotonicTime now(1h);
  for (const auto wait : {1s, 2s, 3s, 4s, 3600s}) estimate.add(wait, now);
  EXPECT_EQ(estimate.median(now), 3s);
}

TEST(WaitEstimate, ForgetsOldWaits) {
  WaitEstimate estimate;
  MonotonicTime now(1h);
  for (int i = 0; i < 10; ++i) estimate.add(1s, now);
  now += WaitEstimate::kFresh;
  EXPECT_FALSE(estimate.median(now));
  for (std::size_t i = 0; i < 2 * WaitEstimate::kSamples; ++i) estimate.add(7s, now);
  EXPECT_EQ(estimate.median(now), 7s);
}

void add_five(WaitEstimates& estimates, const Profile& profile, std::chrono::milliseconds wait,
              MonotonicTime now) {
  for (std::size_t i = 0; i < WaitEstimate::kSamplesMin; ++i) estimates.add(profile, wait, now);
}

TEST(WaitEstimates, KeepThoseWhoTakeAnybodyApartFromThoseWithWishes) {
  WaitEstimates estimates;
  const MonotonicTime now(1h);
  const Profile anybody{.lane = "general", .interests = {}, .languages = {}};
  const Profile choosy{.lane = "general", .interests = {"chess"}, .languages = {}};
  add_five(estimates, anybody, 1s, now);
  EXPECT_EQ(estimates.median(anybody, now), 1s);
  EXPECT_FALSE(estimates.median(choosy, now));
  add_five(estimates, choosy, 10s, now);
  EXPECT_EQ(estimates.median(anybody, now), 1s);
  EXPECT_EQ(estimates.median(choosy, now), 10s);
}

TEST(WaitEstimates, AreOfALaneAndModeAndNotOfTheWishesNamed) {
  WaitEstimates estimates;
  const MonotonicTime now(1h);
  add_five(estimates, {.lane = "general", .interests = {"chess"}, .languages = {}}, 4s, now);
  const auto of = [&](std::string lane, protocol::Mode mode) {
    return estimates.median(
        {.lane = std::move(lane), .mode = mode, .interests = {"go", "music"}, .languages = {}},
        now);
  };
  EXPECT_EQ(of("general", protocol::Mode::kVideo), 4s);
  EXPECT_FALSE(of("general", protocol::Mode::kText));
  EXPECT_FALSE(of("other", protocol::Mode::kVideo));
}

}  // namespace
}  // namespace nexus::matching
