// SPDX-License-Identifier: MIT
#include "simulation/crowd.hpp"

#include <map>
#include <utility>

#include <gtest/gtest.h>

namespace nexus::simulation {
namespace {

/// Instrumented builds are some ten times slower. They judge no mutant and simulate fewer seeds: it
/// is the same code.
#if defined(NEXUS_SANITIZE)
constexpr bool kJudgesMutants = false;
constexpr std::uint64_t kSeeds = 1;
#else
constexpr bool kJudgesMutants = true;
constexpr std::uint64_t kSeeds = 8;
#endif

/// What two visitors receive in 20 s that skip as fast as allowed: five at once, then one a second.
constexpr std::size_t kLearnedMax = 2 * (5 + 20);

CrowdOutcome crowd(std::size_t ghosts, std::size_t networks,
                   CrowdMutant mutant = CrowdMutant::kNone) {
  return simulate_crowd(
      {.counts = {.ghosts = ghosts}, .ghost_networks = networks, .mutant = mutant});
}

/// Whether ghosts cost the others a fifth of their rooms, or make them wait twice as long.
bool is_harmed(const CrowdOutcome& outcome, const CrowdOutcome& without) {
  return outcome.rooms_per_second < 0.8 * without.rooms_per_second ||
         outcome.wait_p90_ms > 2 * without.wait_p90_ms;
}

TEST(CrowdTest, MeetsThoughGhostsOfOneNetworkSearchToo) {
  const CrowdOutcome without = crowd(0, 1);
  EXPECT_GT(without.rooms_per_second, 3);
  const CrowdOutcome with = crowd(18, 1);
  EXPECT_GE(with.rooms_per_second, 0.8 * without.rooms_per_second);
  EXPECT_LE(with.wait_p90_ms, 2 * without.wait_p90_ms);
}

TEST(CrowdTest, MeetsThoughGhostsOfFourNetworksSearchToo) {
  const CrowdOutcome without = crowd(0, 1);
  const CrowdOutcome with = crowd(72, 4);
  EXPECT_GE(with.rooms_per_second, 0.8 * without.rooms_per_second);
  EXPECT_LE(with.wait_p90_ms, 2 * without.wait_p90_ms);
}

TEST(CrowdTest, TellsGhostsOfOneNetworkNoMoreThanTwoVisitorsLearn) {
  const CrowdOutcome with = crowd(18, 1);
  EXPECT_GT(with.ghosts_learned, 0U);
  EXPECT_LE(with.ghosts_learned, kLearnedMax);
}

TEST(CrowdTest, SuffersWithoutWhatStopsGhosts) {
  if (!kJudgesMutants) GTEST_SKIP();
  const CrowdOutcome without = crowd(0, 1);
  EXPECT_TRUE(is_harmed(crowd(18, 1, CrowdMutant::kNoConduct), without));
  EXPECT_GT(crowd(18, 1, CrowdMutant::kNoConduct).ghosts_learned, kLearnedMax);
  // Without the news of a no-show, each costs a visitor eight seconds: measured while the first
  // ghosts are not known yet.
  EXPECT_GT(crowd(72, 72, CrowdMutant::kDeafHome).wait_p90_ms, 2 * crowd(72, 72).wait_p90_ms);
}

/// The sums over several seeds: the waits of one crowd of 200 vary by a fifth.
CrowdOutcome of_seeds(const CrowdCounts& counts) {
  CrowdOutcome sum;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const CrowdOutcome one = simulate_crowd({.seed = seed, .counts = counts, .talk_seconds = 20});
    sum.rooms_per_second += one.rooms_per_second;
    sum.wait_p90_ms += one.wait_p90_ms;
    sum.honest_worked += one.honest_worked;
  }
  return sum;
}

TEST(CrowdTest, DelaysNobodyBehindTheSameNat) {
  const CrowdOutcome own = of_seeds({.honest = 200});
  const CrowdOutcome shared = of_seeds({.honest = 0, .behind_nat = 200});
  EXPECT_GE(shared.rooms_per_second, 0.8 * own.rooms_per_second);
  EXPECT_LE(shared.wait_p90_ms, 1.2 * own.wait_p90_ms);
  EXPECT_EQ(shared.honest_worked, 0U);
}

/// 400 visitors, and perhaps abusers. Simulated once: it takes seconds.
const CrowdOutcome& mixed(bool with_abusers, CrowdMutant mutant = CrowdMutant::kNone) {
  static std::map<std::pair<bool, CrowdMutant>, CrowdOutcome> outcomes;
  const auto found = outcomes.find({with_abusers, mutant});
  if (found != outcomes.end()) return found->second;
  const CrowdCounts counts = with_abusers ? mixed_crowd() : honest_crowd();
  return outcomes[{with_abusers, mutant}] = simulate_crowd(
             {.counts = counts, .ghost_networks = 4, .talk_seconds = 20, .mutant = mutant});
}

TEST(MixedCrowdTest, WaitsLittleLongerAmongAbusersOfEachKind) {
  EXPECT_LE(mixed(true).wait_p90_ms, 1.2 * mixed(false).wait_p90_ms);
  EXPECT_LE(mixed(true).nat_wait_p90_ms, 1.2 * mixed(false).nat_wait_p90_ms);
  EXPECT_GE(mixed(true).rooms_per_second, 0.8 * mixed(false).rooms_per_second);
  if (!kJudgesMutants) return;
  EXPECT_GT(mixed(true, CrowdMutant::kNoConduct).wait_p90_ms, 2 * mixed(false).wait_p90_ms);
}

TEST(MixedCrowdTest, SlowsNoHonestVisitorDownByFalseReports) {
  EXPECT_EQ(mixed(true).honest_cooled, 0U);
}

TEST(ReportingCrowdTest, SlowsOffendersAndNobodyElse) {
  const auto crowd_with = [](CrowdMutant mutant) {
    return simulate_crowd({.counts = reporting_crowd(),
                           .talk_seconds = 20,
                           .warm_up_seconds = kReportingWarmUpSeconds,
                           .mutant = mutant});
  };
  const CrowdOutcome outcome = crowd_with(CrowdMutant::kNone);
  EXPECT_EQ(outcome.honest_cooled, 0U);
  EXPECT_GE(outcome.offenders_cooled, 7U);
  if (!kJudgesMutants) return;
  EXPECT_LE(outcome.offences_per_second,
            0.25 * crowd_with(CrowdMutant::kNoCoolDown).offences_per_second);
  EXPECT_GT(crowd_with(CrowdMutant::kEveryReport).honest_cooled, 0U);
}

TEST(MixedCrowdTest, LetsAFloodSearchLess) {
  if (!kJudgesMutants) GTEST_SKIP();
  EXPECT_LE(mixed(true).abusers_searches_per_second,
            0.75 * mixed(true, CrowdMutant::kNoWork).abusers_searches_per_second);
}

TEST(NatCrowdTest, IsAskedForWorkAboveTheRateAndNeverRefused) {
  const CrowdOptions rush{.counts = {.honest = 0, .behind_nat = 200}, .talk_seconds = 3};
  CrowdOptions refused = rush;
  refused.mutant = CrowdMutant::kRefusal;
  EXPECT_EQ(mixed(true).honest_refused, 0U);
  const CrowdOutcome outcome = simulate_crowd(rush);
  EXPECT_EQ(outcome.honest_refused, 0U);
  EXPECT_GT(outcome.honest_worked, 0U);
  if (kJudgesMutants) {
    EXPECT_GT(simulate_crowd(refused).honest_refused, 0U);
  }
}

}  // namespace
}  // namespace nexus::simulation
