// Judges a configuration as a whole: what its settings say together, and what this machine has.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <set>
#include <string>

namespace nexus::apps {

/// As Setting::name().
using SettingNames = std::set<std::string, std::less<>>;

struct Judged {
  const Program& program;
  const Config& config;
  const SettingNames& given;    ///< by any source
  const SettingNames& refused;  ///< their values were reported, so rules about them are silent
};

/// What settings say together that each alone does not. Looks at nothing but its arguments.
void judge_settings(const Judged& judged, Findings& findings);

/// Whether this machine has what is configured: folders, files and the address to listen on. Reads
/// and never writes; binds the port for a moment without listening on it.
void judge_machine(const Program& program, const Config& config, Findings& findings);

}  // namespace nexus::apps
