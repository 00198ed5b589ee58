// `nexuschat doctor`: finds misconfigurations before visitors do.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "doctor/finding.hpp"

#include <string_view>

namespace nexus::doctor {

inline constexpr std::string_view kDoctorCommand = "doctor";

/// Whether the command line asks for the doctor.
[[nodiscard]] bool is_asked(int argc, const char* const* argv);

/// Runs every check of the configuration that the command line gives, in the form of
/// apps::parse_command_line(), and prints the findings. Returns the status of the process: 1 if a
/// check failed, 2 if the configuration is refused.
int run_doctor(const apps::Program& program, int argc, const char* const* argv);

/// Every check. Exceptions of one become a failure of it.
[[nodiscard]] Diagnosis examine(const apps::Program& program, const apps::Config& config);

}  // namespace nexus::doctor
