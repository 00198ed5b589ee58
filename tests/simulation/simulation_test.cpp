// SPDX-License-Identifier: MIT
#include "simulation/simulation.hpp"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

namespace nexus::simulation {
namespace {

/// Instrumented builds are some ten times slower.
#if defined(NEXUS_SANITIZE)
constexpr std::uint64_t kSeeds = 40;
constexpr std::uint64_t kMutantSeeds = 0;
#else
constexpr std::uint64_t kSeeds = 300;
constexpr std::uint64_t kMutantSeeds = 1000;
#endif

std::string trace_of(std::uint64_t seed) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* sink = open_memstream(&text, &size);
  (void)run({.seed = seed, .mutant = Mutant::kNone, .trace = sink});
  std::fclose(sink);
  std::string trace(text, size);
  std::free(text);
  return trace;
}

TEST(Simulation, HoldsEveryInvariantUnderFaults) {
  std::uint64_t meetings = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const RunOptions options{.seed = seed};
    const Outcome outcome = run(options);
    EXPECT_FALSE(outcome.violation) << report(options, outcome);
    meetings += outcome.meetings;
  }
  EXPECT_GT(meetings, kSeeds);  // visitors did meet
}

TEST(Simulation, RepeatsASeedByteForByte) {
  for (const std::uint64_t seed : {3U, 14U, 15U}) {
    const std::string trace = trace_of(seed);
    EXPECT_GT(trace.size(), 1000U);
    EXPECT_EQ(trace, trace_of(seed)) << "seed " << seed;
  }
}

TEST(Simulation, DiffersBetweenSeeds) {
  EXPECT_NE(run({.seed = 1}).trace_hash, run({.seed = 2}).trace_hash);
}

class EveryMutant : public testing::TestWithParam<MutantInfo> {};

TEST_P(EveryMutant, IsNoticed) {
  if (kMutantSeeds == 0) GTEST_SKIP() << "too slow when instrumented";
  const auto is_noticed_by = [](std::uint64_t seed) {
    return run({.seed = seed, .mutant = GetParam().mutant}).violation.has_value();
  };
  std::uint64_t seed = GetParam().likely_seed;
  if (!is_noticed_by(seed)) {
    seed = 1;
    while (seed <= kMutantSeeds && !is_noticed_by(seed)) ++seed;
  }
  EXPECT_LE(seed, kMutantSeeds);
  RecordProperty("seed", std::to_string(seed));
}

INSTANTIATE_TEST_SUITE_P(Simulation, EveryMutant, testing::ValuesIn(kMutants),
                         [](const auto& param) {
                           std::string name(param.param.name);
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace nexus::simulation
