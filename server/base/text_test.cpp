// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus {
namespace {

TEST(Text, CaseIsThatOfAsciiLetters) {
  EXPECT_EQ(to_lower("Ab9-Z\xC3\x84"), "ab9-z\xC3\x84");
  EXPECT_EQ(to_upper("aB9_z"), "AB9_Z");
  EXPECT_TRUE(equal_ignoring_case("Keep-Alive", "keep-alive"));
  EXPECT_FALSE(equal_ignoring_case("keep", "keep-alive"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
  EXPECT_TRUE(is_alphanumeric('z') && is_alphanumeric('A') && is_alphanumeric('0'));
  EXPECT_FALSE(is_alphanumeric('_') || is_alphanumeric('\xE9'));
}

TEST(Text, TrimsBlanksAndLineEndsOfBothEnds) {
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \r\n"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Text, DecodesPercentSignsAndRefusesBrokenOnes) {
  EXPECT_EQ(percent_decoded("a%2Fb%c3%A4"), "a/b\xC3\xA4");
  EXPECT_EQ(percent_decoded("%00"), std::string(1, '\0'));
  for (const char* broken : {"%", "%2", "a%", "%g0", "%0g", "%-1", "%+1", "% 1"}) {
    EXPECT_FALSE(percent_decoded(broken)) << broken;
  }
}

TEST(Text, JoinsTextsWithASeparator) {
  const std::vector<std::string> texts{"a", "", "c"};
  EXPECT_EQ(joined(texts, ", "), "a, , c");
  EXPECT_EQ(joined(std::span(texts).first(1), ", "), "a");
  EXPECT_EQ(joined({}, ", "), "");
}

TEST(Text, ANumberIsTheWholeTextAndInBounds) {
  EXPECT_EQ(parse_number<std::uint16_t>("65535"), 65535);
  EXPECT_EQ(parse_number<std::int64_t>("-7"), -7);
  EXPECT_EQ((parse_number<unsigned>("5", 5, 6)), 5U);
  EXPECT_FALSE((parse_number<unsigned>("4", 5, 6)));
  EXPECT_FALSE((parse_number<unsigned>("7", 5, 6)));
  for (const char* broken : {"", " 1", "1 ", "+1", "1.0", "0x1", "65536", "-1"}) {
    EXPECT_FALSE(parse_number<std::uint16_t>(broken)) << broken;
  }
}

}  // namespace
}  // namespace nexus
