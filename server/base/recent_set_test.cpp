// SPDX-License-Identifier: MIT
#include "base/recent_set.hpp"

#include <gtest/gtest.h>

namespace nexus {
namespace {

using namespace std::chrono_literals;

class RecentSetTest : public testing::Test {
 protected:
  MonotonicTime now{1h};
  RecentSet<int> recent{1min, 3};
};

TEST_F(RecentSetTest, KnowsAKeyForItsLifeAndNotFromTheLatestTimeOn) {
  recent.add(1, now);
  recent.add(1, now + 30s);
  recent.forget_old(now + 1min - 1ms);
  EXPECT_TRUE(recent.contains(1));
  EXPECT_FALSE(recent.contains(2));
  recent.forget_old(now + 1min);
  EXPECT_FALSE(recent.contains(1));
  recent.add(1, now + 1min);
  EXPECT_TRUE(recent.contains(1));
}

TEST_F(RecentSetTest, KnowsForAWholeLifeWhatWasErasedAndAddedAgain) {
  recent.add(1, now);
  recent.erase(1);
  EXPECT_FALSE(recent.contains(1));
  recent.add(1, now + 30s);
  recent.forget_old(now + 1min);
  EXPECT_TRUE(recent.contains(1));
  recent.forget_old(now + 90s);
  EXPECT_FALSE(recent.contains(1));
}

TEST_F(RecentSetTest, ForgetsTheOldestAtTheLimit) {
  for (const int key : {1, 2, 3, 4}) recent.add(key, now);
  EXPECT_FALSE(recent.contains(1));
  for (const int key : {2, 3, 4}) EXPECT_TRUE(recent.contains(key));
}

}  // namespace
}  // namespace nexus
