// SPDX-License-Identifier: MIT
#include "credentials/work_challenge.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

using namespace std::chrono_literals;

std::int64_t solve(std::string_view challenge, unsigned bits) {
  std::int64_t nonce = 0;
  while (!is_solved(challenge, nonce, bits)) ++nonce;
  return nonce;
}

class WorkChallengeTest : public testing::Test {
 protected:
  static WorkChallenges challenges_of(std::string_view secret) {
    return WorkChallenges(Keyring::create({std::string(secret)}, "work").value());
  }
  [[nodiscard]] std::optional<WorkId> check(std::string_view text, std::int64_t number,
                                            NetworkTag network, WallTime at) const {
    return challenges.check(text, number, network, node, at);
  }

  SeededRandom random{7};
  const WorkChallenges challenges = challenges_of("a secret of good length");
  const NodeName node{"a"};
  const NetworkTag ours = NetworkTag::random(random);
  const WallTime now{1'760'000'000s};
  const std::string challenge = challenges.issue(ours, node, 8, now, random);
  const std::int64_t nonce = solve(challenge, 8);
};

// clients/js/src/find-nonce.test.ts has the same numbers:
// printf 'nexuschat:4921' | sha256sum
TEST(IsSolved, CountsTheZeroBitsInFrontOfTheHash) {
  EXPECT_EQ(solve("nexuschat", 0), 0);
  EXPECT_EQ(solve("nexuschat", 8), 315);
  EXPECT_EQ(solve("nexuschat", 14), 4921);
  EXPECT_FALSE(is_solved("nexuschat", 4921, 64));
}

TEST_F(WorkChallengeTest, AcceptsASolutionWhileTheChallengeIsFresh) {
  const auto id = check(challenge, nonce, ours, now);
  ASSERT_TRUE(id);
  EXPECT_EQ(check(challenge, nonce, ours, now + kWorkChallengeLife), id);
  EXPECT_FALSE(check(challenge, nonce, ours, now + kWorkChallengeLife + 1ms));
  EXPECT_FALSE(check(challenge, nonce, ours, now - 1ms));
}

TEST_F(WorkChallengeTest, IsBoundToItsNetworkItsNodeAndItsSecret) {
  EXPECT_FALSE(check(challenge, nonce, NetworkTag::random(random), now));
  EXPECT_FALSE(challenges.check(challenge, nonce, ours, NodeName{"b"}, now));
  EXPECT_FALSE(
      challenges_of("another secret of good length").check(challenge, nonce, ours, node, now));
}

TEST_F(WorkChallengeTest, RefusesAWrongNonceAndAnyChangedText) {
  std::int64_t wrong = 0;
  while (is_solved(challenge, wrong, 8)) ++wrong;
  EXPECT_FALSE(check(challenge, wrong, ours, now));
  EXPECT_FALSE(check("", 0, ours, now));
  for (std::size_t i = 0; i < challenge.size(); ++i) {
    std::string changed = challenge;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(check(changed, solve(changed, 8), ours, now)) << i;
  }
}

TEST_F(WorkChallengeTest, NeverIssuesTheSameTwiceAndNamesNoNetwork) {
  EXPECT_NE(challenges.issue(ours, node, 8, now, random), challenge);
  EXPECT_EQ(challenge.find(ours.text()), std::string::npos);
  EXPECT_LE(challenge.size(), 128U);
}

}  // namespace
}  // namespace nexus::credentials
