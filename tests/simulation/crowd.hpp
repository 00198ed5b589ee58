// A crowd in virtual time, with ghosts: visitors that search and never come to their matches.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::simulation {

/// What keeps ghosts from harm, broken on purpose: the tests must notice each.
enum class CrowdMutant : std::uint8_t {
  kNone,
  kDeafHome,   ///< homes are not notified that a visitor will not come
  kNoConduct,  ///< networks are not judged by what their visitors did
};

struct CrowdOptions {
  std::uint64_t seed = 1;
  std::size_t honest = 40;
  bool honest_share_a_network = false;  ///< behind the NAT of a carrier
  std::size_t ghosts = 0;
  std::size_t ghost_networks = 1;
  /// How long a conversation takes, on average, until one of the two skips.
  double talk_seconds = 3;
  CrowdMutant mutant = CrowdMutant::kNone;
};

/// Measured over kCrowdSeconds, after a warm-up of as long.
inline constexpr int kCrowdSeconds = 60;

struct CrowdOutcome {
  double rooms_per_second = 0;  ///< in which both visitors are honest and came
  double wait_p90_ms = 0;       ///< of honest visitors, from the search to the partner
  /// Descriptions of honest visitors that ghosts received in their first 20 s.
  std::size_t ghosts_learned = 0;
  std::size_t without_description = 0;  ///< matches of honest visitors that came without one
  std::size_t matches = 0;              ///< of honest visitors
};

[[nodiscard]] CrowdOutcome simulate_crowd(const CrowdOptions& options);

/// A table: nobody, 18 ghosts of one network, 72 of four.
[[nodiscard]] std::string report_crowd(std::uint64_t seed, CrowdMutant mutant);

}  // namespace nexus::simulation
