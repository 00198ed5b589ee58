// SPDX-License-Identifier: MIT
#include "signalling/replay_buffer.hpp"

#include <iterator>

#include <gtest/gtest.h>

namespace nexus::signalling {
namespace {

TEST(ReplayBufferTest, KeepsTheNewestWithinItsBound) {
  std::size_t total = 0;
  ReplayBuffer buffer(7, total);
  EXPECT_TRUE(buffer.covers(7));
  EXPECT_FALSE(buffer.covers(6));
  EXPECT_FALSE(buffer.covers(8));
  const std::string text(kReplayBytesMax / 4, 'x');
  for (int i = 0; i < 10; ++i) buffer.push({text, MonotonicTime(std::chrono::seconds(i)), {}});
  EXPECT_EQ(buffer.sent(), 17U);
  EXPECT_TRUE(buffer.covers(13));
  EXPECT_FALSE(buffer.covers(12));
  EXPECT_EQ(std::distance(buffer.begin_after(15), buffer.end()), 2);
  buffer.drop_before(MonotonicTime(std::chrono::seconds(9)));
  EXPECT_TRUE(buffer.covers(16));
  EXPECT_FALSE(buffer.covers(15));
}

TEST(ReplayBufferTest, CountsItsMemoryAsLongAsItLives) {
  std::size_t total = 1000;
  {
    ReplayBuffer one(0, total);
    ReplayBuffer other(0, total);
    one.push({std::string(5000, 'x'), MonotonicTime(std::chrono::seconds(1)), {}});
    EXPECT_GT(total, 6000U);
    for (int i = 0; i < 100; ++i) other.push({"", MonotonicTime(std::chrono::seconds(i)), {}});
    EXPECT_GT(total, 6000U + 100 * sizeof(ReplayBuffer::Entry)) << "a short message is not free";
    one.drop_before(MonotonicTime(std::chrono::seconds(2)));
    EXPECT_LT(total, 50'000U);
  }
  EXPECT_EQ(total, 1000U);
}

}  // namespace
}  // namespace nexus::signalling
