// Judges a configuration as a whole: its settings in combination, and this machine.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <set>
#include <string>

namespace nexus::apps {

/// Names as by Setting::name().
using SettingNames = std::set<std::string, std::less<>>;

struct Judged {
  const Program& program;
  const Config& config;
  const SettingNames& given;    ///< by any source
  const SettingNames& refused;  ///< their values were reported, so rules about them are silent
};

/// Judges settings in combination. Looks only at its arguments.
void judge_settings(const Judged& judged, Findings& findings);

/// Whether this machine has the configured folders, files and listening address. Reads and never
/// writes; binds the port for a moment without listening on it.
void judge_machine(const Program& program, const Config& config, Findings& findings);

}  // namespace nexus::apps
