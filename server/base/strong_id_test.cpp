// SPDX-License-Identifier: MIT
#include "base/strong_id.hpp"

#include <gtest/gtest.h>

namespace nexus {
namespace {

using SampleId = StrongId<struct SampleTag>;

TEST(StrongId, ComesBackFromItsText) {
  SystemRandom random;
  const SampleId id = SampleId::random(random);
  EXPECT_EQ(id.text().size(), SampleId::kTextLength);
  EXPECT_EQ(SampleId::parse(id.text()), id);
}

TEST(StrongId, RefusesTextThatIsNotOneOfItsOwn) {
  EXPECT_FALSE(SampleId::parse(""));
  EXPECT_FALSE(SampleId::parse("AAAAAAAAAAAAAAAAAAAAA"));
  EXPECT_FALSE(SampleId::parse("AAAAAAAAAAAAAAAAAAAAAB"));
  EXPECT_FALSE(SampleId::parse("AAAAAAAAAAAAAAAAAAAA=="));
}

TEST(StrongId, DefaultMeansNone) {
  SystemRandom random;
  EXPECT_TRUE(SampleId{}.is_none());
  EXPECT_FALSE(SampleId::random(random).is_none());
}

}  // namespace
}  // namespace nexus
