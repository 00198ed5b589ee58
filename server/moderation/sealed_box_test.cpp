// SPDX-License-Identifier: MIT
#include "moderation/sealed_box.hpp"

#include "base/base64url.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::moderation {
namespace {

using testing::HasSubstr;

TEST(SealedBox, OpensForItsKeysOnly) {
  const BoxKeys keys = make_box_keys();
  const std::string box = seal_box("what was seen", keys);
  EXPECT_EQ(box.size(), std::string("what was seen").size() + kBoxOverheadBytes);
  EXPECT_EQ(box.find("seen"), std::string::npos);
  EXPECT_EQ(open_box(box, keys), "what was seen");
  EXPECT_EQ(open_box(box, make_box_keys()), std::nullopt);
  for (std::size_t i = 0; i < box.size() * 8; ++i) {
    std::string flipped = box;
    flipped[i / 8] ^= static_cast<char>(1U << (i % 8));
    // X25519 ignores the last bit of a key, but the nonce does not.
    EXPECT_EQ(open_box(flipped, keys), std::nullopt) << i;
  }
  for (std::size_t size = 0; size < box.size(); ++size) {
    EXPECT_EQ(open_box(std::string_view(box).substr(0, size), keys), std::nullopt);
  }
}

TEST(SealedBox, ReadsItsKeysAsTheyAreWritten) {
  const BoxKeys keys = make_box_keys();
  const auto read = parse_secret_key(secret_key_text(keys));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->public_key, keys.public_key);
  EXPECT_EQ(read->secret_key, keys.secret_key);
  EXPECT_EQ(public_key_problem(public_key_text(keys)), std::nullopt);
  EXPECT_EQ(bare_public_key(public_key_text(keys)), base64url_encode(keys.public_key));
}

TEST(SealedBox, TellsTheTwoKeysApartWithoutRepeatingThem) {
  const BoxKeys keys = make_box_keys();
  const std::string secret = secret_key_text(keys);
  const auto problem = public_key_problem(secret);
  ASSERT_TRUE(problem);
  EXPECT_THAT(*problem, HasSubstr("no server may have"));
  EXPECT_EQ(problem->find(secret.substr(20, 8)), std::string::npos);
  EXPECT_TRUE(public_key_problem(""));
  EXPECT_TRUE(public_key_problem("evidence-public-AAAA"));
  EXPECT_TRUE(public_key_problem(base64url_encode(keys.public_key)));
  EXPECT_THAT(parse_secret_key(public_key_text(keys)).error(), HasSubstr("the public key"));
  EXPECT_FALSE(parse_secret_key("evidence-secret-AAAA"));
}

}  // namespace
}  // namespace nexus::moderation
