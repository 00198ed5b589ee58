// SPDX-License-Identifier: MIT
#include "simulation/scenario.hpp"

#include <algorithm>

namespace nexus::simulation {
namespace {

/// Small crowds reach rare states soonest; a large one is used sometimes, for effects of crowds.
std::size_t crowd(Dice& dice) {
  const auto kind = dice.below(100);
  if (kind < 60) return static_cast<std::size_t>(dice.between(2, 6));
  if (kind < 90) return static_cast<std::size_t>(dice.between(5, 25));
  if (kind < 99) return static_cast<std::size_t>(dice.between(20, 120));
  return static_cast<std::size_t>(dice.between(300, 1500));
}

Fault make_fault(Dice& dice, Micros end, const std::vector<FaultKind>& kinds) {
  Fault fault{.at = dice.between(2 * kSecond, end), .kind = kinds[dice.index(kinds.size())]};
  fault.target = static_cast<std::size_t>(dice.below(1000));
  const bool is_long = dice.chance(0.4);
  fault.length =
      is_long ? dice.between(5 * kSecond, 20 * kSecond) : dice.between(kSecond / 20, 4 * kSecond);
  fault.lost = dice.chance(0.3) ? dice.between(2 * kSecond, 9 * kSecond)
                                : dice.between(kSecond / 100, 2 * kSecond);
  return fault;
}

}  // namespace

Scenario make_scenario(Dice& dice) {
  Scenario scenario;
  scenario.matching_nodes = static_cast<std::size_t>(dice.between(1, 4));
  scenario.signalling_nodes = static_cast<std::size_t>(dice.between(1, 3));
  scenario.visitors = crowd(dice);
  scenario.intruders = dice.chance(0.4) ? static_cast<std::size_t>(dice.between(1, 3)) : 0;
  scenario.wall_skew_ms_most = dice.chance(0.3) ? dice.between(0, 14'000) : 0;
  scenario.coarse_store_clock = dice.chance(0.3);
  scenario.faults_end = dice.between(15 * kSecond, 60 * kSecond);

  scenario.link_delays.least = dice.between(200, 20'000);
  scenario.link_delays.most = scenario.link_delays.least + dice.between(1'000, 150'000);
  scenario.link_delays.spike = dice.chance(0.3) ? 0.05 : 0.005;
  scenario.store_delays.most = dice.chance(0.2) ? 80'000 : 3'000;

  Habits& habits = scenario.habits;
  habits.arrival_most = dice.between(1, 20) * kSecond;
  habits.talk_most = dice.between(1, 30) * kSecond;
  habits.rest_most = dice.chance(0.5) ? kSecond / 10 : 3 * kSecond;
  habits.impatient = dice.chance(0.5) ? 0.05 : 0.4;
  habits.no_show = dice.chance(0.7) ? 0.03 : 0.2;
  habits.vanish = dice.chance(0.7) ? 0.05 : 0.25;
  habits.flicker = dice.chance(0.15) ? 0.2 : 0.0;
  habits.hidden = dice.chance(0.2) ? 0.3 : 0.0;
  habits.text_mode = dice.chance(0.3) ? 0.4 : 0.0;

  // Some runs have only one kind of fault, or none, because a fault may hide the effect of another.
  std::vector<FaultKind> kinds;
  const double share = dice.chance(0.5) ? 0.25 : 0.8;
  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    if (dice.chance(share)) kinds.push_back(static_cast<FaultKind>(kind));
  }
  const auto faults = kinds.empty() ? 0 : dice.between(0, 8);
  for (std::int64_t i = 0; i < faults; ++i) {
    scenario.faults.push_back(make_fault(dice, scenario.faults_end, kinds));
  }
  std::sort(scenario.faults.begin(), scenario.faults.end(),
            [](const Fault& a, const Fault& b) { return a.at < b.at; });
  if (dice.chance(0.1)) scenario.unfit_tickets = static_cast<std::size_t>(dice.between(64, 400));
  // Not random, so that other seeds lead to the same runs as before.
  habits.likes = scenario.visitors % 3 == 0;
  return scenario;
}

}  // namespace nexus::simulation
