// SPDX-License-Identifier: MIT
#include "base/base64url.hpp"

#include <gtest/gtest.h>

namespace nexus {
namespace {

std::string encode(std::string_view raw) {
  return base64url_encode({reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()});
}

TEST(Base64Url, EncodesTheVectorsOfRfc4648WithoutPadding) {
  EXPECT_EQ(encode(""), "");
  EXPECT_EQ(encode("f"), "Zg");
  EXPECT_EQ(encode("fo"), "Zm8");
  EXPECT_EQ(encode("foo"), "Zm9v");
  EXPECT_EQ(encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encode("\xff\xfe\xfb"), "__77");
}

TEST(Base64Url, DecodesWhatItEncodes) {
  std::vector<std::uint8_t> bytes;
  for (int length = 0; length < 70; ++length) {
    EXPECT_EQ(base64url_decode(base64url_encode(bytes)), bytes);
    bytes.push_back(static_cast<std::uint8_t>(length * 37));
  }
}

TEST(Base64Url, RefusesForeignCharactersImpossibleLengthsAndStrayBits) {
  EXPECT_FALSE(base64url_decode("Zm9v+"));
  EXPECT_FALSE(base64url_decode("Zm8="));
  EXPECT_FALSE(base64url_decode("Zm9vY"));
  EXPECT_FALSE(base64url_decode("Zm9"));
}

}  // namespace
}  // namespace nexus
