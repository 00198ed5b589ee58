// SPDX-License-Identifier: MIT
#include "credentials/keyring.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

const std::string kOld = "an old secret, long enough";
const std::string kNew = "a new secret, long enough too";

Keyring keyring(const std::vector<std::string>& secrets, std::string_view purpose = "test") {
  return Keyring::create(secrets, purpose).value();
}

TEST(Keyring, VerifiesWhatItSigned) {
  const Keyring keys = keyring({kNew});
  const std::string text = keys.sign("hello.world");
  EXPECT_EQ(keys.verify(text), "hello.world");
}

TEST(Keyring, RefusesATextWithAnyBitFlipped) {
  const Keyring keys = keyring({kNew});
  const std::string text = keys.sign("payload");
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string forged = text;
      forged[at] = static_cast<char>(forged[at] ^ (1 << bit));
      EXPECT_FALSE(keys.verify(forged)) << "byte " << at << " bit " << bit;
    }
  }
}

TEST(Keyring, RefusesTruncatedAndForeignTexts) {
  const Keyring keys = keyring({kNew});
  const std::string text = keys.sign("payload");
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(keys.verify(text.substr(0, size))) << size;
  }
  EXPECT_FALSE(keys.verify(keyring({kOld}).sign("payload")));
}

TEST(Keyring, AcceptsTheOldSecretWhileBothAreLive) {
  const Keyring rotating = keyring({kNew, kOld});
  EXPECT_TRUE(rotating.verify(keyring({kOld}).sign("x")));
  EXPECT_TRUE(keyring({kNew}).verify(rotating.sign("x")));
}

TEST(Keyring, KeepsPurposesApart) {
  EXPECT_FALSE(keyring({kNew}, "rooms").verify(keyring({kNew}, "sessions").sign("x")));
}

TEST(Keyring, OpensWhatItSealedForTheSameContextOnly) {
  const Keyring keys = keyring({kNew});
  const std::string text = keys.seal("payload", "context");
  EXPECT_EQ(keys.open(text, "context"), "payload");
  EXPECT_FALSE(keys.open(text, "other"));
  EXPECT_FALSE(keys.open(keys.sign("payload"), "context"));
  EXPECT_FALSE(keyring({kNew}, "another").open(text, "context"));
  EXPECT_EQ(keyring({kOld, kNew}).open(text, "context"), "payload");
  EXPECT_FALSE(keyring({kOld}).open(text, "context"));
}

TEST(Keyring, HasAFingerprintForEachSecretThatTellsNothingElse) {
  const auto both = keyring({kNew, kOld}).fingerprints();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0], keyring({kNew}).fingerprints().front());
  EXPECT_EQ(both[1], keyring({kOld}).fingerprints().front());
  EXPECT_NE(both[0], both[1]);
  EXPECT_NE(both[0], keyring({kNew}, "another purpose").fingerprints().front());
  EXPECT_EQ(both[0].size(), 12U);
  EXPECT_EQ(both[0].find_first_of(" ."), std::string::npos);
}

TEST(Keyring, RefusesNoneShortAndTooManySecrets) {
  EXPECT_EQ(Keyring::create({}, "p").error(), KeyringError::kNoSecret);
  EXPECT_EQ(Keyring::create({"short"}, "p").error(), KeyringError::kSecretTooShort);
  EXPECT_EQ(Keyring::create({kNew, kOld, kNew}, "p").error(), KeyringError::kTooManySecrets);
}

}  // namespace
}  // namespace nexus::credentials
