// SPDX-License-Identifier: MIT
#include "simulation/crowd.hpp"

#include <utility>

#include <fmt/format.h>

namespace nexus::simulation {
namespace {

constexpr std::pair<std::string_view, CrowdMutant> kMutants[] = {
    {"deaf-home", CrowdMutant::kDeafHome},      {"no-conduct", CrowdMutant::kNoConduct},
    {"no-work", CrowdMutant::kNoWork},          {"refusal", CrowdMutant::kRefusal},
    {"no-cool-down", CrowdMutant::kNoCoolDown}, {"every-report", CrowdMutant::kEveryReport},
};

std::string report_ghosts(std::uint64_t seed, CrowdMutant mutant) {
  std::string text =
      fmt::format("{:<30} {:>8} {:>12} {:>16}\n", "", "rooms/s", "p90 wait ms", "learned in 20 s");
  const auto add = [&](std::string_view name, std::size_t ghosts, std::size_t networks) {
    const CrowdOutcome outcome = simulate_crowd(
        {.seed = seed, .counts = {.ghosts = ghosts}, .ghost_networks = networks, .mutant = mutant});
    text += fmt::format("{:<30} {:>8.1f} {:>12.0f} {:>16}\n", name, outcome.rooms_per_second,
                        outcome.wait_p90_ms, outcome.ghosts_learned);
  };
  add("40 visitors", 0, 1);
  add("and 18 ghosts, 1 network", 18, 1);
  add("and 72 ghosts, 4 networks", 72, 4);
  return text;
}

std::string report_mixed(std::uint64_t seed, CrowdMutant mutant) {
  std::string text = fmt::format("{:<30} {:>8} {:>8} {:>8} {:>9} {:>8} {:>7} {:>7} {:>10} {:>11}\n",
                                 "", "rooms/s", "p90 ms", "NAT p90", "abusers'", "offences",
                                 "refused", "worked", "honest", "offenders");
  text += fmt::format("{:<30} {:>8} {:>8} {:>8} {:>9} {:>8} {:>7} {:>7} {:>10} {:>11}\n", "", "",
                      "", "", "finds/s", "a second", "", "", "slowed", "slowed");
  const auto add = [&](std::string_view name, const CrowdOptions& options) {
    const CrowdOutcome out = simulate_crowd(options);
    text += fmt::format(
        "{:<30} {:>8.1f} {:>8.0f} {:>8.0f} {:>9.1f} {:>8.1f} {:>7} {:>7} {:>10} {:>11}\n", name,
        out.rooms_per_second, out.wait_p90_ms, out.nat_wait_p90_ms, out.abusers_searches_per_second,
        out.offences_per_second, out.honest_refused, out.honest_worked, out.honest_cooled,
        out.offenders_cooled);
  };
  const auto crowd = [&](const CrowdCounts& counts, CrowdMutant broken, double talk = 20) {
    return CrowdOptions{.seed = seed,
                        .counts = counts,
                        .ghost_networks = 4,
                        .talk_seconds = talk,
                        .mutant = broken};
  };
  add("400 visitors, 200 of one NAT", crowd(honest_crowd(), mutant));
  add("and 5 % abusers of each kind", crowd(mixed_crowd(), mutant));
  if (mutant == CrowdMutant::kNone) {
    for (const auto& [name, broken] : kMutants) {
      add(fmt::format("  {}", name), crowd(mixed_crowd(), broken));
    }
  }
  CrowdOptions reporting = crowd(reporting_crowd(), mutant);
  reporting.warm_up_seconds = kReportingWarmUpSeconds;
  add("220, 10 reported by others", reporting);
  if (mutant == CrowdMutant::kNone) {
    for (const auto& [name, broken] : kMutants) {
      if (broken != CrowdMutant::kNoCoolDown && broken != CrowdMutant::kEveryReport) continue;
      reporting.mutant = broken;
      add(fmt::format("  {}", name), reporting);
    }
  }
  add("200 of one NAT skip every 3 s", crowd({.honest = 0, .behind_nat = 200}, mutant, 3));
  if (mutant == CrowdMutant::kNone) {
    add("  refusal", crowd({.honest = 0, .behind_nat = 200}, CrowdMutant::kRefusal, 3));
  }
  return text;
}

}  // namespace

CrowdCounts honest_crowd() { return {.honest = 200, .behind_nat = 200}; }

CrowdCounts reporting_crowd() { return {.honest = 200, .liars = 10, .offenders = 10}; }

CrowdCounts mixed_crowd() {
  constexpr std::size_t kEach = 20;  // 5 % of 400
  return {.honest = 200,
          .behind_nat = 200,
          .ghosts = kEach,
          .joiners = kEach,
          .flooders = kEach,
          .hoppers = kEach,
          .liars = kEach,
          .offenders = kEach};
}

std::string report_crowd(std::uint64_t seed, CrowdMutant mutant) {
  return report_ghosts(seed, mutant) + "\n" + report_mixed(seed, mutant);
}

CrowdMutant crowd_mutant(std::string_view name) {
  for (const auto& [known, mutant] : kMutants) {
    if (known == name) return mutant;
  }
  return CrowdMutant::kNone;
}

}  // namespace nexus::simulation
