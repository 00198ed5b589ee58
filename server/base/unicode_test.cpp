// SPDX-License-Identifier: MIT
#include "base/unicode.hpp"

#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace nexus::unicode {
namespace {

TEST(Unicode, ReadsCharactersAndWhatIsNone) {
  constexpr std::string_view kText = "aé東🎲\xE2\x80";
  std::size_t at = 0;
  for (const auto& [code, bytes] : {std::pair{U'a', 1}, {U'é', 2}, {U'東', 3}, {U'🎲', 4}}) {
    const Character one = character_at(kText, at);
    EXPECT_EQ(one.code, code);
    EXPECT_EQ(one.bytes, static_cast<std::size_t>(bytes));
    at += one.bytes;
  }
  EXPECT_EQ(character_at(kText, at).code, kIllFormed);
  EXPECT_EQ(at + character_at(kText, at).bytes, kText.size());
}

TEST(Unicode, KnowsWhatNobodySees) {
  for (const char32_t code :
       {0x20, 0xA0, 0x3000, 0x200B, 0x200D, 0x2800, 0x3164, 0xFE0F, 0x180E, 0x16FE4, 0x1D159}) {
    EXPECT_FALSE(is_visible(code)) << std::hex << static_cast<unsigned>(code);
  }
  for (const char32_t code : {U'a', U'ء', U'🎲', U'\u0301'}) EXPECT_TRUE(is_visible(code));
}

TEST(Unicode, FoldsWhatPeopleTakeForTheSame) {
  constexpr std::pair<std::string_view, std::string_view> kAlike[] = {
      {"CAFE\u0301", "café"},
      {"caf\u00E9", "café"},
      {"STRASSE", "strasse"},
      {"straße", "strasse"},
      {"Ünïcode 🎲", "ünïcode 🎲"},
      {"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
      {"ﬁlm", "film"},
      {"ＡＢＣ", "abc"},
      {"a\u00A0b", "a b"},
      {"che\u200Bss", "chess"},
      {"カ\u3099", "ガ"},
      {"ｶﾞ", "ガ"},
      {"\u1112\u1161\u11AB", "한"},
      {"İZMİR", "izmir"},
      {"I\u0307zmir", "izmir"},
      {"i\u0307\u0307", "i"},
      {"ı\u0301", "í"},
      {"IŞIK", "ışık"},
      {"rock’n’roll", "rock'n'roll"},
      {"rock‘n‘roll", "rock'n'roll"},
      {"hip‑hop", "hip-hop"},
      {"hip–hop", "hip-hop"}};
  for (const auto& [text, folded] : kAlike) EXPECT_EQ(fold(text), fold(folded)) << text;
  for (const auto& [text, folded] : kAlike) EXPECT_EQ(fold(fold(text)), fold(text)) << text;
}

TEST(Unicode, KeepsWhatIsNotUtf8) { EXPECT_EQ(fold("A\xE2\x80"), "a\xE2\x80"); }

}  // namespace
}  // namespace nexus::unicode
