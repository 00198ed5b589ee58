// The operator's settings for matching, and its ports.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/admission.hpp"
#include "base/ids.hpp"
#include "guard/token_bucket.hpp"
#include "matching/conduct.hpp"
#include "matching/cool_down.hpp"
#include "matching/match_outlet.hpp"
#include "matching/plan.hpp"
#include "matching/popular_interests.hpp"
#include "matching/recent_partners.hpp"
#include "matching/relay_policy.hpp"
#include "matching/report_log.hpp"
#include "matching/shared_tally.hpp"
#include "matching/ticket_store.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstdint>
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
  CoolDownLimits cool_down{};
  PopularLimits popular{};
  /// Searches of one network (NetworkRate): enough for hundreds of people behind one address.
  guard::Rate network_finds{.count = 20, .period = std::chrono::seconds(1), .burst = 200};
  /// Difficulty of the proof of work that a search beyond that rate needs: 2^bits hashes, which for
  /// 17 take a page 0.1 to 0.5 s. 0: work does not help, such searches wait.
  unsigned work_bits = 17;
  /// Reports of one network.
  guard::Rate network_reports{.count = 20, .period = std::chrono::hours(24), .burst = 20};
  RelayPolicy relay_policy = RelayPolicy::kOff;
  bool takes_evidence = false;  ///< of reports
  std::function<std::vector<protocol::IceServer>(VisitorId, const NetworkTags&)> ice_servers;
};

/// The ports of the desk. Each must outlive it.
struct DeskPorts {
  TicketStore& store;
  MatchOutlet& outlet;
  Admission& admission;
  ReportLog& reports;
  SharedTally* tally = nullptr;  ///< nullptr if there are no other nodes
};

}  // namespace nexus::matching
