// Lane and mode, hard: visitors of different ones never meet, however long they wait.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/profile.hpp"

#include <string>

namespace nexus::matching {

[[nodiscard]] inline std::string hard_key(const Profile& profile) {
  std::string key = profile.lane;
  key.push_back(kUnitSeparator);
  key.append(protocol::to_text(profile.mode));
  return key;
}

}  // namespace nexus::matching
