// The package's documents about settings, written from the table of settings that the programs
// read. SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace nexus::packaging {

/// /etc/nexuschat/nexuschat.toml: every setting with its meaning. The places of the package's files
/// are set; all others are comments with their default.
[[nodiscard]] std::string settings_file();

/// nexuschat(1), in the macros of man(7).
[[nodiscard]] std::string manual_page();

}  // namespace nexus::packaging
