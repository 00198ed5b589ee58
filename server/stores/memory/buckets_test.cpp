// SPDX-License-Identifier: MIT
#include "stores/memory/buckets.hpp"

#include "base/random.hpp"

#include <string>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

class BucketsTest : public testing::Test {
 protected:
  Waiting waiting(matching::Place place) { return {place, TicketId::random(random), 0}; }

  SeededRandom random{1};
  Buckets buckets;
};

TEST_F(BucketsTest, KnowsABucketWhileSomebodyWaitsInIt) {
  EXPECT_EQ(buckets.find("a"), std::nullopt);
  const Waiting one = waiting(1), two = waiting(2);
  const auto number = buckets.enter("a", one);
  EXPECT_EQ(buckets.enter("a", two), number);
  EXPECT_EQ(buckets.find("a"), number);
  EXPECT_EQ(buckets.find("b"), std::nullopt);
  buckets.leave(number, one);
  EXPECT_EQ(buckets.find("a"), number);
  buckets.leave(number, two);
  EXPECT_EQ(buckets.find("a"), std::nullopt);
}

TEST_F(BucketsTest, QueuesByPlaceWhateverTheOrderOfEntering) {
  const Waiting one = waiting(1), two = waiting(2), three = waiting(3), again = waiting(2);
  const auto number = buckets.enter("a", three);
  for (const Waiting& other : {one, two, again}) buckets.enter("a", other);
  EXPECT_EQ(buckets[number], (Buckets::Queue{one, two, again, three}));
  buckets.leave(number, two);
  EXPECT_EQ(buckets[number], (Buckets::Queue{one, again, three}));
}

TEST_F(BucketsTest, TakesEnteringAndLeavingTwiceForOnce) {
  const Waiting one = waiting(1);
  const auto number = buckets.enter("a", one);
  EXPECT_EQ(buckets.enter("a", one), number);
  EXPECT_EQ(buckets[number].size(), 1u);
  buckets.leave(number, one);
  buckets.leave(number, one);
  EXPECT_EQ(buckets.size(), 0u);
  EXPECT_NE(buckets.enter("b", one), buckets.enter("c", one));
}

TEST_F(BucketsTest, UsesTheNumbersOfThoseThatEmptied) {
  for (int i = 0; i < 10'000; ++i) {
    const Waiting one = waiting(i);
    const auto number = buckets.enter(std::to_string(i), one);
    ASSERT_EQ(number, 0u);
    buckets.leave(number, one);
  }
  EXPECT_EQ(buckets.size(), 0u);
}

}  // namespace
}  // namespace nexus::stores
