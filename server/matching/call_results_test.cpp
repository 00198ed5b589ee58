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
  MatchingMetrics metrics({});
  CallResults results(metrics, clock, Log(LogLevel::kError));
  for (const auto outcome : {CallOutcome::kConnected, CallOutcome::kNoPath, CallOutcome::kNoPath,
                             CallOutcome::kNoRelay, CallOutcome::kLost}) {
    results.add({.outcome = outcome});
  }
  const auto counted = [&](CallOutcome outcome) {
    return metrics.calls.value(outcome, protocol::CallPath::kNone);
  };
  EXPECT_EQ(counted(CallOutcome::kConnected), 1U);
  EXPECT_EQ(counted(CallOutcome::kNoPath), 2U);
  EXPECT_EQ(counted(CallOutcome::kNoRelay), 1U);
  EXPECT_EQ(counted(CallOutcome::kLost), 1U);
}

TEST(CallResultsTest, MeasuresTheStartOfCallsThatConnect) {
  using protocol::CallPath;
  const ManualClock clock;
  MatchingMetrics metrics({});
  CallResults results(metrics, clock, Log(LogLevel::kError));
  const auto connected = [](CallPath path, std::optional<std::int64_t> setup_ms) {
    return CallResult{.outcome = CallOutcome::kConnected, .path = path, .setup_ms = setup_ms};
  };
  results.add(connected(CallPath::kRelayTls, 1'250));
  results.add(connected(CallPath::kRelayTls, std::nullopt));  // no picture came
  results.add(connected(CallPath::kNone, 1));                 // nonsense of a stranger's page
  EXPECT_EQ(metrics.calls.value(CallOutcome::kConnected, CallPath::kRelayTls), 2U);
  EXPECT_EQ(metrics.call_setup.count(CallPath::kRelayTls), 1U);
  EXPECT_EQ(metrics.call_setup.seconds(CallPath::kRelayTls), 1.25);
  EXPECT_EQ(metrics.call_setup.count(CallPath::kDirect), 0U);
}

TEST(CallResultsTest, NamesWhatTheOperatorShouldLookAt) {
  const ManualClock clock;
  MatchingMetrics metrics({});
  CallResults results(metrics, clock, Log());
  const auto fails = [&] { results.add({.outcome = CallOutcome::kNoRelay, .code = 401}); };
  EXPECT_THAT(logged_by(fails), AllOf(HasSubstr("calls_failed outcome=no_relay count=1 code=401"),
                                      HasSubstr("ice.turn_secrets")));
}

TEST(CallResultsTest, LogsAKindOnceAMinuteWithTheNumberSince) {
  ManualClock clock;
  MatchingMetrics metrics({});
  CallResults results(metrics, clock, Log());
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
  MatchingMetrics metrics({});
  CallResults results(metrics, clock, Log());
  EXPECT_EQ(logged_by([&] { results.add({.outcome = CallOutcome::kConnected}); }), "");
}

class CallResultsDeskTest : public DeskFixture {};

TEST_F(CallResultsDeskTest, CountsWhatAVisitorReportsWithoutAnAnswer) {
  const ClientId client = connect_and_greet();
  say(client, CallResult{.outcome = CallOutcome::kLost, .path = protocol::CallPath::kDirect});
  EXPECT_EQ(desk.metrics().calls.value(CallOutcome::kLost, protocol::CallPath::kDirect), 1U);
  EXPECT_TRUE(outlet.take(client).empty());
}

}  // namespace
}  // namespace nexus::matching
