// What a seed decides in advance: the deployment, the crowd and the faults.
// SPDX-License-Identifier: MIT
#pragma once

#include "simulation/links.hpp"
#include "simulation/store_port.hpp"
#include "simulation/world.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace nexus::simulation {

enum class FaultKind : std::uint8_t {
  kCrashMatching,
  kCrashSignalling,
  kDrainSignalling,
  kStallMatching,
  kStallSignalling,
  kStoreAway,
  kStorePause,
  kStoreFlush,
  kStoreFailover,
  kStoreConnection,  ///< one node loses its connection to the store
  kCutLinks,         ///< many visitors lose their connections at once
};
inline constexpr std::size_t kFaultKinds = 11;

struct Fault {
  Micros at = 0;
  FaultKind kind = FaultKind::kStoreFlush;
  std::size_t target = 0;
  Micros length = 0;
  Micros lost = 0;  ///< of a fail-over: how many of the latest writes are lost, by time
};

/// How visitors behave. Probabilities are per occasion.
struct Habits {
  Micros arrival_most = 20'000'000;
  Micros talk_most = 15'000'000;
  Micros rest_most = 3'000'000;
  Micros chat_most = 2'000'000;
  double impatient = 0.1;  ///< cancels or searches again before it is matched
  double no_show = 0.03;   ///< joins a room late or never
  double vanish = 0.08;    ///< vanishes without a leave
  double flicker = 0.0;    ///< loses the room socket repeatedly, and resumes
  double hidden = 0.0;     ///< sends, in a conversation, that its page is hidden
  double text_mode = 0.0;  ///< share of visitors in the other mode
  bool likes = false;      ///< likes half of its partners, and searches for them again
};

struct Scenario {
  std::size_t matching_nodes = 1;
  std::size_t signalling_nodes = 1;
  std::size_t visitors = 2;
  std::size_t intruders = 0;
  std::size_t unfit_tickets = 0;
  std::int64_t wall_skew_ms_most = 0;
  bool coarse_store_clock = false;
  Micros faults_end = 30'000'000;
  LinkDelays link_delays;
  StoreDelays store_delays;
  Habits habits;
  std::vector<Fault> faults;
};

[[nodiscard]] Scenario make_scenario(Dice& dice);

}  // namespace nexus::simulation
