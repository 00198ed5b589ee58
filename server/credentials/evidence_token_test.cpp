// SPDX-License-Identifier: MIT
#include "credentials/evidence_token.hpp"

#include "credentials/reference.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

EvidenceTokens evidence_tokens(std::string_view purpose) {
  return EvidenceTokens(*Keyring::create({"a secret that is long enough"}, purpose));
}

const WallTime kReportedAt{std::chrono::hours(24 * 365 * 50)};

TEST(EvidenceToken, NamesTheReportForTenMinutes) {
  const EvidenceTokens tokens = evidence_tokens("evidence");
  const std::string reference = reference_of("a report");
  const std::string text = tokens.issue(reference, kReportedAt);
  EXPECT_LE(text.size(), 128U);
  EXPECT_EQ(tokens.reference_in(text, kReportedAt), reference);
  EXPECT_EQ(tokens.reference_in(text, kReportedAt + kEvidenceTokenLife), reference);
  const WallTime late = kReportedAt + kEvidenceTokenLife + std::chrono::milliseconds(1);
  EXPECT_EQ(tokens.reference_in(text, late), std::nullopt);
}

TEST(EvidenceToken, IsNeitherForgedNorOfAnotherPurpose) {
  const EvidenceTokens tokens = evidence_tokens("evidence");
  const std::string text = tokens.issue(reference_of("a report"), kReportedAt);
  for (std::size_t i = 0; i < text.size() * 8; ++i) {
    std::string flipped = text;
    flipped[i / 8] ^= static_cast<char>(1U << (i % 8));
    EXPECT_EQ(tokens.reference_in(flipped, kReportedAt), std::nullopt) << i;
  }
  EXPECT_EQ(evidence_tokens("seat").reference_in(text, kReportedAt), std::nullopt);
  EXPECT_EQ(tokens.reference_in("", kReportedAt), std::nullopt);
}

TEST(EvidenceToken, NeverNamesAPath) {
  const EvidenceTokens tokens = evidence_tokens("evidence");
  for (const std::string_view name : {"../../x", "", "short", "0123456789A"}) {
    EXPECT_EQ(tokens.reference_in(tokens.issue(name, kReportedAt), kReportedAt), std::nullopt);
  }
}

TEST(Reference, IsShortAndAlwaysTheSame) {
  EXPECT_EQ(reference_of("a"), reference_of("a"));
  EXPECT_NE(reference_of("a"), reference_of("b"));
  for (const std::string_view text : {"", "a", "b", "a long text of many words"}) {
    EXPECT_TRUE(is_reference(reference_of(text))) << text;
  }
  EXPECT_FALSE(is_reference("abcdefghij"));
  EXPECT_FALSE(is_reference("01234567/9"));
}

}  // namespace
}  // namespace nexus::credentials
