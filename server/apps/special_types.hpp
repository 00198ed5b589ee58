// The kinds of values that only a few settings have: secrets, lanes, addresses of other servers.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/ice_settings.hpp"
#include "apps/setting_types.hpp"

#include <string>
#include <vector>

namespace nexus::apps {

[[nodiscard]] SettingType listen_list();
[[nodiscard]] SettingType lanes();
/// Keeps the canonical form of the address.
[[nodiscard]] SettingType room_url();
[[nodiscard]] SettingType redis_url();
[[nodiscard]] SettingType redis_password();
/// One secret, or two. `credential` is the name of their systemd credential.
[[nodiscard]] SettingType secrets(std::vector<Secret> Config::*field, std::string credential);
/// The file of the secret setting before this one in the table.
[[nodiscard]] SettingType secret_file(std::string SecretFiles::*field);

[[nodiscard]] SettingType ice_urls(Access<Values> field, IceKind kind);

}  // namespace nexus::apps
