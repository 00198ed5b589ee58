// The kinds of values that only a few settings have: secrets, lanes, addresses of other servers.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/ice_settings.hpp"
#include "apps/setting_types.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nexus::apps {

[[nodiscard]] SettingType listen_list();
[[nodiscard]] SettingType lanes();
[[nodiscard]] SettingType redis_url();
[[nodiscard]] SettingType redis_password();
/// One secret, or two. `credential` is the name of their systemd credential.
[[nodiscard]] SettingType secrets(std::vector<Secret> Config::*field, std::string credential);
/// The file of the secret setting before this one in the table.
[[nodiscard]] SettingType secret_file(std::string SecretFiles::*field);

template <class Field>
SettingType ice_urls(Field field, IceKind kind) {
  const std::string_view scheme = kind == IceKind::kStun ? "stun" : "turn";
  return list(fmt::format("addresses {0}:host[:port] or {0}s:host[:port]", scheme), field,
              kIceUrlsMax, [kind](std::string_view url) -> Problem {
                auto problem = ice_url_problem(url, kind);
                if (problem) return fmt::format("\"{}\" {}", url, *problem);
                return std::nullopt;
              });
}

}  // namespace nexus::apps
