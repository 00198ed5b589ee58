// SPDX-License-Identifier: MIT
#include "apps/page_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using transport::TextEdit;

auto edit(const std::string& from, const std::string& to) {
  return AllOf(Field(&TextEdit::from, from), Field(&TextEdit::to, to));
}

TEST(PageSettingsTest, TheEntryPageIsLeftAsItIsUnlessTheSiteHasANameOrAnAddress) {
  EXPECT_THAT(entry_page_edits({}), IsEmpty());
  EXPECT_THAT(manifest_edits({}), IsEmpty());
}

TEST(PageSettingsTest, TheNameIsWrittenAsEachFileNeedsIt) {
  Config config;
  config.site.name = R"(Chat & "friends" <3)";
  EXPECT_THAT(entry_page_edits(config),
              ElementsAre(edit("NexusChat", "Chat &amp; &quot;friends&quot; &lt;3")));
  EXPECT_THAT(manifest_edits(config),
              ElementsAre(edit(R"("NexusChat")", R"("Chat & \"friends\" <3")")));
}

TEST(PageSettingsTest, AddressesBeginWithTheFirstWholeOriginAndTheFolder) {
  Config config;
  config.server.allowed_origins = {"https://*.example.org", "https://chat.example",
                                   "https://b.example"};
  EXPECT_THAT(entry_page_edits(config),
              ElementsAre(edit(R"(content="./)", R"(content="https://chat.example/)")));
  config.server.base_path = "/chat";
  EXPECT_THAT(entry_page_edits(config),
              ElementsAre(edit(R"(content="./)", R"(content="https://chat.example/chat/)")));
}

TEST(PageSettingsTest, WildcardsAloneGiveNoAddress) {
  Config config;
  config.server.allowed_origins = {"https://*.example.org"};
  EXPECT_THAT(entry_page_edits(config), IsEmpty());
}

TEST(PageSettingsTest, ListInterestsAsJsonWhateverIsInThem) {
  EXPECT_EQ(interests_for_pages({}), "");
  EXPECT_EQ(interests_for_pages({"chess", "a \"b\" \\ c"}),
            R"(,"popular":["chess","a \"b\" \\ c"])");
}

}  // namespace
}  // namespace nexus::apps
