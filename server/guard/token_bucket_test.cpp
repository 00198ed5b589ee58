// SPDX-License-Identifier: MIT
#include "guard/token_bucket.hpp"

#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace nexus::guard {
namespace {

using std::chrono::milliseconds;

constexpr Rate kTenASecond{.count = 10, .period = milliseconds(1000), .burst = 5};

int take_all(TokenBucket& bucket, const Rate& rate, const Clock& clock) {
  int taken = 0;
  while (taken < 1000 && bucket.take(rate, clock.monotonic())) ++taken;
  return taken;
}

TEST(TokenBucket, HoldsItsBurstAndNoMore) {
  ManualClock clock;
  TokenBucket bucket;
  EXPECT_EQ(take_all(bucket, kTenASecond, clock), 5);
  clock.advance(std::chrono::hours(10));
  EXPECT_EQ(take_all(bucket, kTenASecond, clock), 5);
}

TEST(TokenBucket, FillsAtItsRate) {
  ManualClock clock;
  TokenBucket bucket;
  EXPECT_EQ(take_all(bucket, kTenASecond, clock), 5);
  clock.advance(milliseconds(99));
  EXPECT_EQ(take_all(bucket, kTenASecond, clock), 0);
  clock.advance(milliseconds(1));
  EXPECT_EQ(take_all(bucket, kTenASecond, clock), 1);
  clock.advance(milliseconds(350));
  EXPECT_EQ(take_all(bucket, kTenASecond, clock), 3);
}

TEST(TokenBucket, NeverGivesMoreThanBurstAndRateOverAnyTime) {
  ManualClock clock;
  TokenBucket bucket;
  int taken = 0;
  for (int elapsed = 0; elapsed <= 10'000; elapsed += 7) {
    taken += take_all(bucket, kTenASecond, clock);
    EXPECT_LE(taken, 5 + elapsed / 100);
    clock.advance(milliseconds(7));
  }
  EXPECT_GE(taken, 5 + 99);
}

TEST(TokenBucket, SaysWhenToAskAgain) {
  // Three a second do not divide a second into whole milliseconds.
  const Rate rate{.count = 3, .period = milliseconds(1000), .burst = 1};
  ManualClock clock;
  TokenBucket bucket;
  EXPECT_EQ(bucket.wait(rate, clock.monotonic()), milliseconds(0));
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(bucket.take(rate, clock.monotonic()));
    const auto wait = bucket.wait(rate, clock.monotonic());
    EXPECT_EQ(wait, milliseconds(334));
    clock.advance(wait - milliseconds(1));
    EXPECT_FALSE(bucket.take(rate, clock.monotonic()));
    clock.advance(milliseconds(1));
  }
}

TEST(TokenBucket, WithoutALimitGivesAlways) {
  ManualClock clock;
  TokenBucket bucket;
  EXPECT_EQ(take_all(bucket, Rate{.count = 0}, clock), 1000);
  EXPECT_EQ(bucket.wait(Rate{.count = 0}, clock.monotonic()), milliseconds(0));
}

}  // namespace
}  // namespace nexus::guard
