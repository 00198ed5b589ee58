// SPDX-License-Identifier: MIT
#include "guard/chat_text.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace nexus::guard {
namespace {

std::string stripped(std::string text) {
  strip_invisible(text);
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

bool is_unwanted(char32_t c) {
  if (c == U'\n' || c == U'\t') return false;
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || (c >= 0xFFF9 && c <= 0xFFFB);
}

TEST(ChatText, LosesExactlyTheUnwantedCharacters) {
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string text = "a" + utf8(c) + "b";
    ASSERT_EQ(stripped(text), is_unwanted(c) ? "ab" : text) << "U+" << std::hex << std::uint32_t{c};
  }
}

TEST(ChatText, KeepsWhatPeopleWrite) {
  for (const std::string_view text : {"hello\nthere\t!", "שלום, hello", "مرحبا",
                                      "👩‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
                                      "می‌خواهم", "a\u200Eb\u200Fc", ""}) {
    EXPECT_EQ(stripped(std::string(text)), text);
  }
}

TEST(ChatText, CannotBeMadeToReadAsSomethingElse) {
  EXPECT_EQ(stripped("pay \u202E001\u202C now"), "pay 001 now");
  EXPECT_EQ(stripped("\u2067\u202D\x1B[31m\x07\x7F"), "[31m");
  EXPECT_EQ(stripped("\u202E\u2066\u2069"), "");
}

TEST(ChatText, SurvivesATextThatEndsTooEarly) {
  EXPECT_EQ(stripped("a\xE2\x80"), "a\xE2\x80");
  EXPECT_EQ(stripped("a\xE2"), "a\xE2");
  EXPECT_EQ(stripped("a\xC2"), "a\xC2");
}

}  // namespace
}  // namespace nexus::guard
