// A crowd in virtual time, with abusers among honest visitors.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::simulation {

/// What keeps abusers from harm, broken on purpose: the tests must notice each.
enum class CrowdMutant : std::uint8_t {
  kNone,
  kDeafHome,     ///< homes are not notified that a visitor will not come
  kNoConduct,    ///< networks are not judged by what their visitors did
  kNoWork,       ///< searches of a network are not limited
  kRefusal,      ///< searches beyond the rate are refused, not asked for work
  kNoCoolDown,   ///< reports have no effect
  kEveryReport,  ///< every report counts, from any sender and any number of times
};

/// How many visitors of each kind.
struct CrowdCounts {
  std::size_t honest = 40;     ///< each of its own network
  std::size_t behind_nat = 0;  ///< honest, and all of one address
  std::size_t ghosts = 0;      ///< take each match and never join
  std::size_t joiners = 0;     ///< join and leave at once
  std::size_t flooders = 0;    ///< search ten times a second and never join, from /64s of one /56
  std::size_t hoppers = 0;     ///< never join; each search is a new visitor of a new /64 of one /48
  std::size_t liars = 0;       ///< report everybody, each from its own network
  std::size_t offenders = 0;   ///< half of those who meet them report them
};

struct CrowdOptions {
  std::uint64_t seed = 1;
  CrowdCounts counts{};
  std::size_t ghost_networks = 1;  ///< of the ghosts, and as many of the joiners
  /// How long a conversation takes, on average, until one of the two skips.
  double talk_seconds = 3;
  /// Before the measuring begins.
  int warm_up_seconds = 60;
  CrowdMutant mutant = CrowdMutant::kNone;
};

/// Measured over this time, after the warm-up.
inline constexpr int kCrowdSeconds = 60;

struct CrowdOutcome {
  double rooms_per_second = 0;  ///< in which both visitors are honest and came
  double wait_p90_ms = 0;       ///< of honest visitors, from the search to a partner that stays
  double nat_wait_p90_ms = 0;   ///< of those behind the NAT alone
  /// Descriptions of honest visitors that ghosts received in their first 20 s.
  std::size_t ghosts_learned = 0;
  std::size_t without_description = 0;     ///< matches of honest visitors that came without one
  std::size_t matches = 0;                 ///< of honest visitors
  double abusers_searches_per_second = 0;  ///< that began
  // From the start:
  std::size_t honest_refused = 0;
  std::size_t honest_worked = 0;  ///< searches of honest visitors that needed work
  std::size_t honest_cooled = 0;  ///< honest visitors in the slower lane, by reports
  std::size_t offenders_cooled = 0;
  double offences_per_second = 0;  ///< offenders that honest visitors met
};

[[nodiscard]] CrowdOutcome simulate_crowd(const CrowdOptions& options);

/// 200 honest visitors, 200 more behind one NAT, and a twentieth of abusers of each kind.
[[nodiscard]] CrowdCounts mixed_crowd();
/// The same without abusers.
[[nodiscard]] CrowdCounts honest_crowd();
/// 200 honest visitors, 10 who report everybody and 10 whom others report.
[[nodiscard]] CrowdCounts reporting_crowd();
/// In this time five networks have reported most offenders.
inline constexpr int kReportingWarmUpSeconds = 4 * 60;

/// Tables: ghosts; then abusers of all kinds, with and without each measure.
[[nodiscard]] std::string report_crowd(std::uint64_t seed, CrowdMutant mutant);

/// The mutant of that name. kNone for an unknown one.
[[nodiscard]] CrowdMutant crowd_mutant(std::string_view name);

}  // namespace nexus::simulation
