// The table of settings: one row defines a setting for the file, the environment, flags and help.
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

/// Which programs use a setting. One file may serve all programs, so the others ignore it there.
enum class UsedBy : std::uint8_t {
  kAll,
  kMatching,    ///< nexus-matching and nexuschat
  kSignalling,  ///< nexus-signalling and nexuschat
  kSplit,       ///< nexus-matching and nexus-signalling
  kAllInOne,    ///< nexuschat
};

/// The type of a setting's values.
struct SettingType {
  std::string name;  ///< "whole number from 0 to 65535"
  bool is_list = false;
  bool is_bare = false;  ///< stands in the file without quotes: a number, true or false
  /// Not empty for a secret: the name of its systemd credential. The setting NAME_file then names a
  /// file that holds it.
  std::string credential{};
  /// Writes the value into the config, or returns its problem. Never echoes a secret.
  std::function<std::optional<std::string>(Config&, const Values&)> apply;
  /// The value in a config, secret or not.
  std::function<Values(const Config&)> values;
  /// Whether that value must not be printed; empty: never.
  std::function<bool(const Config&)> is_hidden{};

  /// The value for people, with commas between the items of a list; "(hidden)" for a secret.
  [[nodiscard]] std::string show(const Config& config) const;
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
/// nullptr if no setting has that name().
[[nodiscard]] const Setting* find_setting(std::string_view name);

}  // namespace nexus::apps
