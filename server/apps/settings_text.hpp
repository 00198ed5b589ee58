// Settings as a file of settings.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "apps/settings.hpp"

#include <string>

namespace nexus::apps {

/// Every setting that the program uses, with its source behind it. The program reads the text as
/// its --config and has the same settings then, except secrets: they are comments without values.
[[nodiscard]] std::string settings_as_toml(const Program& program, const Loaded& loaded);

/// The setting's value in a config, as TOML writes it. Not for a secret, which may be absent.
[[nodiscard]] std::string toml_value(const SettingType& type, const Config& config);

}  // namespace nexus::apps
