// SPDX-License-Identifier: MIT
#include "apps/settings_text.hpp"

#include "apps/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kSecretOfTheTest = "q0Cq3pKxJZrkVd9mWbn1";

/// The settings by name, with secrets.
std::map<std::string, Values> values_of(const Program& program, const Config& config) {
  std::map<std::string, Values> values;
  for (const Setting& setting : settings()) {
    if (setting.is_used_by(program)) values[setting.name()] = setting.type.values(config);
  }
  return values;
}

/// A value other than the default for each setting that the text should carry.
const std::string kUnusual = R"(
[server]
listen = ["::1", "127.0.0.1:9000"]
port = 4711
allowed_origins = ["http://localhost:1", "http://127.0.0.1:2"]
loopback_is_exempt = false
[limits]
messages_per_10_s_max = 77
[site]
name = "A \"site\" of \\ mine"
contact_url = "mailto:a@b.example"
[web]
peer_link = "simple-peer"
[node]
name = "n.1"
[matching]
lanes = ["one", "two"]
[signalling]
url = "ws://localhost:4711/v1/room"
[ice]
stun_urls = ["stun:s.example", "stun:[::1]:3478"]
turn_urls = ["turn:t.example?transport=tcp"]
shield = "always"
[reports]
file = "/tmp/r-{node}.jsonl"
cool_down_hours = 5
[log]
level = "debug"
)";

const Environment kSecretsGiven{{"NEXUS_CREDENTIALS_SECRETS", kSecretOfTheTest},
                                {"NEXUS_ICE_TURN_SECRETS", kSecretOfTheTest}};

TEST(SettingsText, IsReadBackAsTheSameSettings) {
  for (const Program* const program : {&kNexusChat, &kNexusMatching, &kNexusSignalling}) {
    for (const std::string& file : {std::string(), kUnusual}) {
      const Loaded loaded = load_config(*program, file, kSecretsGiven, {});
      ASSERT_THAT(loaded.findings.problems, IsEmpty());
      const std::string text = settings_as_toml(*program, loaded);
      const Loaded again = load_config(*program, text, kSecretsGiven, {});
      EXPECT_THAT(again.findings.problems, IsEmpty()) << text;
      EXPECT_EQ(values_of(*program, again.config), values_of(*program, loaded.config));
      // Settings that write more than they show: a rate's burst.
      EXPECT_EQ(again.config.match_limits.all.burst, loaded.config.match_limits.all.burst);
      EXPECT_EQ(again.config.room_limits.costly.burst, loaded.config.room_limits.costly.burst);
      EXPECT_EQ(again.config.desk.network_reports.burst, loaded.config.desk.network_reports.burst);
      EXPECT_EQ(text.find(kSecretOfTheTest), std::string::npos);
    }
  }
}

TEST(SettingsText, NamesTheSourceOfEachSetting) {
  const Loaded loaded =
      load_config(kNexusMatching, "[server]\nport = 1\n[matching]\nlanes = [\"a\"]\n",
                  {{"NEXUS_LOG_LEVEL", "warn"},
                   {"NEXUS_CREDENTIALS_SECRETS", kSecretOfTheTest},
                   {"NEXUS_REDIS_URL", "redis://:hunter2@r"}},
                  {{"matching-lanes", "b,c"}}, "/etc/n.toml");
  const std::string text = settings_as_toml(kNexusMatching, loaded);
  for (const char* line :
       {"\n[server]\nlisten = [\"127.0.0.1\"]  # default\nport = 1  # /etc/n.toml, line 2\n",
        "\nlanes = [\"b\", \"c\"]  # flag --matching-lanes\n",
        "\nlevel = \"warn\"  # environment NEXUS_LOG_LEVEL\n",
        "\n# secrets = (hidden)  # environment NEXUS_CREDENTIALS_SECRETS\n",
        "\n# turn_secrets = []  # default\n",
        "\n# url = (hidden)  # environment NEXUS_REDIS_URL\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("resume_grace_s"))));
}

TEST(SettingsText, IsWhatTheCommandPrints) {
  const auto printed = [](std::vector<const char*> words) {
    words.insert(words.begin(), "nexuschat");
    const auto command =
        parse_command_line(kNexusChat, static_cast<int>(words.size()), words.data(), kSecretsGiven);
    const auto* const exit = std::get_if<ExitCommand>(&command);
    return exit == nullptr ? ExitCommand{-1, "it starts"} : *exit;
  };
  const ExitCommand own = printed({"config", "--server-port", "9", "--ice-turn-urls", "turn:t"});
  EXPECT_EQ(own.status, 0);
  EXPECT_THAT(own.text, HasSubstr("port = 9  # flag --server-port"));
  const ExitCommand other = printed({"config", "--program", "nexus-signalling"});
  EXPECT_EQ(other.status, 0);
  EXPECT_THAT(other.text, AllOf(HasSubstr("port = 8001"), HasSubstr("[redis]")));
  EXPECT_EQ(printed({"config", "--server-prot", "9"}).status, 2);
  EXPECT_THAT(printed({"config", "--program", "nginx"}).text, HasSubstr("not \"nginx\""));
  EXPECT_THAT(printed({"--program", "nexuschat"}).text, HasSubstr("belongs to `nexuschat config`"));
}

}  // namespace
}  // namespace nexus::apps
