// Results of calls: counted, and logged without flooding the log.
// SPDX-License-Identifier: MIT
#include "matching/call_results.hpp"

#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using protocol::CallOutcome;
using protocol::CallResult;
using testing::AllOf;
using testing::HasSubstr;

/// The log lines that `act` writes.
template <class Act>
std::string logged_by(const Act& act) {
  testing::internal::CaptureStderr();
  act();
  return testing::internal::GetCapturedStderr();
}

TEST(CallResultsTest, CountsEachKind) {
  const ManualClock clock;
  CallResults results(clock, Log(LogLevel::kError));
  for (const auto outcome : {CallOutcome::kConnected, CallOutcome::kNoPath, CallOutcome::kNoPath,
                             CallOutcome::kNoRelay, CallOutcome::kLost}) {
    results.add({.outcome = outcome});
  }
  const CallStats& stats = results.stats();
  EXPECT_EQ(stats.connected, 1U);
  EXPECT_EQ(stats.no_path, 2U);
  EXPECT_EQ(stats.no_relay, 1U);
  EXPECT_EQ(stats.lost, 1U);
}

TEST(CallResultsTest, NamesWhatTheOperatorShouldLookAt) {
  const ManualClock clock;
  CallResults results(clock, Log());
  const auto fails = [&] { results.add({.outcome = CallOutcome::kNoRelay, .code = 401}); };
  EXPECT_THAT(logged_by(fails), AllOf(HasSubstr("calls_failed outcome=no_relay count=1 code=401"),
                                      HasSubstr("ice.turn_secrets")));
}

TEST(CallResultsTest, LogsAKindOnceAMinuteWithTheNumberSince) {
  ManualClock clock;
  CallResults results(clock, Log());
  const auto fails = [&] { results.add({.outcome = CallOutcome::kNoPath}); };
  EXPECT_THAT(logged_by(fails), HasSubstr("outcome=no_path count=1"));
  EXPECT_EQ(logged_by([&] {
              for (int i = 0; i < 1000; ++i) fails();
              results.tick();
            }),
            "");
  EXPECT_THAT(logged_by([&] { results.add({.outcome = CallOutcome::kLost}); }),
              HasSubstr("outcome=lost count=1"));
  clock.advance(CallResults::kQuiet);
  EXPECT_THAT(logged_by([&] { results.tick(); }), HasSubstr("outcome=no_path count=1000"));
  clock.advance(CallResults::kQuiet);
  EXPECT_EQ(logged_by([&] { results.tick(); }), "");
}

TEST(CallResultsTest, SaysNothingOfCallsThatConnect) {
  const ManualClock clock;
  CallResults results(clock, Log());
  EXPECT_EQ(logged_by([&] { results.add({.outcome = CallOutcome::kConnected}); }), "");
}

class CallResultsDeskTest : public DeskFixture {};

TEST_F(CallResultsDeskTest, CountsWhatAVisitorReportsWithoutAnAnswer) {
  const ClientId client = connect_and_greet();
  say(client, CallResult{.outcome = CallOutcome::kLost, .path = protocol::CallPath::kDirect});
  EXPECT_EQ(desk.calls().lost, 1U);
  EXPECT_TRUE(outlet.take(client).empty());
}

}  // namespace
}  // namespace nexus::matching
