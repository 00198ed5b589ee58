// SPDX-License-Identifier: MIT
#include "signalling/replay_buffer.hpp"

#include <algorithm>
#include <iterator>
#include <string>

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

TEST(ReplayBufferTest, ResendsWhatIsKeptHoweverMuchWasDropped) {
  std::size_t total = 0;
  ReplayBuffer buffer(0, total);
  const auto text_of = [](std::uint32_t number) {
    return std::to_string(number) + std::string(kReplayBytesMax / 100, 'x');
  };
  for (std::uint32_t sent = 1; sent <= 1000; ++sent) {
    buffer.push({text_of(sent), MonotonicTime(std::chrono::seconds(sent)), {}});
    // At first by age, then by size.
    if (sent < 500 && sent % 7 == 0) {
      buffer.drop_before(MonotonicTime(std::chrono::seconds(sent - sent % 60)));
    }
    std::uint32_t received = sent;
    while (received > 0 && buffer.covers(received - 1)) --received;
    ASSERT_GE(sent - received, std::min(sent % 60, 98U)) << "after " << sent;
    ASSERT_LE(buffer.bytes(), kReplayBytesMax);
    std::uint32_t number = received;
    for (auto entry = buffer.begin_after(received); entry != buffer.end(); ++entry) {
      ASSERT_EQ(entry->text, text_of(++number));
    }
    ASSERT_EQ(number, sent);
  }
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
