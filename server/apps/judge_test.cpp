// SPDX-License-Identifier: MIT
#include "apps/judge.hpp"

#include "moderation/ban_file.hpp"
#include "moderation/sealed_box.hpp"
#include "transport/listener.hpp"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Findings judged(const Program& program, Environment flags) {
  if (!program.all_in_one()) flags.emplace("credentials-secrets", "4f1c9a07be35d862");
  return load_config(program, "", {}, flags).findings;
}

TEST(JudgeSettings, NexuschatUsesNoRedis) {
  EXPECT_THAT(judged(kNexusChat, {{"redis-url", "redis://127.0.0.1:6379"}}).problems,
              ElementsAre(AllOf(HasSubstr("redis.url"), HasSubstr("never uses Redis"))));
  EXPECT_THAT(judged(kNexusMatching, {{"redis-url", "redis://127.0.0.1:6379"}}).problems,
              IsEmpty());
}

TEST(JudgeSettings, MetricsHaveNoPasswordAndNoPublicPort) {
  const auto of = [](std::string address) {
    return judged(kNexusChat, {{"metrics-listen", std::move(address)}, {"server-port", "8080"}});
  };
  for (const char* const address : {"127.0.0.1:9480", "[::1]:9480", "off"}) {
    EXPECT_THAT(of(address).warnings, IsEmpty()) << address;
    EXPECT_THAT(of(address).problems, IsEmpty()) << address;
  }
  for (const char* const address : {"0.0.0.0:9480", "[::]:9480", "192.0.2.1:9480"}) {
    EXPECT_THAT(of(address).warnings, ElementsAre(HasSubstr("no loopback address"))) << address;
  }
  EXPECT_THAT(of("127.0.0.1:8080").problems, ElementsAre(HasSubstr("choose another port")));
  for (const char* const address : {"localhost:9480", "127.0.0.1:65536", "127.0.0.1:", "on"}) {
    EXPECT_THAT(of(address).problems, ElementsAre(HasSubstr("metrics-listen must be"))) << address;
  }
}

TEST(JudgeSettings, ProcessesOfOneMachineServeTheirMetricsAtDifferentPorts) {
  EXPECT_EQ(default_config(kNexusChat).metrics_listen, "127.0.0.1:9480");
  EXPECT_EQ(default_config(kNexusMatching).metrics_listen, "127.0.0.1:9400");
  EXPECT_EQ(default_config(kNexusSignalling).metrics_listen, "127.0.0.1:9401");
  const auto at = [](std::string listen) {
    return load_config(kNexusSignalling, "", {}, {{"server-listen", std::move(listen)}})
        .config.metrics_listen;
  };
  EXPECT_EQ(at("192.0.2.1:8002"), "127.0.0.1:9402");
  EXPECT_EQ(at("unix:/run/rooms.sock"), "off");
  EXPECT_EQ(at("127.0.0.1:65000"), "off");
}

TEST(JudgeSettings, EvidenceIsKeptBesideTheReports) {
  const std::string key =
      moderation::public_key_text(moderation::BoxKeys{.public_key = {1}, .secret_key = {}});
  EXPECT_THAT(judged(kNexusChat, {{"reports-evidence-recipient", key}}).problems,
              ElementsAre(HasSubstr("needs reports.file")));
  EXPECT_THAT(judged(kNexusChat, {{"reports-evidence-recipient", key},
                                  {"reports-file", "/var/lib/reports.jsonl"}})
                  .problems,
              IsEmpty());
  const auto wrong =
      judged(kNexusChat, {{"reports-evidence-recipient", "evidence-secret-AAAA"}}).problems;
  EXPECT_THAT(wrong, ElementsAre(HasSubstr("is the secret key")));
}

TEST(JudgeSettings, OriginsAreNamedUnlessOnlyThisMachineCanConnect) {
  for (const Program& program : {kNexusChat, kNexusMatching, kNexusSignalling}) {
    for (const char* const address : {"0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1"}) {
      EXPECT_THAT(
          judged(program, {{"server-listen", address}}).problems,
          ElementsAre(AllOf(HasSubstr("server.allowed_origins: needed"), HasSubstr(address))));
    }
    for (const char* const address : {"127.0.0.1", "127.1.2.3", "::1"}) {
      EXPECT_THAT(judged(program, {{"server-listen", address}}).problems, IsEmpty()) << address;
    }
  }
  EXPECT_THAT(judged(kNexusChat,
                     {{"server-listen", "::"}, {"server-allowed-origins", "https://chat.example"}})
                  .problems,
              IsEmpty());
  EXPECT_THAT(
      judged(kNexusChat, {{"server-listen", "::"}, {"server-allowed-origins", "chat"}}).problems,
      ElementsAre(HasSubstr("must be an origin")))
      << "one problem at a time";
}

TEST(JudgeSettings, OriginsAreNamedForEachAddressBeyondLoopback) {
  const Environment listen{{"server-listen", "127.0.0.1,192.0.2.1:80,unix:/run/a.sock"},
                           {"server-trusted-proxies", "127.0.0.1"}};
  EXPECT_THAT(judged(kNexusChat, listen).problems,
              ElementsAre(HasSubstr("has 192.0.2.1:80,"), HasSubstr("has unix:/run/a.sock")));
}

TEST(JudgeSettings, AddressesDoNotOverlap) {
  const auto problems = [](const char* listen) {
    return judged(kNexusChat, {{"server-listen", listen},
                               {"server-port", "80"},
                               {"server-allowed-origins", "https://chat.example"}})
        .problems;
  };
  EXPECT_THAT(problems("::,0.0.0.0:80"), ElementsAre(HasSubstr("[::]:80 and 0.0.0.0:80 overlap")));
  EXPECT_THAT(problems("127.0.0.1,127.0.0.1:80"), ElementsAre(HasSubstr("overlap")));
  EXPECT_THAT(problems("127.0.0.1,::1,127.0.0.1:81"), IsEmpty());
}

TEST(JudgeSettings, AProxyOnAUnixSocketIsTrustedAsLoopback) {
  Environment flags{{"server-listen", "unix:/run/a.sock"},
                    {"server-allowed-origins", "https://chat.example"}};
  EXPECT_THAT(judged(kNexusChat, flags).warnings, ElementsAre(HasSubstr("counts as 127.0.0.1")));
  flags["server-trusted-proxies"] = "127.0.0.0/8";
  EXPECT_THAT(judged(kNexusChat, flags).warnings, IsEmpty());
}

TEST(JudgeSettings, ProxyHeadersNeedATrustedProxy) {
  Environment flags{{"server-listen", "10.0.0.11:81?proxy_protocol"},
                    {"server-allowed-origins", "https://chat.example"}};
  EXPECT_THAT(judged(kNexusChat, flags).problems,
              ElementsAre(HasSubstr("needed with ?proxy_protocol: 10.0.0.11:81")));
  flags["server-trusted-proxies"] = "10.0.0.5";
  EXPECT_THAT(judged(kNexusChat, flags).problems, IsEmpty());
  flags["server-listen"] = "unix:/run/a.sock?proxy_protocol";
  EXPECT_THAT(judged(kNexusChat, flags).problems, ElementsAre(HasSubstr("127.0.0.1 for a Unix")));
  flags["server-trusted-proxies"] = "127.0.0.1";
  EXPECT_THAT(judged(kNexusChat, flags).problems, IsEmpty());
}

TEST(JudgeSettings, RoomsOfASiteInAFolderAreInTheFolder) {
  Environment flags{{"server-base-path", "/chat"}, {"signalling-url", "/s/local/v1/room"}};
  EXPECT_THAT(judged(kNexusChat, flags).warnings, ElementsAre(HasSubstr("/chat/s/local/v1/room")));
  flags["signalling-url"] = "/chat/s/local/v1/room";
  EXPECT_THAT(judged(kNexusChat, flags).warnings, IsEmpty());
  EXPECT_THAT(judged(kNexusChat, {{"server-base-path", "/chat/"}}).problems,
              ElementsAre(HasSubstr("did you mean /chat?")));
}

TEST(JudgeSettings, AProcessWithoutAPortIsNamed) {
  Environment flags{{"server-listen", "unix:/run/a.sock"},
                    {"server-trusted-proxies", "127.0.0.1"},
                    {"server-allowed-origins", "https://chat.example"}};
  EXPECT_THAT(judged(kNexusChat, flags).problems, IsEmpty());
  EXPECT_THAT(judged(kNexusSignalling, flags).problems,
              ElementsAre(HasSubstr("node.name: needed"), HasSubstr("signalling.url: needed")));
  flags["node-name"] = "rooms-1";
  flags["signalling-url"] = "/s/rooms-1/v1/room";
  EXPECT_THAT(judged(kNexusSignalling, flags).problems, IsEmpty());
}

TEST(JudgeSettings, FilesForTlsNeedTlsAndEachOther) {
  const auto problems = [](const char* url, Environment flags) {
    flags.emplace("redis-url", url);
    return judged(kNexusMatching, flags).problems;
  };
  EXPECT_THAT(problems("redis://a", {{"redis-ca-file", "/ca.pem"}}),
              ElementsAre(AllOf(HasSubstr("redis.ca_file: used only"), HasSubstr("rediss://"))));
  EXPECT_THAT(problems("rediss://a", {{"redis-ca-file", "/ca.pem"}}), IsEmpty());
  EXPECT_THAT(problems("rediss://a", {{"redis-certificate-file", "/a.pem"}}),
              ElementsAre(HasSubstr("redis.key_file: needed with redis.certificate_file")));
  EXPECT_THAT(problems("rediss+sentinel://a/main", {{"redis-key-file", "/a.key"}}),
              ElementsAre(HasSubstr("redis.certificate_file: needed with redis.key_file")));
}

TEST(JudgeSettings, ASecurePageOpensSecureSocketsOnly) {
  const Environment flags{{"server-allowed-origins", "https://chat.example"},
                          {"signalling-url", "ws://rooms.example/v1/room"}};
  for (const Program& program : {kNexusChat, kNexusMatching, kNexusSignalling}) {
    EXPECT_THAT(judged(program, flags).problems,
                ElementsAre(AllOf(HasSubstr("signalling.url"), HasSubstr("wss://"))));
  }
  EXPECT_THAT(judged(kNexusSignalling, {{"server-allowed-origins", "https://chat.example"},
                                        {"signalling-url", "/s/rooms-1/v1/room"}})
                  .problems,
              IsEmpty());
}

TEST(JudgeSettings, RoomsAreNotOnTheVisitorsOwnMachine) {
  const Environment origin{{"server-allowed-origins", "https://chat.example"}};
  EXPECT_THAT(judged(kNexusSignalling, origin).problems,
              ElementsAre(HasSubstr("the default ws://localhost:8001/v1/room")));
  EXPECT_THAT(judged(kNexusChat, origin).problems, IsEmpty()) << "its default is a path";
  EXPECT_THAT(
      judged(kNexusSignalling, {{"server-allowed-origins", "http://localhost:8000"}}).problems,
      IsEmpty());
}

TEST(JudgeSettings, ThePageMayConnectToRoomsElsewhere) {
  Environment flags{{"server-allowed-origins", "https://chat.example"},
                    {"signalling-url", "wss://rooms.example/v1/room"},
                    {"web-directory", "/web"}};
  EXPECT_THAT(judged(kNexusChat, flags).problems,
              ElementsAre(AllOf(HasSubstr("server.connect_sources"),
                                HasSubstr("add \"wss://rooms.example\""))));
  flags["server-connect-sources"] = "wss://rooms.example";
  EXPECT_THAT(judged(kNexusChat, flags).problems, IsEmpty());
  flags.erase("server-connect-sources");
  flags["signalling-url"] = "wss://chat.example/v1/room";
  EXPECT_THAT(judged(kNexusChat, flags).problems, IsEmpty()) << "the page's own host";
  flags["signalling-url"] = "wss://rooms.example/v1/room";
  flags.erase("web-directory");
  EXPECT_THAT(judged(kNexusChat, flags).problems, IsEmpty());
  EXPECT_THAT(judged(kNexusChat, flags).warnings, ElementsAre(HasSubstr("unless")));
  EXPECT_THAT(judged(kNexusSignalling, flags).warnings, ElementsAre(HasSubstr("unless")));
  EXPECT_THAT(
      judged(kNexusSignalling, {{"server-allowed-origins", "http://localhost:8000"}}).warnings,
      IsEmpty())
      << "one host: who serves its page on another port names the rooms there";
}

TEST(JudgeSettings, WarnsOfWhatIsSoundAndHardlyMeant) {
  EXPECT_THAT(judged(kNexusChat, {{"server-trusted-proxies", "0.0.0.0/0"}}).warnings,
              ElementsAre(HasSubstr("everybody")));
  EXPECT_THAT(judged(kNexusChat, {{"ice-turn-secrets", "q0Cq3pKxJZrkVd9mWbn1"}}).warnings,
              ElementsAre(HasSubstr("ice.turn_urls names no TURN server")));
  EXPECT_THAT(judged(kNexusSignalling, {{"matching-lanes", "a"}}).warnings,
              ElementsAre(HasSubstr("does not use --matching-lanes")));
}

TEST(JudgeSettings, VisitorsOnOtherMachinesReachNoRelayOfLocalhost) {
  const auto with = [](std::string origin, std::string url) {
    return judged(kNexusChat, {{"ice-turn-secrets", "4f1c9a07be35d862"},
                               {"ice-turn-urls", std::move(url)},
                               {"server-allowed-origins", std::move(origin)}})
        .problems;
  };
  for (const char* const host : {"localhost", "127.0.0.1:3478", "[::1]:3478", "0.0.0.0", "[::]"}) {
    const std::string url = fmt::format("turn:{}?transport=tcp", host);
    EXPECT_THAT(with("https://chat.example", url),
                ElementsAre(HasSubstr("ice.turn_urls: a visitor of https://chat.example")));
    EXPECT_THAT(with("http://localhost:8080", url), IsEmpty());
  }
  EXPECT_THAT(with("https://chat.example", "turn:[2001:db8::1]:3478"), IsEmpty());
  EXPECT_THAT(judged(kNexusMatching, {{"ice-stun-urls", "stun:localhost"},
                                      {"server-allowed-origins", "https://chat.example"}})
                  .problems,
              ElementsAre(HasSubstr("ice.stun_urls")));
}

TEST(JudgeSettings, IsSilentAboutWhatWasRefusedAlready) {
  EXPECT_THAT(
      judged(kNexusChat, {{"ice-turn-urls", "http://x"}, {"ice-shield", "always"}}).problems,
      ElementsAre(HasSubstr("--ice-turn-urls")));
}

class JudgeMachine : public testing::Test {
 protected:
  JudgeMachine() {
    std::string pattern = testing::TempDir() + "nexus-judge-XXXXXX";
    directory = ::mkdtemp(pattern.data());
    config = default_config(kNexusChat);
    config.port = 0;
  }
  ~JudgeMachine() override { std::filesystem::remove_all(directory); }

  Findings findings() {
    Findings found;
    judge_machine(kNexusChat, config, found);
    return found;
  }

  std::string directory;
  Config config;
};

TEST_F(JudgeMachine, ChangesNothingOnDisk) {
  config.reports_file = directory + "/reports-{node}.jsonl";
  config.bans_file = directory + "/bans.jsonl";
  EXPECT_THAT(findings().problems, IsEmpty());
  EXPECT_TRUE(std::filesystem::is_empty(directory));
}

TEST_F(JudgeMachine, FindsEverythingAtOnce) {
  config.web_directory = directory + "/web";
  config.reports_file = directory + "/nowhere/reports.jsonl";
  config.bans_file = directory;
  EXPECT_THAT(findings().problems,
              testing::UnorderedElementsAre(
                  AllOf(HasSubstr("web.directory"), HasSubstr("index.html")),
                  AllOf(HasSubstr("bans.file"), HasSubstr("no file")),
                  AllOf(HasSubstr("reports.file"), HasSubstr("there is no folder"))));
}

TEST_F(JudgeMachine, WhatStrangersFetchHoldsNoPrivateFiles) {
  const std::string web = directory + "/web";
  std::filesystem::create_directory(web);
  std::filesystem::create_directory_symlink(web, directory + "/link");
  std::ofstream(web + "/index.html") << "<p>";
  config.web_directory = web;
  config.bans_file = directory + "/web2.jsonl";
  EXPECT_THAT(findings().problems, IsEmpty());
  config.bans_file = directory + "/link/bans.jsonl";
  config.reports_file = std::filesystem::relative(web).string() + "/reports-{node}.jsonl";
  config.state_directory = web;
  config.secret_files.secrets = web + "/secrets";
  config.file = web + "/nexuschat.toml";
  config.redis_tls.key_file = web + "/x/../redis.key";
  EXPECT_THAT(findings().problems,
              ElementsAre(HasSubstr("reports.file: "), HasSubstr("--config: " + web),
                          HasSubstr("bans.file: " + directory),
                          HasSubstr("node.state_directory: " + web + " lies in web.directory"),
                          HasSubstr("credentials.secrets_file: " + web),
                          HasSubstr("redis.key_file: " + web)));
}

TEST_F(JudgeMachine, TheWorkingDirectoryMayBeGone) {
  const std::filesystem::path before = std::filesystem::current_path();
  const std::string gone = directory + "/gone";
  std::filesystem::create_directory(gone);
  std::filesystem::current_path(gone);
  std::filesystem::remove(gone);
  config.reports_file = "reports.jsonl";
  config.bans_file = "bans.jsonl";
  const Findings found = findings();
  std::filesystem::current_path(before);
  EXPECT_THAT(found.problems,
              ElementsAre(AllOf(HasSubstr("bans.file"), HasSubstr("working directory")),
                          AllOf(HasSubstr("reports.file"), HasSubstr("working directory"))));
}

TEST_F(JudgeMachine, ReportsHaveAFileOfTheirOwn) {
  config.reports_file = directory + "/x.jsonl";
  config.bans_file = std::filesystem::relative(directory).string() + "/x.jsonl";
  EXPECT_THAT(findings().problems,
              ElementsAre(AllOf(HasSubstr("reports.file: "), HasSubstr("the file of bans.file"))));
  config.bans_file = directory + "/y.jsonl";
  EXPECT_THAT(findings().problems, IsEmpty());
}

TEST_F(JudgeMachine, AMissingBansFileIsAWarning) {
  config.bans_file = directory + "/bans.jsonl";
  EXPECT_THAT(findings().problems, IsEmpty());
  EXPECT_THAT(findings().warnings, ElementsAre(HasSubstr("nobody is banned")));
  config.bans_file = directory + "/nowhere/bans.jsonl";
  EXPECT_THAT(findings().problems, ElementsAre(HasSubstr("there is no folder")));
}

TEST_F(JudgeMachine, NamesWhatIsNoPlaceForReports) {
  const std::string path = directory + "/reports.jsonl";
  const auto problem = [&] {
    config.reports_file = path;
    return testing::PrintToString(findings().problems);
  };
  std::filesystem::create_symlink("/etc/passwd", path);
  EXPECT_THAT(problem(), HasSubstr("symbolic link"));
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  EXPECT_THAT(problem(), HasSubstr("folder"));
  std::filesystem::remove(path);
  std::filesystem::permissions(directory, std::filesystem::perms(0555));
  const bool is_root = ::geteuid() == 0;
  if (is_root) {
    ASSERT_EQ(::seteuid(61'001), 0);
  }
  EXPECT_THAT(problem(), AllOf(HasSubstr(directory + " belongs to user"),
                               HasSubstr(fmt::format("runs as user {}", ::geteuid()))));
  if (is_root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all);
}

TEST_F(JudgeMachine, TheFilesForTlsAreRead) {
  config.redis_tls.ca_file = "/nowhere/ca.pem";
  EXPECT_THAT(findings().problems, IsEmpty()) << "without TLS they are not used";
  config.redis_url = "rediss://redis.example";
  EXPECT_THAT(findings().problems, ElementsAre(HasSubstr("redis.ca_file /nowhere/ca.pem cannot")));
}

TEST_F(JudgeMachine, APortInUseAndAnAddressToComeAreWarnings) {
  const auto taken =
      transport::Listener::open(transport::ListenAddress::parse("127.0.0.1", 0).value(), 1).value();
  config.port = taken.address().port;
  EXPECT_THAT(findings().warnings, ElementsAre(HasSubstr("is taken by another program")));
  EXPECT_THAT(findings().problems, IsEmpty());
  config.port = 0;
  config.listen = {"192.0.2.1"};
  EXPECT_THAT(findings().warnings, ElementsAre(HasSubstr("no address 192.0.2.1")));
  EXPECT_THAT(findings().problems, IsEmpty());
}

}  // namespace
}  // namespace nexus::apps
