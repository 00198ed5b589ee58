// SPDX-License-Identifier: MIT
#include "moderation/ban_file.hpp"

#include "base/random.hpp"

#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::moderation {
namespace {

using Progress = BanFile::Progress;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class BanFileTest : public testing::Test {
 protected:
  BanFileTest() {
    std::string pattern = testing::TempDir() + "nexus-bans-XXXXXX";
    directory = ::mkdtemp(pattern.data());
    path = directory + "/bans.jsonl";
  }
  ~BanFileTest() override { std::filesystem::remove_all(directory); }

  static std::string ban(VisitorId visitor) { return R"({"visitor":")" + visitor.text() + "\"}\n"; }
  void append(std::string_view text) { std::ofstream(path, std::ios::app) << text; }
  /// Like an editor that writes another file and renames it.
  void replace(std::string_view text) {
    std::ofstream(path + ".new") << text;
    std::filesystem::rename(path + ".new", path);
  }
  bool is_banned(VisitorId visitor) { return list.find(visitor, WallTime{}) != nullptr; }

  /// The lines that `act` logs.
  template <class Act>
  static std::string logged(const Act& act) {
    testing::internal::CaptureStderr();
    act();
    return testing::internal::GetCapturedStderr();
  }

  SeededRandom random{1};
  const VisitorId anna = VisitorId::random(random), ben = VisitorId::random(random);
  std::string directory;
  std::string path;
  BanList list;
  ManualClock clock;
  Log log{LogLevel::kInfo};
};

TEST_F(BanFileTest, IsReadAtTheStart) {
  append("# spammers\n\n" + ban(anna) + "  \r\n" + ban(ben));
  const BanFile file(path, list, clock, log);
  EXPECT_TRUE(is_banned(anna));
  EXPECT_TRUE(is_banned(ben));
  EXPECT_EQ(list.size(), 2U);
}

TEST_F(BanFileTest, KeepsItsListWhenTheWorkingDirectoryIsRemoved) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(directory);
  append(ban(anna));
  BanFile file("bans.jsonl", list, clock, log);
  std::filesystem::remove_all(directory);
  EXPECT_THAT(logged([&] { file.read_some(); }), testing::HasSubstr("bans_not_read"));
  std::filesystem::current_path(before);
  EXPECT_TRUE(is_banned(anna));
}

TEST_F(BanFileTest, MayBeginWithAByteOrderMark) {
  append("\xEF\xBB\xBF" + ban(anna));
  const BanFile file(path, list, clock, log);
  EXPECT_TRUE(is_banned(anna));
  EXPECT_EQ(ban_of_line("\xEF\xBB\xBF# spammers\r"), "");
}

TEST_F(BanFileTest, IsReadAgainAfterEachChangeAndOnlyThen) {
  append("");
  BanFile file(path, list, clock, log);
  EXPECT_EQ(file.read_some(), Progress::kIdle);
  append(ban(anna));
  EXPECT_EQ(file.read_some(), Progress::kRead);
  EXPECT_TRUE(is_banned(anna));
  EXPECT_EQ(file.read_some(), Progress::kIdle);
  replace(ban(ben));
  EXPECT_EQ(file.read_some(), Progress::kRead);
  EXPECT_FALSE(is_banned(anna)) << "lifted";
  EXPECT_TRUE(is_banned(ben));
}

TEST_F(BanFileTest, CountsALastLineWithoutItsEnd) {
  append(ban(anna) + R"({"visitor":")" + ben.text() + "\"}");
  const BanFile file(path, list, clock, log);
  EXPECT_TRUE(is_banned(ben));
}

TEST_F(BanFileTest, KeepsTheGoodLinesAndNamesTheBadOnesOnce) {
  append(ban(anna) + "{\"visitor\":\"ben\"}\n" + ban(ben) + "nonsense\n");
  std::optional<BanFile> file;
  const std::string first = logged([&] { file.emplace(path, list, clock, log); });
  EXPECT_EQ(list.size(), 2U);
  EXPECT_THAT(first, HasSubstr("ban_not_understood"));
  EXPECT_THAT(first, HasSubstr("line=2 "));
  EXPECT_THAT(first, HasSubstr("line=4 "));
  EXPECT_THAT(first, HasSubstr("bans=2 bad_lines=2"));
  append("more nonsense\n");
  const std::string second = logged([&] { (void)file->read_some(); });
  EXPECT_THAT(second, Not(HasSubstr("line=2 ")));
  EXPECT_THAT(second, HasSubstr("line=5 "));
  EXPECT_THAT(second, HasSubstr("bad_lines=3"));
}

TEST_F(BanFileTest, KeepsTheLastListWhileItCanNotBeReadAndSaysSoOnce) {
  append(ban(anna));
  BanFile file(path, list, clock, log);
  std::filesystem::remove(path);
  EXPECT_THAT(logged([&] { EXPECT_EQ(file.read_some(), Progress::kIdle); }),
              HasSubstr("bans_not_read"));
  EXPECT_EQ(logged([&] { EXPECT_EQ(file.read_some(), Progress::kIdle); }), "");
  EXPECT_TRUE(is_banned(anna));
  std::filesystem::create_directory(path);
  EXPECT_THAT(logged([&] { EXPECT_EQ(file.read_some(), Progress::kIdle); }), HasSubstr("no file"));
  std::filesystem::remove(path);
  append(ban(ben));
  EXPECT_EQ(file.read_some(), Progress::kRead);
  EXPECT_FALSE(is_banned(anna));
  EXPECT_TRUE(is_banned(ben));
}

TEST_F(BanFileTest, KeepsTheLastListWhileTheFileIsCutOffAndSaysSoOnce) {
  const std::string both = ban(anna) + ban(ben);
  append(both);
  BanFile file(path, list, clock, log);
  const auto read = [&file] {
    while (file.read_some() != Progress::kIdle) {
    }
  };
  for (const auto& [left, why] : {std::pair<std::size_t, std::string_view>{0, "it is empty"},
                                  {ban(anna).size() - 3, "breaks off in line 1"},
                                  {both.size() - 5, "breaks off in line 2"}}) {
    replace(both);
    read();
    std::filesystem::resize_file(path, left);
    EXPECT_THAT(logged(read), AllOf(HasSubstr("level=error event=bans_not_read"), HasSubstr(why),
                                    HasSubstr("in_force=2"), Not(HasSubstr("ban_not_understood"))));
    EXPECT_EQ(logged(read), "");
    EXPECT_TRUE(is_banned(anna) && is_banned(ben)) << left;
    EXPECT_FALSE(file.is_sound());
  }
  replace("");
  EXPECT_EQ(file.read_some(), Progress::kIdle) << "a copy onto a full disk, then renamed";
  EXPECT_TRUE(is_banned(anna));
  replace("# nobody\n");
  EXPECT_EQ(file.read_some(), Progress::kRead);
  EXPECT_EQ(list.size(), 0U);
  EXPECT_TRUE(file.is_sound());
}

TEST_F(BanFileTest, BansNobodyUntilItExists) {
  std::optional<BanFile> file;
  const std::string said = logged([&] { file.emplace(path, list, clock, log); });
  EXPECT_THAT(said, AllOf(HasSubstr("warn"), HasSubstr("bans_missing"), HasSubstr(path)));
  EXPECT_EQ(list.size(), 0U);
  EXPECT_EQ(logged([&] { EXPECT_EQ(file->read_some(), Progress::kIdle); }), "");
  append(ban(anna));
  EXPECT_EQ(file->read_some(), Progress::kRead);
  EXPECT_TRUE(is_banned(anna));
}

TEST_F(BanFileTest, IsRefusedAtTheStartWhereItCannotBeRead) {
  const auto start = [&] { const BanFile file(path, list, clock, log); };
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_THROW(start(), std::runtime_error) << "and nobody waits for a writer";
  path = directory + "/nowhere/bans.jsonl";
  EXPECT_THROW(start(), std::runtime_error) << "a folder that does not exist is a mistyped one";
  path = directory + "/bans.jsonl";
  std::filesystem::remove(path);
  append("");
  std::filesystem::resize_file(path, kBanFileBytesMax + 1);
  EXPECT_THROW(start(), std::runtime_error);
}

TEST_F(BanFileTest, IsReadAndFreedInSmallStepsAndTakenAsAWhole) {
  append(ban(anna));
  BanFile file(path, list, clock, log);
  std::string many;
  for (std::size_t i = 0; i < kBansMax; ++i) many += ban(VisitorId::random(random));
  replace(many);
  // A ban's line has 37 bytes, so one step cannot read more bans than this.
  constexpr std::size_t kBansReadPerStep = kBanBytesPerStep / 37;
  std::size_t steps = 1;
  for (; file.read_some() == Progress::kReading; ++steps) EXPECT_TRUE(is_banned(anna));
  EXPECT_GE(steps, kBansMax / kBansReadPerStep);
  EXPECT_EQ(list.size(), kBansMax);
  EXPECT_FALSE(is_banned(anna));
  replace("# nobody\n");
  for (Progress progress = Progress::kReading; progress != Progress::kRead;) {
    progress = file.read_some();
  }
  EXPECT_EQ(list.size(), 0U);
  for (steps = 0; file.read_some() == Progress::kReading;) ++steps;
  EXPECT_EQ(steps, kBansMax / kBansPerStep);
}

TEST_F(BanFileTest, RefusesAnEndlessLineInSteps) {
  append(std::string(3 * kBanBytesPerStep, ' ') + "\n" + ban(anna));
  const std::string said = logged([&] { const BanFile file(path, list, clock, log); });
  EXPECT_THAT(said, AllOf(HasSubstr("line=1 "), HasSubstr("4096 bytes"), HasSubstr("bad_lines=1")));
  EXPECT_TRUE(is_banned(anna));
}

TEST_F(BanFileTest, HearsNoMoreBansThanItsLimit) {
  {
    std::ofstream out(path);
    for (std::size_t i = 0; i < kBansMax; ++i) {
      out << fmt::format("{{\"address\":\"10.{}.{}.{}\"}}\n", i >> 16, (i >> 8) & 0xFF, i & 0xFF);
    }
    out << ban(anna);
  }
  const std::string told = logged([&] { const BanFile file(path, list, clock, log); });
  EXPECT_EQ(list.size(), kBansMax);
  EXPECT_FALSE(is_banned(anna));
  EXPECT_THAT(told, HasSubstr("line=100001 "));
}

TEST_F(BanFileTest, GivesNoPlaceToBansThatAreLongOver) {
  const std::string line = R"({"visitor":")" + anna.text() + R"(","until":"2026-04-01T00:00:00Z"})";
  append(line);
  const WallTime end = parse_ban(line)->ban.until.value();
  clock.advance(end - clock.wall());
  { const BanFile file(path, list, clock, log); }
  EXPECT_EQ(list.size(), 1U) << "the clock may be wrong";
  clock.advance(kBanOverFor);
  { const BanFile file(path, list, clock, log); }
  EXPECT_EQ(list.size(), 0U);
}

}  // namespace
}  // namespace nexus::moderation
