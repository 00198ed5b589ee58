// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include <gtest/gtest.h>

namespace nexus {
namespace {

TEST(Log, WritesOneEventAsKeysAndValues) {
  EXPECT_EQ(Log::format("room_opened", {{"room", "abc"}, {"seats", 2}, {"late", false}}),
            "event=room_opened room=abc seats=2 late=false");
}

TEST(Log, QuotesWhatWouldBreakTheLine) {
  EXPECT_EQ(Log::format("x", {{"why", "no \"room\"\n"}, {"empty", ""}}),
            R"(event=x why="no \"room\"\x0a" empty="")");
}

}  // namespace
}  // namespace nexus
