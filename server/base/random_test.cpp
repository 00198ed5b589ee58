// SPDX-License-Identifier: MIT
#include "base/random.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace nexus {
namespace {

std::string draw(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

TEST(SystemRandom, NeverGivesTheSameBytesTwiceAcrossBufferRefills) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 5000; ++i) EXPECT_TRUE(seen.insert(draw(random, 16)).second);
}

TEST(SystemRandom, FillsRequestsLargerThanItsBuffer) {
  SystemRandom random;
  const std::string bytes = draw(random, 4096);
  EXPECT_NE(bytes.substr(0, 2048), bytes.substr(2048));
}

TEST(SeededRandom, RepeatsItselfForOneSeedOnly) {
  SeededRandom a(7), b(7), c(8);
  const std::string first = draw(a, 33);
  EXPECT_EQ(first, draw(b, 33));
  EXPECT_NE(first, draw(c, 33));
}

TEST(Random, BelowStaysBelowItsBound) {
  SeededRandom random(1);
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(3), 3u);
}

}  // namespace
}  // namespace nexus
