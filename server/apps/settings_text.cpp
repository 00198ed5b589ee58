// SPDX-License-Identifier: MIT
#include "apps/settings_text.hpp"

#include "apps/settings.hpp"
#include "apps/version.hpp"
#include "base/text.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

/// A value of a setting in TOML. No value holds a control character (value_problem()).
std::string in_quotes(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text += '"';
}

}  // namespace

std::string toml_value(const SettingType& type, const Config& config) {
  Values values = type.values(config);
  if (!type.is_bare) {
    for (std::string& value : values) value = in_quotes(value);
  }
  return type.is_list ? "[" + joined(values, ", ") + "]" : values.front();
}

std::string settings_as_toml(const Program& program, const Loaded& loaded) {
  std::string text = fmt::format("# The settings in force of {} {}.\n", program.name, kVersion);
  std::string_view section;
  for (const Setting& setting : settings()) {
    if (!setting.is_used_by(program)) continue;
    if (std::exchange(section, setting.section) != setting.section) {
      text += fmt::format("\n[{}]\n", section);
    }
    const auto source = loaded.sources.find(setting.name());
    const std::string from = source == loaded.sources.end() ? "default" : source->second;
    const SettingType& type = setting.type;
    const bool is_hidden = type.is_hidden && type.is_hidden(loaded.config);
    const bool is_absent_secret = !type.credential.empty() && type.values(loaded.config).empty();
    text +=
        is_hidden || is_absent_secret
            ? fmt::format("# {} = {}  # {}\n", setting.key, is_hidden ? "(hidden)" : "[]", from)
            : fmt::format("{} = {}  # {}\n", setting.key, toml_value(type, loaded.config), from);
  }
  return text;
}

}  // namespace nexus::apps
