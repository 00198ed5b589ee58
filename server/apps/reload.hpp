// Which changed settings a running process takes.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// Settings that a running process takes; all others need a restart.
[[nodiscard]] bool is_reloadable(std::string_view name);

/// Names as by Setting::name().
struct Reload {
  Config config;                            ///< in force afterwards
  std::vector<std::string> taken{};         ///< changed, and are in `config`
  std::vector<std::string> defaulted{};     ///< those of `taken` that nothing gives any more
  std::vector<std::string> need_restart{};  ///< changed, and are not
  std::vector<std::string> problems{};      ///< not empty: `config` is the former one
  std::vector<std::string> warnings{};
};

/// Compares the settings that were read again with those in force. Settings that are taken must
/// also be sound together with those that wait for a restart. One problem, and nothing is taken. A
/// file that gives no setting any more is one.
[[nodiscard]] Reload plan_reload(const Program& program, const Config& in_force, Loaded fresh);

[[nodiscard]] bool same_secrets(const std::vector<Secret>& a, const std::vector<Secret>& b);

}  // namespace nexus::apps
