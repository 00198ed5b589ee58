// SPDX-License-Identifier: MIT
#include "credentials/turn_credential.hpp"

#include "base/random.hpp"

#include <string>

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

TEST(TurnCredential, HasTheShapeAndMacThatCoturnComputes) {
  const WallTime now(std::chrono::seconds(1700000000));
  const TurnCredential made = make_turn_credential("north", VisitorId{}.text(), now);
  EXPECT_EQ(made.username, "1700000600:AAAAAAAAAAAAAAAAAAAAAA");
  // printf '1700000600:AAAAAAAAAAAAAAAAAAAAAA' | openssl dgst -sha1 -hmac north -binary | base64
  EXPECT_EQ(made.credential, "BFS/hayh9pprP4OQ++sFzO4u/mM=");
}

TEST(TurnCredential, IsAnothersForAnotherVisitorSecretOrSecond) {
  SeededRandom random(1);
  const WallTime now(std::chrono::seconds(1700000000));
  const std::string user = VisitorId::random(random).text();
  const std::string credential = make_turn_credential("north", user, now).credential;
  EXPECT_NE(make_turn_credential("north", VisitorId::random(random).text(), now).credential,
            credential);
  EXPECT_NE(make_turn_credential("south", user, now).credential, credential);
  EXPECT_NE(make_turn_credential("north", user, now + std::chrono::seconds(1)).credential,
            credential);
}

TEST(TurnCredential, NamesOneUserForAllVisitorsOfANetwork) {
  SeededRandom random(1);
  const auto user = [&](const NetworkTags& network, std::string_view secret = "north") {
    return turn_user(secret, VisitorId::random(random), network);
  };
  const NetworkTag one = NetworkTag::random(random);
  const NetworkTag two = NetworkTag::random(random);
  const NetworkTag three = NetworkTag::random(random);
  const NetworkTags v4{.host = one, .site = two, .region = {}};
  EXPECT_EQ(user(v4), user(v4));
  EXPECT_NE(user(v4), user({.host = two, .site = two, .region = {}})) << "a neighbour";
  EXPECT_NE(user(v4), user(v4, "south"));
  EXPECT_EQ(user(v4).find(one.text().substr(0, 8)), std::string::npos) << "the page reads it";
  EXPECT_EQ(user({.host = one, .site = two, .region = three}),
            user({.host = two, .site = one, .region = three}))
      << "another /64 of the same /48";
  const VisitorId visitor = VisitorId::random(random);
  EXPECT_EQ(turn_user("north", visitor, {}), visitor.text());
}

TEST(TurnCredential, LivesTenMinutesAtMost) {
  EXPECT_LE(kTurnCredentialLife, std::chrono::minutes(10));
}

/// RFC 2202, section 3, with the digests in base64.
TEST(HmacSha1, FitsTheVectorsOfRfc2202) {
  struct Vector {
    std::string key;
    std::string text;
    std::string digest;
  };
  std::string counting;
  for (char c = 1; c <= 25; ++c) counting.push_back(c);
  const std::string large(80, '\xaa');
  const Vector vectors[] = {
      {std::string(20, '\x0b'), "Hi There", "thcxhlUFcmTii8C2+zeMjvFGvgA="},
      {"Jefe", "what do ya want for nothing?", "7/zfauXrL6LSdBbV8YTfnCWafHk="},
      {std::string(20, '\xaa'), std::string(50, '\xdd'), "El1zQrmsEc2Ro5r0iqF7T2PxddM="},
      {counting, std::string(50, '\xcd'), "TJAH9AJiUMa8hBT5v1DIbC1yNdo="},
      {std::string(20, '\x0c'), "Test With Truncation", "TBoDQktV4H/n8nvh1Yu5MkqaWgQ="},
      {large, "Test Using Larger Than Block-Size Key - Hash Key First",
       "qkrl4VJy0A6VcFY3zoo7Ve1AIRI="},
      {large, "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
       "6OmdD0UjfXhta7qnllx4CLv/GpE="},
  };
  for (const Vector& vector : vectors) {
    EXPECT_EQ(hmac_sha1_base64(vector.key, vector.text), vector.digest) << vector.text;
  }
}

}  // namespace
}  // namespace nexus::credentials
