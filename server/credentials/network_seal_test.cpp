// SPDX-License-Identifier: MIT
#include "credentials/network_seal.hpp"

#include "credentials/credentials.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

TEST(NetworkSeals, OpenWhatTheySealed) {
  SeededRandom random(1);
  const NetworkSeals seals = Credentials::create({"a secret of good length"}).value().networks;
  const NetworkTag tag = NetworkTag::random(random);
  const WallTime now(std::chrono::weeks(2900));
  const std::string text = seals.seal(tag, now);
  EXPECT_EQ(seals.open(text), (SealedNetwork{tag, 2900}));
  EXPECT_EQ(text, seals.seal(tag, now + std::chrono::hours(1))) << "equal networks look equal";
  EXPECT_NE(text, seals.seal(NetworkTag::random(random), now));
  EXPECT_EQ(text.find(tag.text().substr(0, 8)), std::string::npos);
  EXPECT_EQ(seals.seal(NetworkTag{}, now), "");
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string other = text;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    EXPECT_NE(seals.open(other), seals.open(text)) << at;
  }
  const NetworkSeals others =
      Credentials::create({"another secret of good length"}).value().networks;
  EXPECT_FALSE(others.open(text));
  EXPECT_FALSE(seals.open(""));
}

}  // namespace
}  // namespace nexus::credentials
