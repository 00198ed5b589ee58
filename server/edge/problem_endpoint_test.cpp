// SPDX-License-Identifier: MIT
#include "edge/problem_endpoint.hpp"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::edge {
namespace {

using testing::HasSubstr;

class ProblemLines final : public LogSink {
 public:
  void write(std::string line) override { lines.push_back(std::move(line)); }
  std::vector<std::string> lines;
};

class ProblemEndpoint : public testing::Test {
 protected:
  transport::HttpResponse post(std::string_view body) {
    auto begun = route.begin({});
    EXPECT_TRUE(begun.has_value());
    for (const char piece : body) (*begun)->write({&piece, 1});
    return (*begun)->finish();
  }

  ManualClock clock;
  SeededRandom random{1};
  std::shared_ptr<ProblemLines> sink = std::make_shared<ProblemLines>();
  VisitorProblems problems{clock, random, Log(LogLevel::kInfo, sink)};
  transport::BodyRoute route = problem_route(problems);
};

TEST_F(ProblemEndpoint, AnswersWithTheReferenceThatItLogs) {
  const transport::HttpResponse response = post("no_path");
  EXPECT_EQ(response.status, 201);
  EXPECT_THAT(response.body, testing::MatchesRegex(R"(\{"reference":"[0-9A-Z]{3}-[0-9A-Z]{4}"\})"));
  const std::string reference = response.body.substr(14, 8);
  ASSERT_EQ(sink->lines.size(), 1U);
  EXPECT_THAT(sink->lines.front(),
              HasSubstr("event=visitor_problem reference=" + reference + " problem=no_path\n"));
}

TEST_F(ProblemEndpoint, TakesOnlyTheNamesOfTheSchema) {
  for (const protocol::VisitorProblem each : protocol::kVisitorProblemValues) {
    const std::string_view name = protocol::to_text(each);
    EXPECT_LE(name.size(), kProblemBytesMax);
    EXPECT_EQ(post(name).status, 201) << name;
  }
  sink->lines.clear();
  for (const std::string_view body : {"", "no_path ", "NO_PATH", "event=forged", "no_path\n"}) {
    EXPECT_EQ(post(body).status, 400) << body;
  }
  EXPECT_TRUE(sink->lines.empty());
}

TEST_F(ProblemEndpoint, GivesEachProblemAnotherReference) {
  std::set<std::string> bodies;
  for (unsigned i = 0; i < VisitorProblems::kRate.burst; ++i) bodies.insert(post("full").body);
  EXPECT_EQ(bodies.size(), VisitorProblems::kRate.burst);
}

TEST_F(ProblemEndpoint, LogsNoMoreThanItsRate) {
  for (unsigned i = 0; i < VisitorProblems::kRate.burst; ++i) EXPECT_EQ(post("full").status, 201);
  const transport::HttpResponse refused = post("full");
  EXPECT_EQ(refused.status, 429);
  ASSERT_EQ(refused.headers.size(), 1U);
  EXPECT_EQ(refused.headers.front().name, "Retry-After");
  EXPECT_EQ(refused.headers.front().value, "1");
  EXPECT_EQ(sink->lines.size(), VisitorProblems::kRate.burst);
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(post("full").status, 201);
  EXPECT_EQ(post("full").status, 429);
}

}  // namespace
}  // namespace nexus::edge
