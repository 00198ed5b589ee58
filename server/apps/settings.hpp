// The table of settings: one row serves the file, the environment, the flags and the help.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// A setting's value as texts: one for a scalar, any number for a list.
using Values = std::vector<std::string>;

struct Setting {
  std::string_view section;
  std::string_view key;
  std::string_view help;
  bool is_list = false;
  /// Puts the value into the config, or says what is wrong with it. Never echoes a secret.
  std::function<std::optional<std::string>(Config&, const Values&)> apply;

  [[nodiscard]] std::string name() const;         ///< server.port
  [[nodiscard]] std::string flag() const;         ///< server-port
  [[nodiscard]] std::string environment() const;  ///< NEXUS_SERVER_PORT
};

[[nodiscard]] const std::vector<Setting>& settings();

}  // namespace nexus::apps
