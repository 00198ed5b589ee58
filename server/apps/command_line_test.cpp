// SPDX-License-Identifier: MIT
#include "apps/config.hpp"
#include "apps/settings.hpp"
#include "transport/listener.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::variant<RunCommand, ExitCommand> given(std::vector<const char*> words,
                                            const Environment& environment = {}) {
  words.insert(words.begin(), "nexuschat");
  return parse_command_line(kNexusChat, static_cast<int>(words.size()), words.data(), environment);
}

/// The output when the program does not start.
std::string refused(std::vector<const char*> words, const Environment& environment = {}) {
  const auto command = given(std::move(words), environment);
  const auto* stop = std::get_if<ExitCommand>(&command);
  if (stop == nullptr) return "it starts";
  EXPECT_EQ(stop->status, 2);
  return stop->text;
}

TEST(CommandLine, HelpNamesEverySettingWithItsTypeAndDefault) {
  const auto command = given({"--help"});
  const auto& stop = std::get<ExitCommand>(command);
  EXPECT_EQ(stop.status, 0);
  const Config defaults = default_config(kNexusChat);
  for (const Setting& setting : settings()) {
    const std::string value = setting.type.show(defaults);
    EXPECT_THAT(stop.text,
                HasSubstr(fmt::format("--{} [{}]\n", setting.flag(), setting.environment())));
    EXPECT_THAT(stop.text, HasSubstr(fmt::format("{}; default: {}", setting.type.name,
                                                 value.empty() ? "none" : value)));
  }
  EXPECT_THAT(stop.text, HasSubstr("whole number from 0 to 65535; default: 8080\n"));
  EXPECT_THAT(stop.text, HasSubstr("list: names of 1 to 32 lower-case letters, digits or dashes; "
                                   "default: general\n"));
  EXPECT_THAT(stop.text, HasSubstr("true or false; default: true\n"));
  EXPECT_THAT(stop.text, HasSubstr("off, choice or always; default: off\n"));
}

TEST(CommandLine, TakesBothForms) {
  const auto command =
      given({"--server-port=0", "--log-level", "warn", "--check-config", "--web-directory="});
  const auto& run = std::get<RunCommand>(command);
  EXPECT_EQ(run.config.port, 0);
  EXPECT_EQ(run.config.log_level, LogLevel::kWarn);
  EXPECT_TRUE(run.check_only);
}

TEST(CommandLine, SaysWhatIsWrongAndWhatToWrite) {
  const std::vector<std::pair<std::vector<const char*>, std::string>> rows{
      {{"--no-such-flag"}, "--no-such-flag is not a setting; --help lists them"},
      {{"--server-prot", "1"}, "--server-prot is not a setting; did you mean --server-port?"},
      {{"--port", "1"}, "did you mean --server-port?"},
      {{"--server_port=1"}, "did you mean --server-port?"},
      {{"-server-port", "1"}, "did you mean --server-port?; flags begin with two dashes"},
      {{"--server-port"}, "--server-port needs a value"},
      {{"--server-port", "--log-level", "info"}, "--server-port needs a value"},
      {{"--server-port", "1", "--server-port", "2"}, "--server-port is given twice: keep one"},
      {{"--matching-lanes", "a", "--matching-lanes=b"}, "with commas between them"},
      {{"--matching-lanes", "a,", "b"}, "\"b\" belongs to no flag"},
      {{"--check-config=yes"}, "--check-config takes no value"},
      {{"--config"}, "--config needs a value"},
      {{"--config", "a", "--config", "b"}, "--config is given twice"},
      {{"start"}, "\"start\" belongs to no flag"},
      {{"doctr"}, "did you mean doctor?"},
      {{"list-ban"}, "did you mean list-bans?"},
      {{"/etc/site.toml"}, "did you mean --config /etc/site.toml?"},
  };
  for (const auto& [words, said] : rows) {
    EXPECT_THAT(refused(words), HasSubstr(said)) << testing::PrintToString(words);
  }
  EXPECT_THAT(refused({"--server-prot", "1"}), HasSubstr("has 1 problem:"));
}

TEST(CommandLine, NamesEveryProblemOfEverySourceAtOnce) {
  const std::string text =
      refused({"--server-listen", "localhost", "--nonsense", "--web-directory", "/proc",
               "--redis-url", "redis://a", "--reports-file", "/nowhere/r", "--config", "/no.toml"},
              {{"NEXUS_LOG_LEVEL", "loud"}, {"NEXUS_SERVER_PROT", "1"}});
  for (const char* part :
       {"--server-listen", "--nonsense", "index.html", "redis.url", "/nowhere", "/no.toml",
        "NEXUS_LOG_LEVEL", "warning: environment: NEXUS_SERVER_PROT", "7 problems"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(CommandLine, ACheckAndAStartAreJudgedAlike) {
  const std::vector<std::vector<const char*>> bad{
      {"--server-listen", "localhost"},
      {"--redis-url", "redis://127.0.0.1"},
      {"--bans-file", "/proc"},
      {"--reports-file", "/nowhere/reports"},
      {"--web-directory", "/proc"},
      {"--server-trusted-proxies", "10.0.0.5/8"},
      {"--server-allowed-origins", "https://a/"},
      {"--server-allowed-origins", "https://a", "--signalling-url", "ws://b/v1/room"}};
  for (std::vector<const char*> words : bad) {
    const std::string start = refused(words);
    words.push_back("--check-config");
    EXPECT_EQ(refused(words), start);
  }
}

TEST(CommandLine, ReadsNoFolderAndNoEndlessFile) {
  EXPECT_THAT(refused({"--config", "/nowhere.toml"}),
              HasSubstr("\"/nowhere.toml\" cannot be read"));
  EXPECT_THAT(refused({"--config", "/tmp"}), HasSubstr("not a file"));
  EXPECT_THAT(refused({"--config", "/dev/zero"}), HasSubstr("1024 KiB"));
  EXPECT_THAT(refused({"--config="}), HasSubstr("cannot be read"));
}

TEST(CommandLine, ReadsTheFileAgainOnlyIfItIsARegularOne) {
  std::string folder = testing::TempDir() + "nexus-again-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/nexuschat.toml";
  const auto problems = [&] {
    // Without secrets, nexus-matching has further problems, which are not the cause.
    const std::vector<const char*> words{"nexus-matching", "--config", path.c_str()};
    return load_settings(kNexusMatching, static_cast<int>(words.size()), words.data(), {})
        .findings.problems;
  };
  EXPECT_THAT(problems(), testing::ElementsAre(HasSubstr("No such file")));
  std::filesystem::create_directory(path);
  EXPECT_THAT(problems(), testing::ElementsAre(HasSubstr("not a regular file")));
  std::filesystem::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(problems(), testing::ElementsAre(HasSubstr("not a regular file")))
      << "and nobody waits for a writer";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace nexus::apps
