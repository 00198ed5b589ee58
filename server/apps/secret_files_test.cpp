// SPDX-License-Identifier: MIT
#include "apps/secret_files.hpp"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Secrets that protect nothing.
const std::string kFirst = "q0Cq3pKxJZrkVd9mWbn1", kSecond = "h2Yt5sGfLw8eq0Cq3pKx",
                  kThird = "b7Yt5sGfLw8eq0Cq3pKz";

class SecretsInFiles : public testing::Test {
 protected:
  SecretsInFiles() {
    std::string pattern = testing::TempDir() + "nexus-secrets-XXXXXX";
    folder = ::mkdtemp(pattern.data());
  }
  ~SecretsInFiles() override { std::filesystem::remove_all(folder); }

  /// Writes a file that only its owner can read. Returns its path.
  [[nodiscard]] std::string file(std::string_view name, std::string_view text,
                                 mode_t mode = 0600) const {
    std::string path = folder + "/" + std::string(name);
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  static std::vector<std::string> revealed(const std::vector<Secret>& secrets) {
    std::vector<std::string> texts;
    for (const Secret& secret : secrets) texts.push_back(secret.reveal());
    return texts;
  }

  std::string folder;
};

TEST_F(SecretsInFiles, HoldOneSecretALineAndTheFirstSigns) {
  const std::string path = file("secrets", kFirst + "\r\n\n  " + kSecond + "\n");
  const std::string toml = "[credentials]\nsecrets_file = \"" + path + "\"\n[ice]\n" +
                           "turn_urls = [\"turn:t.example\"]\nturn_secrets_file = \"" + path + "\"";
  const Loaded loaded = load_config(kNexusChat, toml, {}, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  EXPECT_THAT(loaded.findings.warnings, IsEmpty());
  EXPECT_THAT(revealed(loaded.config.secrets), ElementsAre(kFirst, kSecond));
  EXPECT_THAT(revealed(loaded.config.turn_secrets), ElementsAre(kFirst, kSecond));
  EXPECT_EQ(loaded.sources.find("credentials.secrets")->second, "file " + path);
}

TEST_F(SecretsInFiles, AreNamedByAVariableForEverySecret) {
  const Environment environment{{"NEXUS_CREDENTIALS_SECRETS_FILE", file("secrets", kFirst)},
                                {"NEXUS_ICE_TURN_SECRETS_FILE", file("turn", kSecond)},
                                {"NEXUS_ICE_TURN_URLS", "turn:t.example"},
                                {"NEXUS_REDIS_URL_FILE", file("url", "redis://redis.internal\n")},
                                {"NEXUS_REDIS_PASSWORD_FILE", file("password", "p@ss:word/1\n")}};
  const Loaded loaded = load_config(kNexusMatching, "", environment, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  EXPECT_THAT(revealed(loaded.config.secrets), ElementsAre(kFirst));
  EXPECT_THAT(revealed(loaded.config.turn_secrets), ElementsAre(kSecond));
  EXPECT_EQ(loaded.config.redis_url, "redis://redis.internal");
  EXPECT_EQ(loaded.config.redis_password.reveal(), "p@ss:word/1");
  std::size_t secrets = 0;
  for (const Setting& setting : settings()) {
    if (setting.type.credential.empty()) continue;
    ++secrets;
    const Setting* const named = find_setting(file_setting_of(setting));
    ASSERT_NE(named, nullptr) << setting.name();
    EXPECT_EQ(named->environment(), setting.environment() + "_FILE");
  }
  EXPECT_EQ(secrets, 4U);
}

TEST_F(SecretsInFiles, TakeTheirPlaceInTheOrderOfTheSources) {
  const std::string first = file("first", kFirst), second = file("second", kSecond);
  const auto secrets = [&](std::string_view toml, const Environment& environment,
                           const Environment& flags) {
    const Loaded loaded = load_config(kNexusChat, toml, environment, flags);
    EXPECT_THAT(loaded.findings.problems, IsEmpty());
    return revealed(loaded.config.secrets);
  };
  const std::string in_toml = "[credentials]\nsecrets_file = \"" + first + "\"";
  EXPECT_THAT(secrets(in_toml, {{"NEXUS_CREDENTIALS_SECRETS", kThird}}, {}), ElementsAre(kThird));
  EXPECT_THAT(secrets("[credentials]\nsecrets = [\"" + kThird + "\"]",
                      {{"NEXUS_CREDENTIALS_SECRETS_FILE", second}}, {}),
              ElementsAre(kSecond));
  EXPECT_THAT(secrets(in_toml, {{"NEXUS_CREDENTIALS_SECRETS_FILE", ""}},
                      {{"credentials-secrets-file", second}}),
              ElementsAre(kSecond));
  const Environment both{{"NEXUS_CREDENTIALS_SECRETS", kThird},
                         {"NEXUS_CREDENTIALS_SECRETS_FILE", first}};
  EXPECT_THAT(load_config(kNexusChat, "", both, {}).findings.problems,
              ElementsAre(HasSubstr("credentials.secrets and credentials.secrets_file are both "
                                    "given: keep one of them")));
}

TEST_F(SecretsInFiles, ComeFromSystemdIfNothingElseIsSet) {
  (void)file("secrets", kFirst);
  (void)file("turn_secrets", kSecond);
  const Environment systemd{{"CREDENTIALS_DIRECTORY", folder},
                            {"NEXUS_ICE_TURN_URLS", "turn:t.example"}};
  const Loaded loaded = load_config(kNexusChat, "", systemd, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  EXPECT_THAT(revealed(loaded.config.secrets), ElementsAre(kFirst));
  EXPECT_THAT(revealed(loaded.config.turn_secrets), ElementsAre(kSecond));
  EXPECT_EQ(loaded.sources.find("ice.turn_secrets")->second, "file " + folder + "/turn_secrets");
  Environment given = systemd;
  given["NEXUS_CREDENTIALS_SECRETS"] = kThird;
  given["NEXUS_ICE_TURN_SECRETS_FILE"] = file("other", kThird);
  const Config other = load_config(kNexusChat, "", given, {}).config;
  EXPECT_THAT(revealed(other.secrets), ElementsAre(kThird));
  EXPECT_THAT(revealed(other.turn_secrets), ElementsAre(kThird));
}

TEST_F(SecretsInFiles, OfAnotherProgramAreNotRead) {
  const std::string toml =
      "[ice]\nturn_secrets_file = \"/nowhere\"\n[credentials]\nsecrets = [\"" + kFirst + "\"]\n";
  EXPECT_THAT(load_config(kNexusSignalling, toml, {}, {}).findings.problems, IsEmpty());
  EXPECT_THAT(load_config(kNexusChat, toml, {}, {}).findings.problems,
              ElementsAre(HasSubstr("/nowhere")));
}

TEST_F(SecretsInFiles, AreRefusedWithTheReasonAndNeverEchoed) {
  ASSERT_EQ(::mkfifo((folder + "/pipe").c_str(), 0600), 0);
  const std::string weak = "tooshort";
  const std::vector<std::pair<std::string, std::string>> rows{
      {folder + "/none", "No such file"},
      {folder, "not a regular file"},
      {folder + "/pipe", "not a regular file"},
      {file("empty", " \n\n"), "is empty"},
      {file("weak", weak), "16 bytes"},
      {file("three", kFirst + "\n" + kSecond + "\n" + kThird), "one secret, or two"},
      {file("commas", kFirst + "," + kSecond + " x"), "a secret has none"},
      {file("large", std::string(kSecretFileBytesMax + 1, 'x')), "more than 16384 bytes"}};
  for (const auto& [path, said] : rows) {
    const Loaded loaded =
        load_config(kNexusChat, "", {{"NEXUS_CREDENTIALS_SECRETS_FILE", path}}, {});
    EXPECT_THAT(loaded.findings.problems,
                ElementsAre(AllOf(HasSubstr(path), HasSubstr("credentials.secrets"),
                                  HasSubstr(said), Not(HasSubstr(kFirst)), Not(HasSubstr(weak)))));
  }
  const Environment lines{{"NEXUS_REDIS_URL_FILE", file("url", "redis://a\nredis://b")},
                          {"NEXUS_CREDENTIALS_SECRETS", kFirst}};
  EXPECT_THAT(load_config(kNexusMatching, "", lines, {}).findings.problems,
              ElementsAre(HasSubstr("several lines")));
}

TEST_F(SecretsInFiles, AreWarnedOfIfEveryUserMayReadThem) {
  const std::string path = file("secrets", kFirst, 0644);
  const Loaded loaded = load_config(kNexusChat, "", {{"NEXUS_CREDENTIALS_SECRETS_FILE", path}}, {});
  EXPECT_THAT(loaded.findings.problems, IsEmpty());
  EXPECT_THAT(loaded.findings.warnings,
              ElementsAre(AllOf(HasSubstr("every user of this machine may read"),
                                HasSubstr("chmod o= " + path), Not(HasSubstr(kFirst)))));
  EXPECT_THAT(revealed(loaded.config.secrets), ElementsAre(kFirst));
}

TEST_F(SecretsInFiles, ThePasswordOfRedisHasOneSource) {
  const Environment two{{"NEXUS_CREDENTIALS_SECRETS", kFirst},
                        {"NEXUS_REDIS_URL", "redis://:hunter2@a"},
                        {"NEXUS_REDIS_PASSWORD", "hunter3"}};
  EXPECT_THAT(load_config(kNexusMatching, "", two, {}).findings.problems,
              ElementsAre(AllOf(HasSubstr("redis.password"), Not(HasSubstr("hunter")))));
}

}  // namespace
}  // namespace nexus::apps
