// SPDX-License-Identifier: MIT
#include "matching/network_rate.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;

class NetworkRateTest : public testing::Test {
 protected:
  [[nodiscard]] std::chrono::milliseconds wait(const NetworkTags& network) const {
    return rate.wait(network, clock.monotonic());
  }
  /// Events of the networks that `next` makes, until one has to wait.
  int admitted(auto next) {
    int count = 0;
    for (NetworkTags network = next(); wait(network) == 0ms; network = next()) {
      rate.count(network, clock.monotonic());
      ++count;
    }
    return count;
  }
  NetworkTag any() { return NetworkTag::random(random); }

  ManualClock clock;
  SeededRandom random{1};
  const NetworkTag host = any();
  const NetworkTag site = any();
  const NetworkTag region = any();
  NetworkRate rate{{.count = 20, .period = 1s, .burst = 200}};
};

TEST_F(NetworkRateTest, LimitsANetworkAndTheWiderOnesAroundIt) {
  const NetworkTags ours{.host = host, .site = site, .region = region};
  EXPECT_EQ(admitted([&] { return ours; }), 200);
  EXPECT_EQ(wait(ours), 50ms);
  EXPECT_EQ(admitted([&] {
              return NetworkTags{any(), site, region};
            }),
            4 * 200 - 200)
      << "fresh /64s of one /56";
  EXPECT_EQ(admitted([&] {
              return NetworkTags{any(), any(), region};
            }),
            16 * 200 - 4 * 200)
      << "fresh /56s of one /48";
  EXPECT_EQ(wait({any(), any(), any()}), 0ms);
  clock.advance(50ms);
  EXPECT_EQ(wait(ours), 0ms);
}

TEST_F(NetworkRateTest, LimitsNobodyWithoutANetworkOrARate) {
  for (int i = 0; i < 1000; ++i) rate.count({}, clock.monotonic());
  EXPECT_EQ(wait({}), 0ms);
  EXPECT_EQ(rate.size(), 0U);
  NetworkRate none{{.count = 0, .period = 1s, .burst = 1}};
  const NetworkTags ours{.host = host, .site = site, .region = {}};
  for (int i = 0; i < 1000; ++i) none.count(ours, clock.monotonic());
  EXPECT_EQ(none.wait(ours, clock.monotonic()), 0ms);
  EXPECT_EQ(none.size(), 0U);
}

TEST_F(NetworkRateTest, ForgetsNetworksThatDidNothingForLongEnough) {
  rate.count({.host = host, .site = site, .region = {}}, clock.monotonic());
  rate.tick(clock.monotonic());
  EXPECT_EQ(rate.size(), 2U);
  clock.advance(50ms);
  rate.tick(clock.monotonic());
  EXPECT_EQ(rate.size(), 2U) << "looks at all networks once a minute, not at every tick";
  clock.advance(1min);
  rate.tick(clock.monotonic());
  EXPECT_EQ(rate.size(), 0U);
}

}  // namespace
}  // namespace nexus::matching
