// SPDX-License-Identifier: MIT
#include "moderation/evidence_files.hpp"

#include "credentials/reference.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::moderation {
namespace {

namespace fs = std::filesystem;
using Refusal = EvidenceFiles::Refusal;
using testing::UnorderedElementsAre;

class EvidenceFilesTest : public testing::Test {
 protected:
  EvidenceFilesTest() {
    std::string pattern = testing::TempDir() + "nexus-evidence-XXXXXX";
    directory = ::mkdtemp(pattern.data());
    folder = evidence_folder(directory + "/reports.jsonl");
  }
  ~EvidenceFilesTest() override { fs::remove_all(directory); }

  EvidenceFiles open(EvidenceLimits limits = {}) { return {folder, limits, clock, log}; }

  static std::string name(int number) { return credentials::reference_of(std::to_string(number)); }
  static void keep(EvidenceFiles& files, int number, std::string_view text = "sealed") {
    auto draft = files.begin(name(number));
    ASSERT_TRUE(draft);
    (*draft)->write(text.substr(0, 3));
    (*draft)->write(text.substr(3));
    EXPECT_TRUE((*draft)->keep());
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
      found.push_back(entry.path().filename().string());
    }
    return found;
  }
  [[nodiscard]] std::string text_of(int number) const {
    std::ostringstream text;
    text << std::ifstream(folder + "/" + name(number) + ".box").rdbuf();
    return text.str();
  }

  ManualClock clock;
  Log log{LogLevel::kError};
  std::string directory;
  std::string folder;
};

TEST_F(EvidenceFilesTest, KeepTheEvidenceOfAReportOnceForItsOwnerOnly) {
  EvidenceFiles files = open();
  keep(files, 1);
  EXPECT_EQ(text_of(1), "sealed");
  EXPECT_EQ(files.begin(name(1)).error(), Refusal::kStored);
  struct stat status {};
  ASSERT_EQ(::stat(folder.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  ASSERT_EQ(::stat((folder + "/" + name(1) + ".box").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(EvidenceFilesTest, LeaveNothingOfADraft) {
  EvidenceFiles files = open();
  {
    auto draft = files.begin(name(1));
    ASSERT_TRUE(draft);
    (*draft)->write("half");
    EXPECT_EQ(files.begin(name(1)).error(), Refusal::kStored);
  }
  EXPECT_THAT(names(), testing::IsEmpty());
  keep(files, 1);
  // A process that was killed while it received evidence leaves a draft.
  std::ofstream(folder + "/" + name(2) + ".part") << "half";
  std::ofstream(folder + "/notes.txt") << "the operator's own";
  EvidenceFiles again = open();
  EXPECT_THAT(names(), UnorderedElementsAre(name(1) + ".box", "notes.txt"));
  EXPECT_EQ(again.begin(name(1)).error(), Refusal::kStored);
}

TEST_F(EvidenceFilesTest, AreDeletedAfterTheirTime) {
  EvidenceFiles files = open({.keep = std::chrono::days(2)});
  keep(files, 1);
  clock.advance(std::chrono::days(1));
  keep(files, 2);
  clock.advance(std::chrono::days(1) + std::chrono::seconds(1));
  files.tick();
  clock.advance(kEvidenceClockTrust);
  files.tick();
  EXPECT_THAT(names(), UnorderedElementsAre(name(2) + ".box"));
}

TEST_F(EvidenceFilesTest, AreNotDeletedByAClockThatJumps) {
  EvidenceFiles files = open({.keep = std::chrono::days(2)});
  keep(files, 1);
  for (int i = 0; i < 20; ++i) {
    clock.jump_wall(std::chrono::days(4000));
    files.tick();
    clock.advance(kEvidenceClockTrust / 2);
    files.tick();
    clock.jump_wall(-std::chrono::days(4000));
    files.tick();
    clock.advance(kEvidenceClockTrust / 2);
  }
  EXPECT_THAT(names(), UnorderedElementsAre(name(1) + ".box"));
  clock.jump_wall(std::chrono::days(4000));
  {
    const EvidenceFiles started_before_the_time_server_answered =
        open({.keep = std::chrono::days(2)});
  }
  EXPECT_THAT(names(), UnorderedElementsAre(name(1) + ".box"));
}

TEST_F(EvidenceFilesTest, AreNotDeletedByAClockThatJumpsWhileOthersAreTooOld) {
  EvidenceFiles files = open({.keep = std::chrono::days(1)});
  // A file becomes too old at every tick.
  int made = 0;
  for (; made < 300; ++made) {
    keep(files, made);
    files.tick();
    clock.advance(kEvidenceTick);
  }
  const std::size_t kept = names().size();
  EXPECT_LT(kept, 200U) << "old ones are deleted";
  EXPECT_GE(kept, 144U) << "a day of them";
  clock.jump_wall(std::chrono::days(4000));
  files.tick();
  clock.jump_wall(-std::chrono::days(4000));
  EXPECT_GE(names().size(), 143U);
  EXPECT_THAT(names(), testing::Contains(name(made - 1) + ".box"));
}

TEST_F(EvidenceFilesTest, TakeOtherLimitsWhileTheyAreOpen) {
  EvidenceFiles files = open();
  keep(files, 1);
  keep(files, 2);
  files.set_limits({.bytes_max = 1, .keep = std::chrono::days(1)});
  keep(files, 3);
  EXPECT_THAT(names(), UnorderedElementsAre(name(3) + ".box")) << "the newest is always kept";
  clock.advance(std::chrono::days(1) + std::chrono::milliseconds(1));
  files.tick();
  clock.advance(kEvidenceClockTrust);
  files.tick();
  EXPECT_TRUE(names().empty());
}

TEST_F(EvidenceFilesTest, MakeRoomByDeletingTheOldest) {
  const EvidenceLimits limits{.bytes_max = 3 * 4096};
  EvidenceFiles files = open(limits);
  for (int i = 1; i <= 4; ++i) keep(files, i);  // a small file takes a block
  EXPECT_THAT(names(), UnorderedElementsAre(name(2) + ".box", name(3) + ".box", name(4) + ".box"));
  // After a restart the order is that of the files' times.
  for (int i = 2; i <= 4; ++i) {
    fs::last_write_time(folder + "/" + name(i) + ".box",
                        fs::file_time_type::clock::now() - std::chrono::minutes(i));
  }
  EvidenceFiles again = open({.bytes_max = 3 * 4096, .keep = std::chrono::days(40'000)});
  keep(again, 5);
  EXPECT_THAT(names(), UnorderedElementsAre(name(2) + ".box", name(3) + ".box", name(5) + ".box"));
}

TEST_F(EvidenceFilesTest, CanBeTakenAwayWhileTheProgramRuns) {
  EvidenceFiles files = open();
  keep(files, 1);
  fs::remove_all(folder);
  EXPECT_EQ(files.begin(name(2)).error(), Refusal::kUnavailable);
  fs::create_directory(folder);
  keep(files, 2);
  EXPECT_EQ(text_of(2), "sealed");
}

TEST_F(EvidenceFilesTest, NeedAFolder) {
  std::ofstream(folder) << "a file";
  EXPECT_THROW(open(), std::runtime_error);
  Findings findings;
  EvidenceFiles::judge(folder, findings);
  EXPECT_EQ(findings.problems.size(), 1U);
  fs::remove(folder);
  fs::create_directory_symlink(directory, folder);
  EXPECT_THROW(open(), std::runtime_error);
}

}  // namespace
}  // namespace nexus::moderation
