// main() of each program.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

namespace nexus::apps {

[[nodiscard]] Environment whole_environment();

/// Does what the command line asks for. Returns the status of the process.
int run_program(const Program& program, int argc, const char* const* argv);

}  // namespace nexus::apps
