// The table of settings: one row serves the file, the environment, the flags and the help.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// A setting's value as texts: one for a scalar, any number for a list.
using Values = std::vector<std::string>;

/// Which programs act on a setting. One file may serve all of them, so the others ignore it there.
enum class UsedBy : std::uint8_t {
  kAll,
  kMatching,    ///< nexus-matching and nexuschat
  kSignalling,  ///< nexus-signalling and nexuschat
  kSplit,       ///< nexus-matching and nexus-signalling
};

/// What a setting's values are, whatever the setting.
struct SettingType {
  std::string name;  ///< "whole number from 0 to 65535"
  bool is_list = false;
  /// Puts the value into the config, or says what is wrong with it. Never echoes a secret.
  std::function<std::optional<std::string>(Config&, const Values&)> apply;
  /// The value that a config has, for the help; empty for a secret.
  std::function<std::string(const Config&)> show;
};

struct Setting {
  std::string_view section;
  std::string_view key;
  UsedBy used_by = UsedBy::kAll;
  std::string_view help;
  SettingType type;

  [[nodiscard]] std::string name() const;         ///< server.port
  [[nodiscard]] std::string flag() const;         ///< server-port
  [[nodiscard]] std::string environment() const;  ///< NEXUS_SERVER_PORT
  [[nodiscard]] bool is_used_by(const Program& program) const;
};

[[nodiscard]] const std::vector<Setting>& settings();

}  // namespace nexus::apps
