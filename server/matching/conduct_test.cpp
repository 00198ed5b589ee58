// SPDX-License-Identifier: MIT
#include "matching/conduct.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;

class ConductTest : public testing::Test {
 protected:
  static NetworkTags tags(NetworkTag host, NetworkTag region = {}) {
    return {.host = host, .site = {}, .region = region};
  }
  void miss(NetworkTag network, int times) {
    for (int i = 0; i < times; ++i) conduct.missed(tags(network), clock.monotonic());
  }
  [[nodiscard]] std::chrono::milliseconds delay(NetworkTag network) const {
    return conduct.delay(tags(network), clock.monotonic());
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
  conduct.came(tags(ours), clock.monotonic());
  EXPECT_EQ(delay(ours), 2s);
  clock.advance(Conduct::kForgiven);
  EXPECT_EQ(delay(ours), 0ms);
  miss(ours, 1'000'000);
  clock.advance(Conduct::kForgiven * Conduct::kOwedMax);
  EXPECT_EQ(delay(ours), 0ms) << "however many it missed";
}

TEST_F(ConductTest, GivesNoCreditInAdvance) {
  for (int i = 0; i < 100; ++i) conduct.came(tags(ours), clock.monotonic());
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

TEST_F(ConductTest, JudgesThe48AroundNetworksThatChange) {
  const NetworkTag region = NetworkTag::random(random);
  const auto hop = [&](int times) {
    for (int i = 0; i < times; ++i) {
      conduct.missed(tags(NetworkTag::random(random), region), clock.monotonic());
    }
  };
  const auto next_delay = [&] {
    return conduct.delay(tags(NetworkTag::random(random), region), clock.monotonic());
  };
  hop(4 * 16);
  EXPECT_EQ(next_delay(), 0ms);
  hop(16);
  EXPECT_EQ(next_delay(), 2s);
  EXPECT_EQ(delay(NetworkTag::random(random)), 0ms);
  // Many people in one /48 make up for it.
  for (int i = 0; i < 16; ++i) conduct.came(tags(others, region), clock.monotonic());
  EXPECT_EQ(next_delay(), 0ms);
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
