// SPDX-License-Identifier: MIT
#include "apps/page_settings.hpp"

#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

TEST(PageSettings, ListInterestsAsJsonWhateverIsInThem) {
  EXPECT_EQ(interests_for_pages({}), "");
  EXPECT_EQ(interests_for_pages({"chess", "a \"b\" \\ c"}),
            R"(,"popular":["chess","a \"b\" \\ c"])");
}

}  // namespace
}  // namespace nexus::apps
