// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus {
namespace {

TEST(Log, WritesOneEventAsKeysAndValues) {
  EXPECT_EQ(LogFormat::text("room_opened", {{"room", "abc"}, {"seats", 2}, {"late", false}}),
            "event=room_opened room=abc seats=2 late=false");
}

TEST(Log, QuotesWhatWouldBreakTheLine) {
  EXPECT_EQ(LogFormat::text("x", {{"why", "no \"room\"\n"}, {"empty", ""}}),
            R"(event=x why="no \"room\"\x0a" empty="")");
}

class Kept final : public LogSink {
 public:
  void write(std::string line) override { lines += line; }
  std::string lines;
};

TEST(Log, WritesOneJsonObjectALine) {
  const auto sink = std::make_shared<Kept>();
  const Log log(LogLevel::kInfo, sink, {.is_json = true, .program = "nexuschat", .node = "n.1"});
  log.warn("room_opened", {{"room", "abc"}, {"seats", 2}, {"late", false}, {"why", "a b"}});
  EXPECT_THAT(sink->lines,
              testing::MatchesRegex(
                  R"(\{"time":"....-..-..T..:..:..\....Z","level":"warning",)"
                  R"("program":"nexuschat","node":"n.1","message":"room_opened","room":"abc",)"
                  R"("seats":2,"late":false,"why":"a b"\}.)"));
}

TEST(Log, EscapesEveryValueOfAJsonObject) {
  const auto sink = std::make_shared<Kept>();
  const Log log(LogLevel::kInfo, sink, {.is_json = true, .program = "p", .node = "n"});
  log.info("x", {{"why", "no \"room\"\\\n\t\x7f"},
                 {"empty", ""},
                 {"umlaut", "\xc3\xa4\xf0\x9f\x99\x82"},
                 {"broken", std::string("a\xff\xc3"
                                        "b\xed\xa0\x80\0c",
                                        9)}});
  EXPECT_THAT(sink->lines,
              testing::HasSubstr(R"("why":"no \"room\"\\\u000a\u0009\u007f","empty":"",)"));
  EXPECT_THAT(sink->lines, testing::HasSubstr("\"umlaut\":\"\xc3\xa4\xf0\x9f\x99\x82\","));
  EXPECT_THAT(sink->lines,
              testing::HasSubstr(R"("broken":"a\ufffd\ufffdb\ufffd\ufffd\ufffd\u0000c"})"
                                 "\n"));
  EXPECT_EQ(std::count(sink->lines.begin(), sink->lines.end(), '\n'), 1);
}

TEST(Log, HasEachKeyOfAJsonObjectOnce) {
  const auto sink = std::make_shared<Kept>();
  const Log log(LogLevel::kInfo, sink, {.is_json = true, .program = "p", .node = "n"});
  log.info("x", {{"node", "n"}, {"program", "other"}, {"level", 5}});
  EXPECT_THAT(sink->lines,
              testing::EndsWith(R"("node":"n","message":"x","program_":"other","level_":5})"
                                "\n"));
}

TEST(Log, CopiesShareTheirLevel) {
  const auto sink = std::make_shared<Kept>();
  Log log(LogLevel::kWarn, sink);
  const Log copy = log;
  copy.info("first");
  log.set_level(LogLevel::kInfo);
  copy.info("second");
  EXPECT_EQ(sink->lines.find("first"), std::string::npos);
  EXPECT_NE(sink->lines.find("event=second"), std::string::npos);
}

}  // namespace
}  // namespace nexus
