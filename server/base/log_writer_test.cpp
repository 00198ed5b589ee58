// SPDX-License-Identifier: MIT
#include "base/log_writer.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

namespace nexus {
namespace {

using namespace std::chrono_literals;

constexpr auto kLong = 60s;                    // a busy machine may need it
constexpr std::size_t kPipeBytes = 64 * 1024;  // the capacity of an ordinary pipe

class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    reader_ = ends[0];
    writer = ends[1];
  }
  ~Pipe() {
    close_reader();
    ::close(writer);
  }
  void close_reader() {
    if (reader_ >= 0) ::close(std::exchange(reader_, -1));
  }
  /// Reads until a line holds `last`.
  std::string read_until(std::string_view last) const {
    std::string text;
    std::array<char, 65536> buffer;
    while (text.find(last) == std::string::npos || text.back() != '\n') {
      const ssize_t count = ::read(reader_, buffer.data(), buffer.size());
      if (count <= 0) break;
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
  }

  int writer = -1;

 private:
  int reader_ = -1;
};

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
  return count;
}

/// The sum of the numbers that `log_lines_lost` names.
std::size_t lost_lines(const std::string& text) {
  static const std::regex kLost("event=log_lines_lost lines=([0-9]+)\n");
  std::size_t sum = 0;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), kLost);
       at != std::sregex_iterator(); ++at) {
    sum += std::stoul((*at)[1]);
  }
  return sum;
}

class LogWriterTest : public testing::Test {
 protected:
  LogWriterTest() {
    std::signal(SIGPIPE, SIG_IGN);
    std::string pattern = testing::TempDir() + "nexus-log-XXXXXX";
    directory = ::mkdtemp(pattern.data());
  }
  ~LogWriterTest() override { std::filesystem::remove_all(directory); }

  [[nodiscard]] int open(const std::string& path) const {
    return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  }
  [[nodiscard]] static std::string content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string directory;
};

TEST_F(LogWriterTest, WritesLinesInOrder) {
  const Pipe pipe;
  LogWriter writer(pipe.writer);
  for (int i = 0; i < 3; ++i) writer.write("line " + std::to_string(i) + "\n");
  EXPECT_EQ(pipe.read_until("line 2"), "line 0\nline 1\nline 2\n");
}

TEST_F(LogWriterTest, NeverWaitsForAFullPipeAndCountsTheLinesThatItCouldNotKeep) {
  const Pipe pipe;
  constexpr std::size_t kLines = 5000;
  constexpr std::size_t kPendingBytes = 16 * 1024;
  LogWriter writer(pipe.writer, {}, kPendingBytes);
  const std::string line(99, 'x');
  for (std::size_t i = 0; i < kLines; ++i) writer.write(line + "\n");
  // The loop ended although nobody has read a byte yet.
  std::string text = pipe.read_until("event=log_lines_lost");
  writer.write("the end\n");
  text += pipe.read_until("the end");
  const std::size_t kept = count_of(text, line);
  EXPECT_EQ(kept + lost_lines(text), kLines);
  EXPECT_LE(kept, (kPipeBytes + kPendingBytes) / 100 + 1);
}

TEST_F(LogWriterTest, EndsThoughThePipeIsFull) {
  static const Pipe pipe;  // static: the thread that writes to it is left behind
  {
    LogWriter writer(pipe.writer);
    for (int i = 0; i < 1000; ++i) writer.write(std::string(999, 'x') + "\n");
  }
  SUCCEED();
}

TEST_F(LogWriterTest, WritesWhatIsPendingBeforeItEnds) {
  const std::string path = directory + "/log";
  const int file = open(path);
  {
    LogWriter writer(file);
    for (int i = 0; i < 1000; ++i) writer.write("line\n");
  }
  EXPECT_EQ(content(path).size(), 5000U);
  ::close(file);
}

TEST_F(LogWriterTest, SaysHowManyLinesWereLostOnceAnybodyReadsAgain) {
  Pipe first;
  const Pipe second;
  LogWriter writer(first.writer);
  writer.write("read\n");
  EXPECT_EQ(first.read_until("read"), "read\n");
  first.close_reader();
  for (int i = 0; i < 10; ++i) writer.write("nobody reads this\n");
  ASSERT_TRUE(writer.flush(kLong));
  ASSERT_GE(::dup2(second.writer, first.writer), 0);
  // The number is logged without another line.
  const std::string text = second.read_until("event=log_lines_lost");
  EXPECT_EQ(lost_lines(text), 10U);
  EXPECT_NE(text.find("level=warning"), std::string::npos);
}

TEST_F(LogWriterTest, OutlivesAFullDisk) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (full < 0) GTEST_SKIP() << "no /dev/full here";
  const Pipe pipe;
  LogWriter writer(full);
  for (int i = 0; i < 7; ++i) writer.write("no space\n");
  ASSERT_TRUE(writer.flush(kLong));
  ASSERT_GE(::dup2(pipe.writer, full), 0);
  const std::string text = pipe.read_until("event=log_lines_lost");
  EXPECT_EQ(lost_lines(text), 7U);
  ::close(full);
}

TEST_F(LogWriterTest, WaitsForADescriptorThatSomebodyMadeNonBlocking) {
  const Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.writer, F_SETFL, O_NONBLOCK), 0);
  LogWriter writer(pipe.writer);
  constexpr int kLines = 2000;
  for (int i = 0; i < kLines; ++i) writer.write(std::string(99, 'x') + "\n");
  writer.write("the end\n");
  EXPECT_EQ(pipe.read_until("the end").size(), kLines * 100U + 8U);
}

TEST_F(LogWriterTest, OpensItsFileAgainAfterItWasMovedAway) {
  const std::string path = directory + "/log";
  const int file = open(path);
  LogWriter writer(file);
  std::filesystem::rename(path, path + ".1");
  writer.write("before\n");
  writer.reopen();
  ASSERT_TRUE(writer.flush(kLong));
  writer.write("after\n");
  ASSERT_TRUE(writer.flush(kLong));
  EXPECT_EQ(content(path + ".1"), "before\n");
  EXPECT_NE(content(path).find("event=log_reopened"), std::string::npos);
  EXPECT_TRUE(content(path).ends_with("after\n"));
  ::close(file);
}

TEST_F(LogWriterTest, KeepsItsFileWhenItCannotOpenAnother) {
  std::filesystem::create_directory(directory + "/folder");
  const int file = open(directory + "/folder/log");
  LogWriter writer(file);
  std::filesystem::rename(directory + "/folder", directory + "/moved");
  writer.reopen();
  writer.write("still here\n");
  ASSERT_TRUE(writer.flush(kLong));
  const std::string log = content(directory + "/moved/log");
  EXPECT_NE(log.find("event=log_not_reopened"), std::string::npos);
  EXPECT_NE(log.find("still here\n"), std::string::npos);
  ::close(file);
}

TEST_F(LogWriterTest, DoesNotReopenAPipe) {
  const Pipe pipe;
  LogWriter writer(pipe.writer);
  writer.reopen();
  ASSERT_TRUE(writer.flush(kLong));
  writer.write("the end\n");
  EXPECT_EQ(pipe.read_until("the end"), "the end\n");
}

}  // namespace
}  // namespace nexus
