// SPDX-License-Identifier: MIT
#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace nexus {
namespace {

using std::chrono::milliseconds;

TEST(TimestampTest, IsRfc3339InUtcWithMilliseconds) {
  EXPECT_EQ(timestamp(WallTime(milliseconds(0))), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(timestamp(WallTime(milliseconds(1'709'251'199'007))), "2024-02-29T23:59:59.007Z");
  EXPECT_EQ(timestamp(WallTime(milliseconds(1'735'689'599'999))), "2024-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace nexus
