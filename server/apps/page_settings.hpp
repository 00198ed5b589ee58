// The settings that every page of the site learns.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "transport/static_files.hpp"

#include <string>
#include <vector>

namespace nexus::apps {

/// The fields of `/v1/info` that follow from the settings, as JSON that begins with a comma.
[[nodiscard]] std::string settings_for_pages(const Config& config);

/// The same for the interests that pages suggest; empty without any.
[[nodiscard]] std::string interests_for_pages(const std::vector<std::string>& popular);

/// Puts the site's name into the entry page, and completes the addresses that other sites read for
/// a preview of a link (Open Graph): with the first of `server.allowed_origins` that has no
/// wildcard, and `server.base_path`. Without such an origin the addresses stay relative.
[[nodiscard]] std::vector<transport::TextEdit> entry_page_edits(const Config& config);

/// The name of the installed app.
[[nodiscard]] std::vector<transport::TextEdit> manifest_edits(const Config& config);

}  // namespace nexus::apps
