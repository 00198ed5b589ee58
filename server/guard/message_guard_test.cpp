// SPDX-License-Identifier: MIT
#include "guard/message_guard.hpp"

#include <gtest/gtest.h>

namespace nexus::guard {
namespace {

using std::chrono::milliseconds;
using Kind = Verdict::Kind;

constexpr ClientId kAnna{1};
constexpr ClientId kBen{2};

constexpr Cost kPlain{};
constexpr Cost kCostly{.costly = true};

class MessageGuardTest : public testing::Test {
 protected:
  /// How many of `messages` sent at once are admitted.
  int admitted(ClientId client, int messages, const Cost& cost) {
    int count = 0;
    for (int i = 0; i < messages; ++i) {
      count += guard.judge(client, cost, 100).kind == Kind::kAdmitted ? 1 : 0;
    }
    return count;
  }

  ManualClock clock;
  MessageGuard guard{MessageLimits{}, clock};
};

TEST_F(MessageGuardTest, AdmitsAHundredInTenSeconds) {
  EXPECT_EQ(admitted(kAnna, 110, kPlain), 100);
  clock.advance(milliseconds(1000));
  EXPECT_EQ(admitted(kAnna, 11, kPlain), 10);
  clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(admitted(kAnna, 110, kPlain), 100);
}

TEST_F(MessageGuardTest, CountsALongMessageAsSeveral) {
  int admitted = 0;
  while (guard.judge(kAnna, kPlain, 16 * 1024).kind == Kind::kAdmitted) ++admitted;
  EXPECT_EQ(admitted, 34);  // three each
  EXPECT_EQ(guard.judge(kBen, kPlain, 64 * 1024).kind, Kind::kAdmitted);
  for (int i = 0; i < 91; ++i) {
    EXPECT_EQ(guard.judge(kBen, kPlain, 8 * 1024 - 1).kind, Kind::kAdmitted);
  }
  EXPECT_EQ(guard.judge(kBen, kPlain, 0).kind, Kind::kRefused);
}

TEST_F(MessageGuardTest, CountsAMessageByTheWorkThatItCauses) {
  constexpr Cost kSearch{.messages = 3};
  EXPECT_EQ(admitted(kAnna, 50, kSearch), 34);
  constexpr Cost kFiltered{.bytes = 2048};
  int descriptions = 0;
  while (guard.judge(kBen, kFiltered, 16 * 1024).kind == Kind::kAdmitted) ++descriptions;
  EXPECT_EQ(descriptions, 12);  // nine each
}

TEST_F(MessageGuardTest, AdmitsFewerOfTheCostlyOnes) {
  EXPECT_EQ(admitted(kAnna, 6, kCostly), 5);
  clock.advance(milliseconds(1000));
  EXPECT_EQ(admitted(kAnna, 6, kCostly), 5);
  EXPECT_EQ(admitted(kAnna, 50, kPlain), 50);
}

TEST_F(MessageGuardTest, SaysWhenToComeBackAndIsRight) {
  EXPECT_EQ(admitted(kAnna, 5, kCostly), 5);
  const Verdict verdict = guard.judge(kAnna, kCostly, 100);
  EXPECT_EQ(verdict.kind, Kind::kRefused);
  EXPECT_EQ(verdict.retry_after, milliseconds(200));
  clock.advance(verdict.retry_after);
  EXPECT_EQ(guard.judge(kAnna, kCostly, 100).kind, Kind::kAdmitted);
}

TEST_F(MessageGuardTest, NobodyPaysForAnother) {
  EXPECT_EQ(admitted(kAnna, 1000, kPlain), 100);
  EXPECT_EQ(admitted(kBen, 100, kPlain), 100);
}

TEST_F(MessageGuardTest, EndsAFlood) {
  EXPECT_EQ(admitted(kAnna, 100 + 20, kPlain), 100);
  EXPECT_EQ(guard.judge(kAnna, kPlain, 100).kind, Kind::kTooMany);
  EXPECT_EQ(guard.judge(kAnna, kPlain, 100).kind, Kind::kTooMany);
}

TEST_F(MessageGuardTest, NeverClosesWhoIsALittleTooFast) {
  int refused = 0;
  for (int i = 0; i < 6 * 600; ++i) {  // six a second for ten minutes
    const Verdict verdict = guard.judge(kAnna, kCostly, 100);
    ASSERT_NE(verdict.kind, Kind::kTooMany);
    refused += verdict.kind == Kind::kRefused ? 1 : 0;
    clock.advance(i % 3 == 0 ? milliseconds(166) : milliseconds(167));
  }
  EXPECT_NEAR(refused, 600, 10);
}

TEST_F(MessageGuardTest, ASocketThatClosedIsForgotten) {
  EXPECT_EQ(admitted(kAnna, 200, kPlain), 100);
  guard.close(kAnna);
  EXPECT_EQ(admitted(kAnna, 100, kPlain), 100);
}

TEST_F(MessageGuardTest, KeepsNothingAboutIdleSockets) {
  constexpr std::uint64_t kIdle = 10'000;
  const auto greet = [&](std::uint64_t first) {
    for (std::uint64_t i = 0; i < kIdle; ++i) (void)guard.judge(ClientId{first + i}, kCostly, 100);
  };
  greet(100);
  EXPECT_EQ(guard.size(), kIdle);
  EXPECT_EQ(admitted(kAnna, 200, kPlain), 100);
  clock.advance(milliseconds(200));
  greet(100 + kIdle);
  EXPECT_LE(guard.size(), kIdle + 1);
  EXPECT_EQ(admitted(kAnna, 200, kPlain), 2) << "a busy socket is not forgotten";
}

TEST_F(MessageGuardTest, RemembersThatAnIdleSocketResumed) {
  guard.resume(kAnna);
  clock.advance(std::chrono::minutes(1));
  for (std::uint64_t i = 0; i < 1000; ++i) (void)guard.judge(ClientId{100 + i}, kPlain, 100);
  EXPECT_EQ(admitted(kAnna, 40, kCostly), 5 + 30);
}

TEST_F(MessageGuardTest, WhoComesBackMaySayAtOnceWhatItSaidMeanwhile) {
  guard.resume(kAnna);
  EXPECT_EQ(admitted(kAnna, 40, kCostly), 5 + 30);
  guard.resume(kAnna);  // the allowance is granted only once
  EXPECT_EQ(admitted(kAnna, 10, kCostly), 0);
}

TEST_F(MessageGuardTest, LimitsCanBeTurnedOff) {
  MessageGuard open_door({.all = {.count = 0}, .costly = {.count = 0}}, clock);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(open_door.judge(kAnna, kCostly, 100).kind, Kind::kAdmitted);
  }
}

}  // namespace
}  // namespace nexus::guard
