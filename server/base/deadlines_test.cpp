// SPDX-License-Identifier: MIT
#include "base/deadlines.hpp"

#include <string>

#include <gtest/gtest.h>

namespace nexus {
namespace {

using namespace std::chrono_literals;

TEST(Deadlines, GiveWhatIsDueEarliestFirst) {
  const MonotonicTime now{1h};
  Deadlines<std::string> deadlines;
  deadlines.add(now + 2s, "third");
  deadlines.add(now + 1s, "first");
  deadlines.add(now + 1s, "second");
  EXPECT_EQ(deadlines.take_due(now + 1s - 1ms), std::nullopt);
  EXPECT_EQ(deadlines.take_due(now + 1s), "first");
  EXPECT_EQ(deadlines.take_due(now + 1s), "second");
  EXPECT_EQ(deadlines.take_due(now + 1s), std::nullopt);
  EXPECT_EQ(deadlines.size(), 1U);
  EXPECT_EQ(deadlines.take_due(now + 1h), "third");
  EXPECT_EQ(deadlines.take_due(now + 1h), std::nullopt);
}

TEST(Deadlines, DropTheEarliestThatAreOver) {
  const MonotonicTime now{1h};
  Deadlines<std::string> deadlines;
  for (const auto* value : {"over", "lives", "over, but behind"}) deadlines.add(now + 1s, value);
  const auto is_over = [](const std::string& value) { return value.starts_with("over"); };
  EXPECT_EQ(deadlines.take_due(now, is_over), std::nullopt);
  EXPECT_EQ(deadlines.size(), 2U);
  EXPECT_EQ(deadlines.take_due(now + 1s, is_over), "lives");
  EXPECT_EQ(deadlines.take_due(now + 1s, is_over), std::nullopt);
  EXPECT_TRUE(deadlines.empty());
}

TEST(Deadlines, GiveTheEarliestBeforeItIsDue) {
  const MonotonicTime now{1h};
  Deadlines<std::string> deadlines;
  EXPECT_FALSE(deadlines.next());
  deadlines.add(now + 2s, "last");
  deadlines.add(now + 1s, "first");
  EXPECT_EQ(deadlines.next(), now + 1s);
  EXPECT_EQ(deadlines.take_first(), std::pair(now + 1s, std::string("first")));
  EXPECT_EQ(deadlines.next(), now + 2s);
}

}  // namespace
}  // namespace nexus
