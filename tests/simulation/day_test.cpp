// Compares the estimates of waits with the actual waits.
// SPDX-License-Identifier: MIT
#include "simulation/day.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::simulation {
namespace {

/// The median of fewer is chance.
constexpr std::size_t kJudgedMin = 50;

template <class Which>
Verdict judge_only(const DayOutcome& day, Which which) {
  std::vector<EstimatedWait> some;
  std::copy_if(day.estimated.begin(), day.estimated.end(), std::back_inserter(some), which);
  return judge(some);
}

/// Simulates each day once.
const DayOutcome& day_of(std::uint64_t seed) {
  static std::map<std::uint64_t, DayOutcome> days;
  const auto [entry, is_new] = days.try_emplace(seed);
  if (is_new) entry->second = simulate_day({.seed = seed});
  return entry->second;
}

class ADay : public testing::TestWithParam<std::uint64_t> {
 protected:
  const DayOutcome& day = day_of(GetParam());
};

TEST_P(ADay, EstimatesTheTypicalWaitWithinAFactorOfTwoInEveryHourAndForAllWishes) {
  std::size_t judged = 0;
  for (std::size_t hour = 0; hour < 24; ++hour) {
    for (std::size_t i = 0; i < kWishesNames.size(); ++i) {
      const Verdict verdict = judge_only(day, [&](const EstimatedWait& one) {
        return one.hour == hour && one.wishes == static_cast<Wishes>(i);
      });
      if (verdict.count < kJudgedMin) continue;
      ++judged;
      EXPECT_GE(verdict.ratio(), 0.5) << hour << ":00, wishes: " << kWishesNames[i];
      EXPECT_LE(verdict.ratio(), 2.0) << hour << ":00, wishes: " << kWishesNames[i];
    }
  }
  EXPECT_GE(judged, 50U);  // of 96: at night there are too few visitors
  if (HasFailure()) std::puts(report(day).c_str());
}

TEST_P(ADay, OverestimatesAsOftenAsItUnderestimates) {
  for (std::size_t i = 0; i < kWishesNames.size(); ++i) {
    const Verdict verdict = judge_only(
        day, [&](const EstimatedWait& one) { return one.wishes == static_cast<Wishes>(i); });
    EXPECT_GE(verdict.longer, 0.4) << "wishes: " << kWishesNames[i];
    EXPECT_LE(verdict.longer, 0.6) << "wishes: " << kWishesNames[i];
    // The true median would reach 46 %.
    EXPECT_GE(verdict.within_two, 0.4) << "wishes: " << kWishesNames[i];
  }
}

TEST_P(ADay, GivesNearlyAllWaitingVisitorsAnEstimate) {
  EXPECT_GE(day.estimated.size(), day.waits * 9 / 10);
  EXPECT_LT(day.waits, day.finds);
}

// Instrumented builds are some ten times slower, and simulate one day.
#if defined(NEXUS_SANITIZE)
INSTANTIATE_TEST_SUITE_P(Seeds, ADay, testing::Values(1));
#else
INSTANTIATE_TEST_SUITE_P(Seeds, ADay, testing::Values(1, 2, 3));

TEST(ADayOfOneSeed, IsAlwaysTheSame) {
  EXPECT_EQ(report(simulate_day({.seed = 1})), report(day_of(1)));
}
#endif

}  // namespace
}  // namespace nexus::simulation
