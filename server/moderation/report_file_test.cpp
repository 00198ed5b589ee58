// SPDX-License-Identifier: MIT
#include "moderation/report_file.hpp"

#include "base/random.hpp"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::moderation {
namespace {

using matching::Report;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ReportFileTest : public testing::Test {
 protected:
  ReportFileTest() {
    std::string pattern = testing::TempDir() + "nexus-reports-XXXXXX";
    directory = ::mkdtemp(pattern.data());
    path = directory + "/reports.jsonl";
  }
  ~ReportFileTest() override { std::filesystem::remove_all(directory); }

  Report report(std::string note = "") {
    return {.at = WallTime(std::chrono::milliseconds(1'760'000'000'042)),
            .room = RoomId::random(random),
            .reporter = VisitorId::random(random),
            .reported = VisitorId::random(random),
            .reason = protocol::ReportReason::kHarassment,
            .note = std::move(note)};
  }

  static std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  SeededRandom random{1};
  std::string directory;
  std::string path;
  Log log{LogLevel::kError};
};

TEST_F(ReportFileTest, HoldsOneObjectALine) {
  const Report first = report("said \"come\nhere\" \u202E twice"), second = report();
  ReportFile file(path, 10'000, log);
  EXPECT_TRUE(file.record(first));
  EXPECT_TRUE(file.record(second));
  const auto ids = [](const Report& one) {
    return R"("reference":")" + matching::reference_of(one.room, one.reporter) +
           R"(","reason":"harassment","room":")" + one.room.text() + R"(","reporter":")" +
           one.reporter.text() + R"(","reported":")" + one.reported.text() + R"(","networks":1)";
  };
  const std::string head = R"({"at":"2025-10-09T08:53:20.042Z",)";
  EXPECT_THAT(lines_of(path),
              ElementsAre(head + ids(first) + R"(,"note":"said \"come\nhere\"  twice"})",
                          head + ids(second) + "}"));
}

TEST_F(ReportFileTest, IsForItsOwnerOnlyAndKeepsWhatIsThere) {
  EXPECT_TRUE(ReportFile(path, 10'000, log).record(report()));
  EXPECT_TRUE(ReportFile(path, 10'000, log).record(report()));
  EXPECT_THAT(lines_of(path), SizeIs(2));
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ReportFileTest, BeginsALineOfItsOwnAfterOneThatWasCutOff) {
  std::ofstream(path) << R"({"at":"2025-)";
  EXPECT_TRUE(ReportFile(path, 10'000, log).record(report("after")));
  const auto lines = lines_of(path);
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines.front(), R"({"at":"2025-)");
  EXPECT_THAT(lines.back(),
              testing::AllOf(testing::StartsWith("{\"at\":"), testing::EndsWith("}")));
}

TEST_F(ReportFileTest, CanBeMovedAwayWhileItIsWritten) {
  ReportFile file(path, 10'000, log);
  EXPECT_TRUE(file.record(report()));
  file.sync();
  std::filesystem::rename(path, path + ".1");
  EXPECT_TRUE(file.record(report()));
  EXPECT_THAT(lines_of(path + ".1"), SizeIs(1));
  EXPECT_THAT(lines_of(path), SizeIs(1));
}

TEST_F(ReportFileTest, IsKeptWhenItsFolderGetsAnotherOwner) {
  // Like systemd when another unit with a dynamic user and the same StateDirectory starts.
  if (::geteuid() != 0) GTEST_SKIP() << "only root gives folders away and becomes somebody else";
  constexpr uid_t kOurs = 61'001, kTheirs = 61'002;
  const auto give_to = [&](uid_t owner) {
    ASSERT_EQ(::chown(directory.c_str(), owner, owner), 0);
    if (!std::filesystem::exists(path)) return;
    ASSERT_EQ(::chown(path.c_str(), owner, owner), 0);
  };
  for (const mode_t mode : {0755U, 0700U}) {
    std::filesystem::remove(path);
    give_to(kOurs);
    ASSERT_EQ(::seteuid(kOurs), 0);
    ReportFile file(path, 10'000, log);
    EXPECT_TRUE(file.record(report()));
    file.sync();
    ASSERT_EQ(::seteuid(0), 0);
    give_to(kTheirs);
    ASSERT_EQ(::chmod(directory.c_str(), mode), 0);
    ASSERT_EQ(::seteuid(kOurs), 0);
    EXPECT_TRUE(file.record(report()));
    file.sync();
    EXPECT_TRUE(file.record(report()));
    ASSERT_EQ(::seteuid(0), 0);
    EXPECT_THAT(lines_of(path), SizeIs(3));
  }
}

TEST_F(ReportFileTest, WritesToNoFileThatWasDeleted) {
  ReportFile file(path, 10'000, log);
  EXPECT_TRUE(file.record(report()));
  std::filesystem::remove(path);
  EXPECT_TRUE(file.record(report()));
  EXPECT_THAT(lines_of(path), SizeIs(1));
}

TEST_F(ReportFileTest, KeepsFourFilesAndRefusesNoReport) {
  const auto bytes = report_line(report()).size() + 1;
  ReportFile file(path, 2 * bytes, log);
  std::vector<std::string> lines;
  for (int i = 0; i < 9; ++i) {
    const Report one = report();
    lines.push_back(report_line(one));
    EXPECT_TRUE(file.record(one));
  }
  EXPECT_THAT(lines_of(path), ElementsAre(lines[8]));
  EXPECT_THAT(lines_of(path + ".1"), ElementsAre(lines[6], lines[7]));
  EXPECT_THAT(lines_of(path + ".2"), ElementsAre(lines[4], lines[5]));
  EXPECT_THAT(lines_of(path + ".3"), ElementsAre(lines[2], lines[3]));
  EXPECT_FALSE(std::filesystem::exists(path + ".4"));
}

TEST_F(ReportFileTest, TakesAnotherLimitWhileItIsOpen) {
  ReportFile file(path, 10'000, log);
  EXPECT_TRUE(file.record(report()));
  file.set_limit(10);
  EXPECT_TRUE(file.record(report()));
  EXPECT_THAT(lines_of(path), SizeIs(1));
  EXPECT_THAT(lines_of(path + ".1"), SizeIs(1));
}

TEST_F(ReportFileTest, WritesAReportThatIsLongerThanItsLimit) {
  ReportFile file(path, 10, log);
  EXPECT_TRUE(file.record(report()));
  EXPECT_TRUE(file.record(report()));
  EXPECT_THAT(lines_of(path), SizeIs(1));
  EXPECT_THAT(lines_of(path + ".1"), SizeIs(1));
}

TEST_F(ReportFileTest, NamesNetworksByTheirSealedTags) {
  Report one = report();
  one.reporter_tag = "aaaa.bbbb";
  one.reported_tag = "aaaa.cccc";
  one.networks = 3;
  EXPECT_THAT(report_line(one),
              testing::HasSubstr(
                  R"(,"reporter_tag":"aaaa.bbbb","reported_tag":"aaaa.cccc","networks":3})"));
}

TEST_F(ReportFileTest, FailsWithoutALineWhenTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  ReportFile file("/dev/full", 10'000, log);
  EXPECT_FALSE(file.record(report()));
}

TEST_F(ReportFileTest, IsRefusedAtTheStartWhereItCanNotBeOpened) {
  EXPECT_THROW(ReportFile(directory + "/nowhere/reports", 1000, log), std::runtime_error);
  EXPECT_THROW(ReportFile(directory, 1000, log), std::runtime_error);
  std::filesystem::create_symlink("/etc/passwd", path);
  EXPECT_THROW(ReportFile(path, 1000, log), std::runtime_error);
}

TEST_F(ReportFileTest, IsNamedAfterItsNode) {
  EXPECT_EQ(report_path("/var/lib/reports-{node}.jsonl", "match-1"),
            "/var/lib/reports-match-1.jsonl");
  EXPECT_EQ(report_path("/var/lib/reports", "match-1"), "/var/lib/reports");
}

TEST_F(ReportFileTest, WaitsForNoReaderOfAPipe) {
  std::signal(SIGPIPE, SIG_IGN);  // as the programs do
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_THROW(ReportFile(path, 10'000, log), std::runtime_error) << "nobody reads it";
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  ReportFile file(path, 10'000, log);
  std::size_t recorded = 0;
  while (file.record(report(std::string(400, 'x')))) ++recorded;
  EXPECT_GT(recorded, 10U) << "the pipe is full, and the thread goes on";
  ::close(reader);
  EXPECT_FALSE(file.record(report()));
}

}  // namespace
}  // namespace nexus::moderation
