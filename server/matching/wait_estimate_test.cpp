// SPDX-License-Identifier: MIT
#include "matching/wait_estimate.hpp"

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

}  // namespace
}  // namespace nexus::matching
