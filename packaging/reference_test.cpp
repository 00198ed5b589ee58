// SPDX-License-Identifier: MIT
#include "reference.hpp"

#include "apps/config.hpp"
#include "apps/settings.hpp"
#include "apps/settings_text.hpp"

#include <regex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::packaging {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSubsetOf;

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
  const apps::Config defaults = default_config(apps::kNexusChat);
  const std::string open =
      std::regex_replace(settings_file(), std::regex("\n#([a-z_0-9]+ = )"), "\n$1");
  const apps::Environment secret{{"NEXUS_CREDENTIALS_SECRETS", "q0Cq3pKxJZrkVd9mWbn1"}};
  // Only these two use Redis, and a file that configures it is refused by nexuschat.
  for (const apps::Program* program : {&apps::kNexusMatching, &apps::kNexusSignalling}) {
    const auto loaded = apps::load_config(*program, open, secret, {}, "");
    EXPECT_THAT(loaded.findings.problems, IsEmpty()) << program->name;
    std::vector<std::string> changed;
    for (const apps::Setting& setting : apps::settings()) {
      if (!setting.type.credential.empty()) continue;
      EXPECT_TRUE(loaded.sources.contains(setting.name())) << setting.name();
      if (setting.type.values(loaded.config) != setting.type.values(defaults)) {
        changed.push_back(setting.name());
      }
    }
    // The places of the package's files, and what a program fills in where the setting is empty.
    EXPECT_THAT(changed, IsSubsetOf({"web.directory", "node.state_directory", "reports.file",
                                     "bans.file", "signalling.url"}));
  }
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
