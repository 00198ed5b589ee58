// SPDX-License-Identifier: MIT
#include "apps/settings.hpp"
#include "base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

std::string full_name(const Setting& setting, char separator) {
  return fmt::format("{}{}{}", setting.section, separator, setting.key);
}

}  // namespace

std::string Setting::name() const { return full_name(*this, '.'); }

std::string Setting::flag() const {
  std::string flag = full_name(*this, '-');
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

std::string Setting::environment() const { return "NEXUS_" + to_upper(full_name(*this, '_')); }

bool Setting::is_used_by(const Program& program) const {
  switch (used_by) {
    case UsedBy::kAll:
      return true;
    case UsedBy::kMatching:
      return program.matching;
    case UsedBy::kSignalling:
      return program.signalling;
    case UsedBy::kSplit:
      return !program.all_in_one();
    case UsedBy::kAllInOne:
      return program.all_in_one();
  }
  return false;
}

std::string SettingType::show(const Config& config) const {
  if (is_hidden && is_hidden(config)) return "(hidden)";
  return joined(values(config), ",");
}

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : settings()) {
    if (setting.name() == name) return &setting;
  }
  return nullptr;
}

}  // namespace nexus::apps
