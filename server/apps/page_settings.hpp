// The settings that every page of the site learns.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <string>

namespace nexus::apps {

/// The fields of `/v1/info` that follow from the settings, as JSON that begins with a comma.
[[nodiscard]] std::string settings_for_pages(const Config& config);

}  // namespace nexus::apps
