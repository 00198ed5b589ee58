// SPDX-License-Identifier: MIT
#include "signalling/replay_buffer.hpp"

#include <iterator>

#include <gtest/gtest.h>

namespace nexus::signalling {
namespace {

TEST(ReplayBufferTest, KeepsTheNewestWithinItsBound) {
  ReplayBuffer buffer(7);
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

}  // namespace
}  // namespace nexus::signalling
