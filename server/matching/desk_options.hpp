// The operator's settings for matching, and its ports.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/admission.hpp"
#include "base/ids.hpp"
#include "matching/conduct.hpp"
#include "matching/match_outlet.hpp"
#include "matching/plan.hpp"
#include "matching/recent_partners.hpp"
#include "matching/report_log.hpp"
#include "matching/shield.hpp"
#include "matching/ticket_store.hpp"
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
  ConductLimits conduct{};
  ShieldPolicy shield = ShieldPolicy::kOff;
  std::function<std::vector<protocol::IceServer>(VisitorId)> ice_servers;
};

/// The ports of the desk. Each must outlive it.
struct DeskPorts {
  TicketStore& store;
  MatchOutlet& outlet;
  Admission& admission;
  ReportLog& reports;
};

}  // namespace nexus::matching
