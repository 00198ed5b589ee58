// SPDX-License-Identifier: MIT
#include "guard/chat_text.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <simdjson.h>

namespace nexus::guard {
namespace {

std::string cleaned(std::string text) {
  clean_text(text);
  return text;
}

std::string utf8(char32_t c) {
  const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) {
    return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
  }
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)),
          byte(0x80 | (c & 0x3F))};
}

bool is_removed(char32_t c) {
  if (c == U'\n' || c == U'\t' || c == U'\r') return false;
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFC) ||
         (c >= 0xE0000 && c <= 0xE007F);
}

TEST(ChatText, LosesExactlyTheUnwantedCharacters) {
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if ((c >= 0xD800 && c <= 0xDFFF) || c == U'\r') continue;
    const std::string text = "a" + utf8(c) + "b";
    ASSERT_EQ(cleaned(text), is_removed(c) ? "ab" : text) << "U+" << std::hex << std::uint32_t{c};
  }
}

/// The same cases are tested with the page's cleanText (web/src/lib/text.test.ts).
TEST(ChatText, ShowsWhatThePageShows) {
  simdjson::dom::parser parser;
  std::size_t count = 0;
  for (const simdjson::dom::element one : parser.load(NEXUS_CHAT_TEXT_CASES).get_array()) {
    const std::string_view name = one["case"];
    const std::string text{one["text"].get_string().value()};
    const std::string shown{one["shown"].get_string().value()};
    EXPECT_EQ(cleaned(text), shown) << name;
    EXPECT_EQ(cleaned(shown), shown) << name;
    ++count;
  }
  EXPECT_GT(count, 40U);
}

TEST(ChatText, SurvivesATextThatEndsTooEarly) {
  EXPECT_EQ(cleaned("a\xE2\x80"), "a\xE2\x80");
  EXPECT_EQ(cleaned("a\xE2"), "a\xE2");
  EXPECT_EQ(cleaned("a\xC2"), "a\xC2");
}

}  // namespace
}  // namespace nexus::guard
