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
using testing::IsEmpty;
using testing::Not;

const Environment kSecretGiven{{"NEXUS_CREDENTIALS_SECRETS", "4f1c9a07be35d862"}};

/// The configuration from sources without problems.
Config sound(const Program& program, std::string_view file, const Environment& environment,
             const Environment& flags = {}) {
  Loaded loaded = load_config(program, file, environment, flags);
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  return std::move(loaded.config);
}

std::vector<std::string> problems(const Program& program, std::string_view file,
                                  const Environment& environment, const Environment& flags = {}) {
  return load_config(program, file, environment, flags).findings.problems;
}

TEST(Config, NeedsNothingOnASingleMachine) {
  const Config config = sound(kNexusChat, "", {});
  EXPECT_EQ(config.port, 8080);
  EXPECT_EQ(config.node, "local");
  EXPECT_EQ(config.rooms.url, "");
}

TEST(Config, LaterSourcesWin) {
  const std::string file = "[server]\nport = 1\nlisten = [\"::1\"]\n[log]\nlevel = \"warn\"\n";
  const Config config =
      sound(kNexusChat, file, {{"NEXUS_SERVER_PORT", "2"}, {"PATH", "/"}}, {{"server-port", "3"}});
  EXPECT_EQ(config.port, 3);
  EXPECT_THAT(config.listen, testing::ElementsAre("::1"));
  EXPECT_EQ(config.log_level, LogLevel::kWarn);
}

TEST(Config, ReadsListsFromEverySource) {
  const std::string file = "[server]\nallowed_origins = [\"https://a.example\"]\n";
  const Config from_file = sound(kNexusChat, file, {});
  EXPECT_THAT(from_file.server.allowed_origins, ElementsAre("https://a.example"));
  const Config from_environment =
      sound(kNexusChat, file,
            {{"NEXUS_SERVER_ALLOWED_ORIGINS", "https://b.example, https://c.example ,"}});
  EXPECT_THAT(from_environment.server.allowed_origins,
              ElementsAre("https://b.example", "https://c.example"));
}

TEST(Config, AnEmptyVariableCountsAsUnset) {
  const std::string file = "[web]\npeer_link = \"simple-peer\"\n[server]\nport = 1\n";
  Environment empty;
  for (const Setting& setting : settings()) empty.emplace(setting.environment(), "");
  empty.emplace("NEXUS_NO_SETTING", "");
  const Loaded loaded = load_config(kNexusChat, file, empty, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  EXPECT_THAT(loaded.findings.warnings, IsEmpty());
  EXPECT_EQ(loaded.config.port, 1);
  EXPECT_EQ(loaded.config.peer_link, PeerLink::kSimplePeer);
  EXPECT_TRUE(loaded.config.secrets.empty());
}

TEST(Config, ReportsEveryProblemAtOnce) {
  const std::string file = "loose = 1\n[server]\nport = 70000\nprot = 1\nallowed_origins = {}\n";
  const Loaded loaded =
      load_config(kNexusChat, file, {{"NEXUS_SERVR_PORT", "1"}, {"NEXUS_LOG_LEVEL", "loud"}}, {});
  EXPECT_THAT(
      loaded.findings.problems,
      testing::UnorderedElementsAre(
          HasSubstr("line 1: loose stands in no section"), HasSubstr("line 3: server.port must be"),
          HasSubstr("line 4: server.prot is not a setting; did you mean server.port?"),
          HasSubstr("line 5: server.allowed_origins must be a list"),
          HasSubstr("must be debug, info")));
  EXPECT_THAT(loaded.findings.warnings,
              ElementsAre(HasSubstr("NEXUS_SERVR_PORT is not a setting; did you mean "
                                    "NEXUS_SERVER_PORT?")));
}

TEST(Config, ReadsOneTextAsAListOfOne) {
  const Loaded loaded = load_config(kNexusChat, "[server]\nlisten = \"::1\"\n", {}, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  EXPECT_THAT(loaded.config.listen, ElementsAre("::1"));
}

TEST(Config, NamesTheFileAndTheLineThatIsNotToml) {
  const Loaded loaded = load_config(kNexusChat, "[server]\nport = = 1\n", {}, {}, "/etc/a.toml");
  EXPECT_THAT(loaded.findings.problems, ElementsAre(HasSubstr("/etc/a.toml, line 2")));
}

TEST(Config, SaysWhatAValueOfTheFileShouldBe) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"[server]\nport = 1.5", "server.port must be a whole number from 0 to 65535"},
      {"[server]\nport = [1]", "takes one value, not a list"},
      {"[server.limits]\nx = 1", "server.limits is not a setting"},
      {"[server]\nlisten = 127.0.0.1", "key = \"text\""},
      {"[log]\nlevel = 2026-01-01", "must be a text in quotes: write level = \"...\""},
      {"[[server]]\nport = 1", "[[server]] must be [server]"},
      {"port = 1",
       "port stands in no section; write it below one, such as [server]; did you mean "
       "server.port?"},
      {"NEXUS_SERVER_PORT = 1", "did you mean server.port?"},
      {"[server]\nallowed_origins = [1.5]", "list of texts in quotes"},
      {"[matching]\nlanes = []", "at least one lane"},
      {"[matching]\nlanes = [\"a\", \"a\"]", "has \"a\" twice"},
      {"[log]\nlevel = \"WARN\"", "did you mean warn?"},
      {"[server]\nloopback_is_exempt = 1", "must be true or false"},
      {"[server]\nport = 1\nport = 2", "line 3"},
      {"[node]\nname = \"a b\"", "not \"a b\""},
      {"[node]\nname = \"..\"", "must not be the name of a folder"},
      {"[server]\nlisten = [\"127.0.0.1\\n0\"]", "control character"},
  };
  for (const auto& [file, said] : rows) {
    EXPECT_THAT(problems(kNexusChat, file, {}), ElementsAre(HasSubstr(said))) << file;
  }
}

TEST(Config, SaysHowAListIsWrittenOutsideOfTheFile) {
  EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_MATCHING_LANES", "general adult"}}),
              ElementsAre(HasSubstr("commas stand between the items")));
  EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_MATCHING_LANES", R"(["a", "b"])"}}),
              ElementsAre(HasSubstr("without brackets and quotes")));
  EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_SERVER_LISTEN", "\"0.0.0.0\""}}),
              ElementsAre(HasSubstr("write it without them")));
}

/// The variables that Kubernetes sets for a service at 10.0.0.1:8000.
Environment injected(const std::string& service) {
  const std::string port = service + "_PORT", whole = port + "_8000_TCP";
  return {{service + "_SERVICE_HOST", "10.0.0.1"},
          {service + "_SERVICE_PORT", "8000"},
          {service + "_SERVICE_PORT_HTTP", "8000"},
          {port, "tcp://10.0.0.1:8000"},
          {whole, "tcp://10.0.0.1:8000"},
          {whole + "_PROTO", "tcp"},
          {whole + "_PORT", "8000"},
          {whole + "_ADDR", "10.0.0.1"},
          {port + "_53_UDP", "udp://10.0.0.1:53"}};
}

TEST(Config, IgnoresTheServiceLinksOfKubernetes) {
  for (const char* service : {"NEXUS", "NEXUS_MATCHING", "NEXUS_SIGNALLING", "NEXUS_SERVER",
                              "NEXUS_NODE", "NEXUS_REDIS_MASTER"}) {
    const Loaded loaded = load_config(kNexusChat, "", injected(service), {});
    EXPECT_THAT(loaded.findings.problems, IsEmpty()) << service;
    EXPECT_THAT(loaded.findings.warnings, IsEmpty()) << service;
    EXPECT_EQ(loaded.config.port, 8080) << service;
  }
  EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_SERVER_PORT", "http://10.0.0.1"}}),
              ElementsAre(HasSubstr("whole number")));
}

TEST(Config, StartsInACrowdedEnvironment) {
  const Loaded loaded = load_config(
      kNexusChat, "", {{"NEXUS_HOME", "/opt"}, {"NEXUS_CREDENTIALS_SECRET", "hush"}}, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  EXPECT_THAT(
      loaded.findings.warnings,
      testing::UnorderedElementsAre(
          HasSubstr("NEXUS_HOME is not a setting"),
          AllOf(HasSubstr("did you mean NEXUS_CREDENTIALS_SECRETS?"), Not(HasSubstr("hush")))));
}

TEST(Config, SplitServicesRefuseToStartWithoutASecret) {
  EXPECT_THAT(problems(kNexusMatching, "", {}), ElementsAre(HasSubstr("credentials.secrets")));
  EXPECT_THAT(problems(kNexusMatching, "", kSecretGiven), IsEmpty());
}

/// Two secrets that protect nothing.
constexpr std::string_view kNew = "q0Cq3pKxJZrkVd9mWbn1";
constexpr std::string_view kOld = "h2Yt5sGfLw8eq0Cq3pKx";

class SecretSetting : public testing::TestWithParam<std::string_view> {
 protected:
  static std::vector<std::string> refused(std::string value) {
    return problems(kNexusChat, "", {{std::string(GetParam()), std::move(value)}});
  }
  static const std::vector<Secret>& of(const Config& config) {
    return GetParam() == "NEXUS_CREDENTIALS_SECRETS" ? config.secrets : config.turn_secrets;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, SecretSetting,
                         testing::Values("NEXUS_CREDENTIALS_SECRETS", "NEXUS_ICE_TURN_SECRETS"));

TEST_P(SecretSetting, IsTakenWithoutTheBlanksAround) {
  for (const char* separator : {",", ", ", " ,\n "}) {
    const std::string text = "\n " + std::string(kNew) + separator + std::string(kOld) + " \r\n";
    const Config config = sound(kNexusChat, "", {{std::string(GetParam()), text}});
    ASSERT_EQ(of(config).size(), 2U);
    EXPECT_EQ(of(config)[0].reveal(), kNew);
    EXPECT_EQ(of(config)[1].reveal(), kOld);
  }
}

TEST_P(SecretSetting, IsRefusedIfWeakQuotedOrRepeatedAndNeverEchoed) {
  const std::string one(kNew), two(kOld);
  const std::vector<std::pair<std::string, std::string>> rows{
      {",", "one secret"},
      {"tooshort", "16 bytes"},
      {"change-me-before-you-start", "placeholder"},
      {"aaaaaaaaaaaaaaaaaaaaaaaa", "variety"},
      {"\"" + one + "\"", "quotes"},
      {one + ",'" + two + "'", "quotes"},
      {one + " " + two, "comma"},
      {one + "\n" + two, "control character"},
      {one + "," + one, "twice"},
      {one + "," + two + ",b7Yt5sGfLw8eq0Cq3pKz", "one secret, or two"},
  };
  for (const auto& [value, said] : rows) {
    EXPECT_THAT(
        refused(value),
        ElementsAre(AllOf(HasSubstr(std::string(GetParam())), HasSubstr(said), Not(HasSubstr(one)),
                          Not(HasSubstr("tooshort")), Not(HasSubstr("change-me")))))
        << value;
  }
}

TEST(Config, PeerLinksAreTheBrowsersOwnUnlessTheLibraryIsNamed) {
  EXPECT_EQ(sound(kNexusChat, "", {}).peer_link, PeerLink::kNative);
  EXPECT_EQ(sound(kNexusChat, "[web]\npeer_link = \"simple-peer\"\n", {}).peer_link,
            PeerLink::kSimplePeer);
  EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_WEB_PEER_LINK", "simple-pear"}}),
              ElementsAre(HasSubstr("must be native or simple-peer")));
}

TEST(Config, TurnNeedsItsSecret) {
  EXPECT_THAT(problems(kNexusChat, "[ice]\nturn_urls = [\"turn:turn.example\"]\n", {}),
              ElementsAre(HasSubstr("ice.turn_secrets")));
}

TEST(Config, RelayOnlyNeedsARelay) {
  const Environment turn{{"NEXUS_ICE_TURN_URLS", "turn:turn.example"},
                         {"NEXUS_ICE_TURN_SECRETS", std::string(kNew)}};
  for (const char* policy : {"choice", "always"}) {
    EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_ICE_SHIELD", policy}}),
                ElementsAre(HasSubstr("ice.shield")));
    Environment both = turn;
    both["NEXUS_ICE_SHIELD"] = policy;
    EXPECT_NE(sound(kNexusChat, "", both).desk.relay_policy, matching::RelayPolicy::kOff);
  }
  EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_ICE_SHIELD", "off"}}), IsEmpty());
  EXPECT_THAT(problems(kNexusChat, "", {{"NEXUS_ICE_SHIELD", "sometimes"}}),
              ElementsAre(HasSubstr("off, choice or always")));
}

TEST(Config, RedisIsJudgedBeforeTheStartAndItsPasswordIsNotEchoed) {
  Environment bare = kSecretGiven;
  bare["NEXUS_REDIS_URL"] = "redis.internal:6379";
  EXPECT_THAT(problems(kNexusMatching, "", bare),
              ElementsAre(HasSubstr("did you mean redis://redis.internal:6379?")));
  for (const char* url :
       {"redis://:hunter2@a/0?x=y", "rediss://:hunter2@a:x", "redis://:hunter2@a:x"}) {
    Environment environment = kSecretGiven;
    environment["NEXUS_REDIS_URL"] = url;
    EXPECT_THAT(problems(kNexusMatching, "", environment),
                ElementsAre(AllOf(HasSubstr("NEXUS_REDIS_URL"), Not(HasSubstr("hunter2")))));
  }
}

TEST(Config, SplitSignallingTellsVisitorsWhereItIs) {
  const Config config = sound(kNexusSignalling, "", kSecretGiven);
  EXPECT_EQ(config.rooms.url, "ws://localhost:8001/v1/room");
}

TEST(Config, SignallingMayBeAPathOfTheSite) {
  for (const char* url :
       {"", "/s/rooms-1/v1/room", "ws://localhost:1/v1/room", "wss://a/v1/room"}) {
    EXPECT_THAT(problems(kNexusSignalling, "", kSecretGiven, {{"signalling-url", url}}), IsEmpty())
        << url;
  }
  for (const char* url : {"//elsewhere/v1/room", "https://a/v1/room", "s/rooms-1/v1/room"}) {
    EXPECT_THAT(problems(kNexusSignalling, "", kSecretGiven, {{"signalling-url", url}}),
                ElementsAre(HasSubstr("signalling-url")))
        << url;
  }
}

TEST(Config, SignallingHasOneFormForAllSpellingsOfItsAddress) {
  for (const char* url : {"ws://Rooms.Example:80/v1/room/", "WS://rooms.example./v1/room"}) {
    EXPECT_EQ(sound(kNexusSignalling, "", kSecretGiven, {{"signalling-url", url}}).rooms.url,
              "ws://rooms.example/v1/room");
  }
}

TEST(Settings, HaveOneNameInEachSource) {
  for (const Setting& setting : settings()) {
    EXPECT_THAT(setting.environment(), testing::StartsWith("NEXUS_"));
    EXPECT_FALSE(setting.help.empty());
  }
  EXPECT_EQ(settings().front().flag(), "server-listen");
}

}  // namespace
}  // namespace nexus::apps
