// main() of each program.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

namespace nexus::apps {

/// Does what the command line asks for. Returns the status of the process.
int run_program(const Program& program, int argc, const char* const* argv);

}  // namespace nexus::apps
