// SPDX-License-Identifier: MIT
#include "base/refusal_log.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus {
namespace {

using namespace std::chrono_literals;

constexpr RefusalKind kOrigin{"wrong_origin", "server.allowed_origins"};
constexpr RefusalKind kMalformed{"malformed"};

/// Keeps the lines without their time stamps.
class KeptLines final : public LogSink {
 public:
  void write(std::string line) override {
    line.pop_back();
    lines.push_back(line.substr(line.find("level=")));
  }
  std::vector<std::string> lines;
};

class RefusalLogTest : public testing::Test {
 protected:
  std::shared_ptr<KeptLines> sink = std::make_shared<KeptLines>();
  std::vector<std::string>& lines = sink->lines;
  ManualClock clock;
  RefusalLog refusals{clock, Log(LogLevel::kInfo, sink)};
};

TEST_F(RefusalLogTest, LogTheFirstAtOnce) {
  refusals.count(kOrigin, "https://evil.example");
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "level=warning event=refused kind=wrong_origin count=1 "
                       "example=https://evil.example setting=server.allowed_origins"}));
  refusals.count(kMalformed, "no Host header");
  EXPECT_EQ(lines.back(),
            "level=info event=refused kind=malformed count=1 example=\"no Host header\"");
}

TEST_F(RefusalLogTest, LogOneLineAMinuteForEachKind) {
  for (int i = 0; i < 600; ++i) {
    refusals.count(kOrigin, "https://evil.example/" + std::to_string(i));
    refusals.count(kMalformed);
    clock.advance(1s);
    refusals.tick();
  }
  // Logged at the seconds 0, 60, ... 600.
  EXPECT_EQ(lines.size(), 2U * 11);
  EXPECT_EQ(refusals.total(kOrigin), 600U);
}

TEST_F(RefusalLogTest, NameTheirNumberAndTheFirstExampleOfTheMinute) {
  refusals.count(kOrigin, "first");
  for (const char* const example : {"second", "third", "fourth"}) refusals.count(kOrigin, example);
  EXPECT_EQ(lines.size(), 1U);
  clock.advance(59s);
  refusals.tick();
  EXPECT_EQ(lines.size(), 1U);
  clock.advance(1s);
  refusals.tick();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NE(lines.back().find("count=3 example=second"), std::string::npos) << lines.back();
  clock.advance(1h);
  refusals.tick();
  EXPECT_EQ(lines.size(), 2U) << "nothing was refused since";
}

TEST_F(RefusalLogTest, CutAndCleanExamples) {
  refusals.count(kOrigin, "\xff\n" + std::string(1000, 'x'));
  EXPECT_NE(lines.back().find("example=\"?\\x0a" + std::string(118, 'x') + "\""), std::string::npos)
      << lines.back();
}

}  // namespace
}  // namespace nexus
