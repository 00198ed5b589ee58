// SPDX-License-Identifier: MIT
#include "credentials/siv.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

class SivTest : public testing::Test {
 protected:
  SivTest() {
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  }

  SivKey key{};
};

TEST_F(SivTest, SealsAsRfc5297DoesInItsAppendixA1) {
  for (std::size_t i = 0; i < 16; ++i) {
    key[i] = static_cast<std::uint8_t>(0xff - i);
    key[16 + i] = static_cast<std::uint8_t>(0xf0 + i);
  }
  std::string context(24, '\0');
  std::iota(context.begin(), context.end(), '\x10');
  const std::string text = "\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee";
  const std::vector<std::uint8_t> expected{
      0x85, 0x63, 0x2d, 0x07, 0xc6, 0xe8, 0xf3, 0x7f, 0x95, 0x0a, 0xcd, 0x32, 0x0a, 0x2e, 0xcc,
      0x93, 0x40, 0xc0, 0x2b, 0x96, 0x90, 0xc4, 0xdc, 0x04, 0xda, 0xef, 0x7f, 0x6a, 0xfe, 0x5c};
  EXPECT_EQ(siv_seal(key, context, text), expected);
  EXPECT_EQ(siv_open(key, context, expected), text);
}

TEST_F(SivTest, OpensNothingElse) {
  const auto sealed = siv_seal(key, "context", "text");
  EXPECT_FALSE(siv_open(key, "contexT", sealed));
  EXPECT_FALSE(siv_open(key, "", sealed));
  EXPECT_FALSE(siv_open(key, "context", {}));
  EXPECT_FALSE(siv_open(key, "context", std::span(sealed).first(kSivTagBytes)));
  EXPECT_FALSE(siv_open(key, "context", std::span(sealed).first(sealed.size() - 1)));
  SivKey other = key;
  other.back() ^= 1;
  EXPECT_FALSE(siv_open(other, "context", sealed));
}

}  // namespace
}  // namespace nexus::credentials
