// The settings of the crowd's desk: the defaults, or a mutant.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/desk_options.hpp"
#include "simulation/crowd.hpp"

namespace nexus::simulation {

/// So many bits easier is the proof of work in a simulation. It takes as long as the real one.
inline constexpr unsigned kCrowdBitsSpared = 13;

[[nodiscard]] matching::DeskOptions crowd_desk(const CrowdOptions& crowd);

}  // namespace nexus::simulation
