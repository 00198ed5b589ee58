// SPDX-License-Identifier: MIT
#include "reference.hpp"

#include "apps/config.hpp"
#include "apps/settings.hpp"
#include "apps/settings_text.hpp"

#include <regex>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::packaging {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(SettingsFileTest, SetsOnlyThePlacesOfThePackage) {
  for (const apps::Program* program :
       {&apps::kNexusChat, &apps::kNexusMatching, &apps::kNexusSignalling}) {
    // The split programs refuse to start without a secret, which is in a file of its own.
    const apps::Environment secret{{"NEXUS_CREDENTIALS_SECRETS", "q0Cq3pKxJZrkVd9mWbn1"}};
    const auto loaded = apps::load_config(*program, settings_file(), secret, {}, "");
    EXPECT_THAT(loaded.findings.problems, IsEmpty()) << program->name;
    EXPECT_THAT(loaded.findings.warnings, IsEmpty()) << program->name;
    EXPECT_EQ(loaded.sources.size(), 5U) << program->name;
    EXPECT_EQ(loaded.config.web_directory, "/usr/share/nexuschat/web");
    EXPECT_EQ(loaded.config.bans_file, "/var/lib/nexuschat/bans.jsonl");
  }
}

TEST(SettingsFileTest, EveryCommentedSettingIsItsDefault) {
  const std::string file = settings_file();
  const std::string open = std::regex_replace(file, std::regex("\n#([a-z_0-9]+ = )"), "\n$1");
  const apps::Environment none;
  const auto loaded = apps::load_config(apps::kNexusChat, open, none, none, "");
  const auto untouched = apps::load_config(apps::kNexusChat, file, none, none, "");
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  std::size_t without_secrets = 0;
  for (const apps::Setting& setting : apps::settings()) {
    if (!setting.type.credential.empty()) continue;
    ++without_secrets;
    EXPECT_TRUE(loaded.sources.contains(setting.name())) << setting.name();
    EXPECT_EQ(setting.type.values(loaded.config), setting.type.values(untouched.config))
        << setting.name();
  }
  EXPECT_EQ(loaded.sources.size(), without_secrets);
}

TEST(SettingsFileTest, FitsTheWidthOfATerminal) {
  const std::string file = settings_file();
  EXPECT_FALSE(std::regex_search(file, std::regex("\n#[^\n]{100}[^\n]* [^\n]*\n")));
}

TEST(ManualPageTest, HasEverySettingWithFlagAndVariable) {
  const std::string page = manual_page();
  for (const apps::Setting& setting : apps::settings()) {
    const std::string flag = std::regex_replace(setting.flag(), std::regex("-"), "\\-");
    EXPECT_THAT(page, HasSubstr("\\-\\-" + flag + ", " + setting.environment() + "\n"));
  }
}

TEST(ManualPageTest, HasTheOptionsAndCommandsOfTheHelp) {
  const std::string page = manual_page();
  for (const char* text : {"\\-\\-check\\-config ", "\\-\\-version ", "nexuschat keygen KEYFILE",
                           "nexuschat list\\-bans BANFILE", "Usage: nexuschat "}) {
    EXPECT_THAT(page, HasSubstr(text));
  }
}

}  // namespace
}  // namespace nexus::packaging
