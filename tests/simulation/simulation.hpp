// A whole deployment in one thread, determined by one number.
// SPDX-License-Identifier: MIT
#pragma once

#include "simulation/mutant.hpp"
#include "simulation/world.hpp"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace nexus::simulation {

struct RunOptions {
  std::uint64_t seed = 1;
  Mutant mutant = Mutant::kNone;
  std::FILE* trace = nullptr;  ///< every event as a line, if given
};

struct Outcome {
  std::optional<Violation> violation;
  std::vector<std::string> last_events;  ///< lines about the parties of the violation
  std::uint64_t trace_hash = 0;
  std::uint64_t steps = 0;
  std::uint64_t matches = 0;   ///< sent to one visitor
  std::uint64_t meetings = 0;  ///< rooms that both members joined
  std::uint64_t chats = 0;
  Micros virtual_time = 0;
};

/// Runs one seed to its end or to its first violation. The same options give the same outcome, on
/// every machine with the same standard library.
[[nodiscard]] Outcome run(const RunOptions& options);

/// A report of a violation for a developer.
[[nodiscard]] std::string report(const RunOptions& options, const Outcome& outcome);

}  // namespace nexus::simulation
