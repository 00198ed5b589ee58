// SPDX-License-Identifier: MIT
#include "matching/conduct.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;

class ConductTest : public testing::Test {
 protected:
  void miss(NetworkTag network, int times) {
    for (int i = 0; i < times; ++i) conduct.missed(network, clock.monotonic());
  }
  [[nodiscard]] std::chrono::milliseconds delay(NetworkTag network) const {
    return conduct.delay(network, clock.monotonic());
  }

  ManualClock clock;
  SeededRandom random{1};
  const NetworkTag ours = NetworkTag::random(random);
  const NetworkTag others = NetworkTag::random(random);
  Conduct conduct{ConductLimits{}};
};

TEST_F(ConductTest, DelaysANetworkTwiceAsLongWithEachFurtherNoShow) {
  miss(ours, 4);
  EXPECT_EQ(delay(ours), 0ms);
  miss(ours, 1);
  EXPECT_EQ(delay(ours), 2s);
  miss(ours, 1);
  EXPECT_EQ(delay(ours), 4s);
  EXPECT_EQ(delay(others), 0ms);
  miss(ours, 1000);
  EXPECT_EQ(delay(ours), 60s);
}

TEST_F(ConductTest, ForgivesWithTimeAndWithMatchesThatTook) {
  miss(ours, 6);
  conduct.came(ours, clock.monotonic());
  EXPECT_EQ(delay(ours), 2s);
  clock.advance(Conduct::kForgiven);
  EXPECT_EQ(delay(ours), 0ms);
  miss(ours, 1'000'000);
  clock.advance(Conduct::kForgiven * Conduct::kOwedMax);
  EXPECT_EQ(delay(ours), 0ms) << "however many it missed";
}

TEST_F(ConductTest, GivesNoCreditInAdvance) {
  for (int i = 0; i < 100; ++i) conduct.came(ours, clock.monotonic());
  miss(ours, 5);
  EXPECT_GT(delay(ours), 0ms);
}

TEST_F(ConductTest, LimitsTheDescriptionsOfANetwork) {
  const auto taken_in = [&](NetworkTag network, std::chrono::seconds time) {
    int taken = 0;
    for (auto passed = 0ms; passed < time; passed += 100ms) {
      if (conduct.takes_description(network, clock.monotonic())) ++taken;
      clock.advance(100ms);
    }
    return taken;
  };
  EXPECT_EQ(taken_in(ours, 20s), 10 + 2 * 20 - 1);
  EXPECT_EQ(taken_in(NetworkTag{}, 20s), 200) << "without a network there is no limit";
}

TEST_F(ConductTest, JudgesNobodyWithoutANetwork) {
  miss(NetworkTag{}, 100);
  EXPECT_EQ(delay(NetworkTag{}), 0ms);
  EXPECT_EQ(conduct.size(), 0U);
}

TEST_F(ConductTest, ForgetsNetworksWithoutARecord) {
  miss(ours, 1);
  (void)conduct.takes_description(others, clock.monotonic());
  conduct.forget_good(clock.monotonic());
  EXPECT_EQ(conduct.size(), 2U);
  clock.advance(Conduct::kForgiven);
  conduct.forget_good(clock.monotonic());
  EXPECT_EQ(conduct.size(), 0U);
}

}  // namespace
}  // namespace nexus::matching
