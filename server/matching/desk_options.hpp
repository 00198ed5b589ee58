// The operator's settings for matching.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "matching/plan.hpp"
#include "matching/recent_partners.hpp"
#include "matching/shield.hpp"
#include "protocol/generated/messages.hpp"

#include <functional>
#include <string>
#include <vector>

namespace nexus::matching {

struct DeskOptions {
  NodeName node;
  std::vector<std::string> lanes{"general"};  ///< the first one is for a find that names none
  Patience patience{};
  RecentLimits recent{};
  ShieldPolicy shield = ShieldPolicy::kOff;
  std::function<std::vector<protocol::IceServer>(VisitorId)> ice_servers;
};

}  // namespace nexus::matching
