// SPDX-License-Identifier: MIT
#include "stores/memory/week_key_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using credentials::WeekKey;

class WeekKeyFileTest : public testing::Test {
 protected:
  WeekKeyFileTest() {
    char name[] = "/tmp/nexus-week-key-XXXXXX";
    folder = ::mkdtemp(name);
  }
  ~WeekKeyFileTest() override { std::filesystem::remove_all(folder); }

  WeekKey agreed(const std::string& in, const WeekKey& candidate) {
    std::optional<WeekKey> key;
    WeekKeyFile(in, Log(LogLevel::kError)).agree(candidate, {}, [&](auto reply) { key = reply; });
    EXPECT_TRUE(key.has_value());
    return key.value_or(WeekKey{});
  }

  std::string folder;
  SeededRandom random{1};
};

TEST_F(WeekKeyFileTest, KeepsTheKeyOfTheWeekOverARestart) {
  const WeekKey first = WeekKey::random(10, random);
  EXPECT_EQ(agreed(folder, first), first);
  EXPECT_EQ(agreed(folder, WeekKey::random(10, random)), first);
}

TEST_F(WeekKeyFileTest, OverwritesTheKeyOfAnotherWeek) {
  (void)agreed(folder, WeekKey::random(10, random));
  const WeekKey next = WeekKey::random(11, random);
  EXPECT_EQ(agreed(folder, next), next);
  EXPECT_EQ(agreed(folder, WeekKey::random(11, random)), next);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    EXPECT_EQ(entry.path().filename(), "week-key");
    ++files;
  }
  EXPECT_EQ(files, 1U);
}

TEST_F(WeekKeyFileTest, IsReadableOnlyByItsOwner) {
  (void)agreed(folder, WeekKey::random(10, random));
  struct stat status {};
  ASSERT_EQ(::stat((folder + "/week-key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(WeekKeyFileTest, GoesOnWithoutAFolderOrAWritableOne) {
  const WeekKey key = WeekKey::random(10, random);
  EXPECT_EQ(agreed("", key), key);
  EXPECT_EQ(agreed(folder + "/absent", key), key);
}

TEST_F(WeekKeyFileTest, IsJudgedBeforeTheStart) {
  const auto problems = [](const std::string& of) {
    Findings findings;
    WeekKeyFile::judge(of, findings);
    return findings.problems.size();
  };
  EXPECT_EQ(problems(""), 0U);
  EXPECT_EQ(problems(folder), 0U);
  EXPECT_EQ(problems(folder + "/absent"), 1U);
  EXPECT_EQ(problems("/dev/null"), 1U);
}

}  // namespace
}  // namespace nexus::stores
