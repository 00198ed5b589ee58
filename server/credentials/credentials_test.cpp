// SPDX-License-Identifier: MIT
#include "credentials/credentials.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

const std::vector<std::string> kOne{"a secret of good length"};
const std::vector<std::string> kOther{"another secret of good length"};

TEST(Credentials, NodesOfADeploymentReadEachOthersTokens) {
  SeededRandom random{1};
  const WallTime now{std::chrono::hours(24 * 365 * 50)};
  const VisitorId visitor = VisitorId::random(random);
  const auto here = Credentials::create(kOne);
  const auto there = Credentials::create(kOne);
  const auto elsewhere = Credentials::create(kOther);
  const std::string session = here->sessions.issue({visitor, {}}, now, random);
  EXPECT_EQ(there->sessions.read(session, now)->visitor, visitor);
  EXPECT_FALSE(elsewhere->sessions.read(session, now));
  EXPECT_EQ(here->fingerprints, there->fingerprints);
  EXPECT_NE(here->fingerprints, elsewhere->fingerprints);
}

TEST(Credentials, ATokenOfOneKindIsNoneOfAnother) {
  SeededRandom random{1};
  const VisitorId visitor = VisitorId::random(random);
  const WallTime now{std::chrono::hours(1)};
  const auto credentials = Credentials::create(kOne);
  const std::string place = credentials->places.issue({.visitor = visitor, .issued = now});
  EXPECT_TRUE(Keyring::create(kOne, "place")->verify(place));
  for (const char* const other : {"session", "seat", "encounter", "deployment"}) {
    EXPECT_FALSE(Keyring::create(kOne, other)->verify(place)) << other;
  }
}

TEST(Credentials, SecretsThatAreNoSecretsMakeNone) {
  EXPECT_EQ(Credentials::create({}).error(), KeyringError::kNoSecret);
  EXPECT_EQ(Credentials::create({"short"}).error(), KeyringError::kSecretTooShort);
}

}  // namespace
}  // namespace nexus::credentials
