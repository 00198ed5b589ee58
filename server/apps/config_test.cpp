// SPDX-License-Identifier: MIT
#include "apps/config.hpp"

#include "apps/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Environment kSecretGiven{{"NEXUS_CREDENTIALS_SECRETS", "0123456789abcdef"}};

TEST(Config, NeedsNothingOnASingleMachine) {
  const Config config = load_config(kNexusChat, "", {}, {}).value();
  EXPECT_EQ(config.port, 8080);
  EXPECT_EQ(config.node, "local");
  EXPECT_EQ(config.signalling_url, "");
}

TEST(Config, LaterSourcesWin) {
  const std::string file = "[server]\nport = 1\nlisten = \"::\"\n[log]\nlevel = \"warn\"\n";
  const Config config = load_config(kNexusChat, file, {{"NEXUS_SERVER_PORT", "2"}, {"PATH", "/"}},
                                    {{"server-port", "3"}})
                            .value();
  EXPECT_EQ(config.port, 3);
  EXPECT_EQ(config.listen, "::");
  EXPECT_EQ(config.log_level, LogLevel::kWarn);
}

TEST(Config, ReadsListsFromEverySource) {
  const std::string file = "[server]\nallowed_origins = [\"https://a.example\"]\n";
  const Config from_file = load_config(kNexusChat, file, {}, {}).value();
  EXPECT_THAT(from_file.allowed_origins, ElementsAre("https://a.example"));
  const Config from_environment =
      load_config(kNexusChat, file,
                  {{"NEXUS_SERVER_ALLOWED_ORIGINS", "https://b.example,https://c.example"}}, {})
          .value();
  EXPECT_THAT(from_environment.allowed_origins,
              ElementsAre("https://b.example", "https://c.example"));
}

TEST(Config, ReportsEveryProblemAtOnce) {
  const std::string file = "loose = 1\n[server]\nport = 70000\nprot = 1\nallowed_origins = \"x\"\n";
  const auto config =
      load_config(kNexusChat, file, {{"NEXUS_SERVR_PORT", "1"}, {"NEXUS_LOG_LEVEL", "loud"}}, {});
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error(),
              testing::UnorderedElementsAre(
                  HasSubstr("loose must be a section"), HasSubstr("server.port must be"),
                  HasSubstr("server.prot is no setting"),
                  HasSubstr("server.allowed_origins must be a list"),
                  HasSubstr("NEXUS_SERVR_PORT is no setting"), HasSubstr("must be debug, info")));
}

TEST(Config, TellsTheLineOfAFileThatIsNotToml) {
  const auto config = load_config(kNexusChat, "[server]\nport = = 1\n", {}, {});
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error(), ElementsAre(HasSubstr("line 2")));
}

TEST(Config, SplitServicesRefuseToStartWithoutASecret) {
  EXPECT_THAT(load_config(kNexusMatching, "", {}, {}).error(),
              ElementsAre(HasSubstr("credentials.secrets")));
  EXPECT_TRUE(load_config(kNexusMatching, "", kSecretGiven, {}));
}

TEST(Config, NeverEchoesASecret) {
  const auto config =
      load_config(kNexusMatching, "", {{"NEXUS_CREDENTIALS_SECRETS", "tooshort"}}, {});
  ASSERT_FALSE(config);
  for (const std::string& problem : config.error()) {
    EXPECT_THAT(problem, Not(HasSubstr("tooshort")));
  }
}

TEST(Config, TurnNeedsItsSecret) {
  const auto config =
      load_config(kNexusChat, "[ice]\nturn_urls = [\"turn:turn.example\"]\n", {}, {});
  EXPECT_THAT(config.error(), ElementsAre(HasSubstr("ice.turn_secrets")));
}

TEST(Config, TakesTwoTurnSecretsWhileRotating) {
  const Environment one{{"NEXUS_ICE_TURN_URLS", "turn:turn.example"},
                        {"NEXUS_ICE_TURN_SECRETS", "q0Cq3pKxJZrkVd9mWbn1"}};
  EXPECT_EQ(load_config(kNexusChat, "", one, {}).value().turn_secrets.size(), 1U);
  const std::string two =
      "[ice]\nturn_urls = [\"turn:turn.example\"]\n"
      "turn_secrets = [\"q0Cq3pKxJZrkVd9mWbn1\", \"h2Yt5sGfLw8eq0Cq3pKx\"]\n";
  const Config config = load_config(kNexusChat, two, {}, {}).value();
  EXPECT_EQ(config.turn_secrets.front().reveal(), "q0Cq3pKxJZrkVd9mWbn1");
  const auto bad = load_config(kNexusChat, "", {{"NEXUS_ICE_TURN_SECRETS", "tooshort"}}, {});
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error(), ElementsAre(AllOf(HasSubstr("NEXUS_ICE_TURN_SECRETS"),
                                             HasSubstr("16 bytes"), Not(HasSubstr("tooshort")))));
}

TEST(Config, TheShieldNeedsARelay) {
  const Environment turn{{"NEXUS_ICE_TURN_URLS", "turn:turn.example"},
                         {"NEXUS_ICE_TURN_SECRETS", "q0Cq3pKxJZrkVd9mWbn1"}};
  for (const char* policy : {"choice", "always"}) {
    EXPECT_THAT(load_config(kNexusChat, "", {{"NEXUS_ICE_SHIELD", policy}}, {}).error(),
                ElementsAre(HasSubstr("ice.shield")));
    Environment both = turn;
    both["NEXUS_ICE_SHIELD"] = policy;
    EXPECT_NE(load_config(kNexusChat, "", both, {}).value().shield, matching::ShieldPolicy::kOff);
  }
  EXPECT_TRUE(load_config(kNexusChat, "", {{"NEXUS_ICE_SHIELD", "off"}}, {}));
  EXPECT_THAT(load_config(kNexusChat, "", {{"NEXUS_ICE_SHIELD", "sometimes"}}, {}).error(),
              ElementsAre(HasSubstr("off, choice or always")));
}

TEST(Config, SplitSignallingTellsVisitorsWhereItIs) {
  const Config config = load_config(kNexusSignalling, "", kSecretGiven, {}).value();
  EXPECT_EQ(config.signalling_url, "ws://localhost:8001/v1/room");
}

TEST(Config, SignallingMayBeAPathOfTheSite) {
  for (const char* url :
       {"", "/s/rooms-1/v1/room", "ws://localhost:1/v1/room", "wss://a/v1/room"}) {
    EXPECT_TRUE(load_config(kNexusSignalling, "", kSecretGiven, {{"signalling-url", url}})) << url;
  }
  for (const char* url : {"//elsewhere/v1/room", "https://a/v1/room", "s/rooms-1/v1/room"}) {
    EXPECT_THAT(load_config(kNexusSignalling, "", kSecretGiven, {{"signalling-url", url}}).error(),
                ElementsAre(HasSubstr("signalling-url")))
        << url;
  }
}

TEST(Settings, HaveOneNameInEachSource) {
  for (const Setting& setting : settings()) {
    EXPECT_THAT(setting.environment(), testing::StartsWith("NEXUS_"));
    EXPECT_FALSE(setting.help.empty());
  }
  EXPECT_EQ(settings().front().flag(), "server-listen");
}

TEST(CommandLine, HelpNamesEverySetting) {
  const char* argv[] = {"nexuschat", "--help"};
  const auto command = parse_command_line(kNexusChat, 2, argv, {});
  const auto& stop = std::get<ExitCommand>(command);
  EXPECT_EQ(stop.status, 0);
  for (const Setting& setting : settings()) {
    EXPECT_THAT(stop.text,
                AllOf(HasSubstr("--" + setting.flag()), HasSubstr(setting.environment())));
  }
}

TEST(CommandLine, RefusesUnknownFlagsAndMissingFiles) {
  const char* unknown[] = {"nexuschat", "--no-such-flag"};
  EXPECT_EQ(std::get<ExitCommand>(parse_command_line(kNexusChat, 2, unknown, {})).status, 2);
  const char* missing[] = {"nexuschat", "--config", "/nowhere.toml"};
  EXPECT_EQ(std::get<ExitCommand>(parse_command_line(kNexusChat, 3, missing, {})).status, 2);
}

}  // namespace
}  // namespace nexus::apps
