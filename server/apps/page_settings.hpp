// The settings that every page of the site learns.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <string>
#include <vector>

namespace nexus::apps {

/// The fields of `/v1/info` that follow from the settings, as JSON that begins with a comma.
[[nodiscard]] std::string settings_for_pages(const Config& config);

/// The same for the interests that pages suggest; empty without any.
[[nodiscard]] std::string interests_for_pages(const std::vector<std::string>& popular);

}  // namespace nexus::apps
