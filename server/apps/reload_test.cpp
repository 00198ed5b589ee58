// SPDX-License-Identifier: MIT
#include "apps/reload.hpp"

#include "apps/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string kFormerSecret = "q0Cq3pKxJZrkVd9mWbn1", kNextSecret = "h2Yt5sGfLw8eq0Cq3pKx";
/// A file that has other settings than those of a test: all of them with their defaults.
const std::string kOther = "[log]\nlevel = \"info\"\n";

Reload reloaded(const std::string& former, const std::string& next) {
  const Loaded loaded = load_config(kNexusChat, former, {}, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  return plan_reload(kNexusChat, loaded.config, load_config(kNexusChat, next, {}, {}));
}

TEST(Reload, TakesWhatARunningProcessCanTakeAndNamesTheRest) {
  const Reload reload = reloaded(
      "[credentials]\nsecrets = [\"" + kFormerSecret + "\"]\n",
      "[server]\nport = 1\nallowed_origins = [\"https://a.example\"]\n[log]\nlevel = \"debug\"\n"
      "[limits]\nfind_burst = 9\nmessages_per_10_s_max = 7\n[matching]\nwaiting_max = 3\n"
      "[credentials]\nsecrets = [\"" +
          kNextSecret + "\", \"" + kFormerSecret + "\"]\n");
  EXPECT_THAT(reload.problems, IsEmpty());
  EXPECT_THAT(reload.taken,
              UnorderedElementsAre("server.allowed_origins", "log.level", "limits.find_burst",
                                   "limits.messages_per_10_s_max", "credentials.secrets"));
  EXPECT_THAT(reload.need_restart,
              UnorderedElementsAre("server.port", "metrics.listen", "matching.waiting_max"))
      << "by default the port of metrics follows the other";
  EXPECT_EQ(reload.config.secrets.front().reveal(), kNextSecret);
  EXPECT_EQ(reload.config.log_level, LogLevel::kDebug);
  EXPECT_EQ(reload.config.room_limits.all.burst, 7U);
  EXPECT_EQ(reload.config.port, 8080);
  EXPECT_EQ(reload.config.waiting_max, Config{}.waiting_max);
}

TEST(Reload, AsksAMatchingProcessForNoUrlOfRooms) {
  const std::string site =
      "[server]\nlisten = [\"0.0.0.0\"]\nallowed_origins = [\"https://a.example\"]\n[redis]\nurl = "
      "\"redis://10.0.0.20\"\n[credentials]\nsecrets = [\"" +
      kFormerSecret + "\"]\n";
  const Loaded loaded = load_config(kNexusMatching, site, {}, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  const Reload reload =
      plan_reload(kNexusMatching, loaded.config,
                  load_config(kNexusMatching, site + "[log]\nlevel = \"debug\"\n", {}, {}));
  EXPECT_THAT(reload.problems, IsEmpty());
  EXPECT_THAT(reload.taken, ElementsAre("log.level"));
}

TEST(Reload, TakesNothingFromABrokenFile) {
  const Reload reload =
      reloaded("", "[log]\nlevel = \"debug\"\n[server]\nport = \"x\"\nprot = 1\n");
  EXPECT_THAT(reload.problems, ElementsAre(HasSubstr("server.port"), HasSubstr("server.prot")));
  EXPECT_THAT(reload.taken, IsEmpty());
  EXPECT_EQ(reload.config.log_level, LogLevel::kInfo);
}

TEST(Reload, TakesNothingFromAFileThatWasCutOff) {
  const std::string given = "[log]\nlevel = \"debug\"\n[limits]\nfind_burst = 9\n";
  for (const std::string cut : {"", "\n", "# NexusChat\n", "[log]\n"}) {
    const Reload reload = reloaded(given, cut);
    EXPECT_THAT(reload.problems, ElementsAre(HasSubstr("no settings any more"))) << cut;
    EXPECT_THAT(reload.taken, IsEmpty());
    EXPECT_THAT(reload.need_restart, IsEmpty());
    EXPECT_EQ(reload.config.log_level, LogLevel::kDebug);
  }
  EXPECT_THAT(reloaded("# nothing\n", "").problems, IsEmpty()) << "it gave nothing before";
}

TEST(Reload, NamesSettingsThatNothingGivesAnyMore) {
  const std::string first = "[limits]\nfind_burst = 9\n";
  const std::string rest =
      "messages_per_10_s_max = 7\n[server]\nport = 1\n[log]\nlevel = \"debug\"\n";
  const Reload cut = reloaded(first + rest, first);
  EXPECT_THAT(cut.problems, IsEmpty());
  EXPECT_THAT(cut.taken, UnorderedElementsAre("limits.messages_per_10_s_max", "log.level"));
  EXPECT_THAT(cut.defaulted, UnorderedElementsAre("limits.messages_per_10_s_max", "log.level"));
  EXPECT_EQ(cut.config.log_level, LogLevel::kInfo);
  EXPECT_THAT(cut.need_restart, UnorderedElementsAre("server.port", "metrics.listen"));
  const Reload given = reloaded(first + rest, kOther + first);
  EXPECT_THAT(given.taken, UnorderedElementsAre("limits.messages_per_10_s_max", "log.level"));
  EXPECT_THAT(given.defaulted, ElementsAre("limits.messages_per_10_s_max"))
      << "the level is given, with its default";
  EXPECT_THAT(reloaded(first, first + rest).defaulted, IsEmpty());
}

TEST(Reload, TakesSecretsBesideAFileWithoutSettings) {
  const auto loaded = [](const std::string& secret) {
    return load_config(kNexusChat, "# nothing\n", {{"NEXUS_CREDENTIALS_SECRETS", secret}}, {});
  };
  const Reload reload = plan_reload(kNexusChat, loaded(kFormerSecret).config, loaded(kNextSecret));
  EXPECT_THAT(reload.problems, IsEmpty());
  EXPECT_THAT(reload.taken, ElementsAre("credentials.secrets"));
}

TEST(Reload, TakesNothingThatIsUnsoundUntilTheRestart) {
  // Sound after a restart, but until then the process listens for everybody.
  const Reload reload = reloaded(
      "[server]\nlisten = [\"0.0.0.0\"]\nallowed_origins = [\"https://a.example\"]\n", kOther);
  EXPECT_THAT(reload.problems, ElementsAre(HasSubstr("server.allowed_origins: needed")));
  EXPECT_THAT(reload.config.server.allowed_origins, ElementsAre("https://a.example"));
}

TEST(Reload, TakesTurnServersLimitsOfNetworksAndReports) {
  const std::string secret = "[ice]\nturn_secrets = [\"" + kFormerSecret + "\"]\n";
  const Reload reload = reloaded(
      secret + "turn_urls = [\"turn:a.example\"]\n",
      secret +
          "turn_urls = [\"turn:b.example\"]\nshield = \"always\"\n"
          "[limits]\nfinds_per_network_per_second_max = 3\nfind_burst_per_network = 4\n"
          "work_bits = 9\ndescriptions_per_network_per_second_max = 5\n"
          "[matching]\nno_shows_free = 6\nno_show_delay_max_s = 7\ninterests_patience_s = 8\n"
          "[reports]\nmib_max = 2\nper_network_per_day_max = 9\ncool_down_networks = 8\n"
          "cool_down_window_minutes = 7\ncool_down_hours = 3\nevidence_mib_max = 5\n"
          "evidence_days = 4\nfile = \"/var/lib/reports.jsonl\"\n");
  EXPECT_THAT(reload.problems, IsEmpty());
  EXPECT_THAT(reload.need_restart,
              UnorderedElementsAre("ice.shield", "matching.interests_patience_s", "reports.file"));
  EXPECT_EQ(reload.taken.size(), 14U);
  EXPECT_THAT(reload.config.turn_urls, ElementsAre("turn:b.example"));
  EXPECT_EQ(reload.config.desk.network_finds.burst, 4U);
  EXPECT_EQ(reload.config.desk.conduct.no_shows_free, 6U);
  EXPECT_EQ(reload.config.desk.cool_down.duration, std::chrono::hours(3));
  EXPECT_EQ(reload.config.evidence.keep, std::chrono::days(4));
}

TEST(Reload, KeepsTheTurnServersThatRelayOnlyCallsNeed) {
  const std::string given = "[ice]\nshield = \"always\"\nturn_secrets = [\"" + kFormerSecret +
                            "\"]\nturn_urls = [\"turn:a.example\"]\n";
  const Reload reload = reloaded(given, kOther);
  EXPECT_THAT(reload.problems, ElementsAre(HasSubstr("ice.shield")));
  EXPECT_THAT(reload.config.turn_urls, ElementsAre("turn:a.example"));
}

TEST(Reload, ReplacesSecretsAndRemovesNone) {
  const std::string given = "[credentials]\nsecrets = [\"" + kFormerSecret + "\"]\n";
  EXPECT_THAT(reloaded("", given).taken, ElementsAre("credentials.secrets"));
  const Reload removed = reloaded(given, kOther);
  EXPECT_THAT(removed.taken, IsEmpty());
  EXPECT_THAT(removed.need_restart, ElementsAre("credentials.secrets"));
  EXPECT_EQ(removed.config.secrets.front().reveal(), kFormerSecret);
  const Reload same = reloaded(given, given);
  EXPECT_THAT(same.taken, IsEmpty());
  EXPECT_THAT(same.need_restart, IsEmpty());
}

TEST(Reload, KnowsOnlySettingsThatExist) {
  std::size_t count = 0;
  for (const Setting& setting : settings()) count += is_reloadable(setting.name()) ? 1 : 0;
  EXPECT_EQ(count, 33U);
}

}  // namespace
}  // namespace nexus::apps
