// SPDX-License-Identifier: MIT
#include "simulation/crowd_desk.hpp"

#include <vector>

namespace nexus::simulation {

matching::DeskOptions crowd_desk(const CrowdOptions& crowd) {
  matching::DeskOptions options{.node = NodeName{"node"},
                                .ice_servers = [](VisitorId, const NetworkTags&) {
                                  return std::vector<protocol::IceServer>{};
                                }};
  options.work_bits -= kCrowdBitsSpared;
  // Visitors of one network avoid each other for some seconds, which is not measured where nobody
  // else is there.
  if (crowd.counts.honest == 0) options.patience.own_network = std::chrono::seconds(0);
  switch (crowd.mutant) {
    case CrowdMutant::kNone:
    case CrowdMutant::kDeafHome:
      break;
    case CrowdMutant::kNoConduct:
      options.conduct.delay_max = std::chrono::seconds(0);
      options.conduct.descriptions.count = 0;
      break;
    case CrowdMutant::kNoWork:
      options.network_finds.count = 0;
      break;
    case CrowdMutant::kRefusal:
      options.work_bits = 0;
      break;
    case CrowdMutant::kNoCoolDown:
      options.cool_down.networks = 0;
      break;
    case CrowdMutant::kEveryReport:
      options.cool_down.matches_per_report = 0;
      break;
  }
  return options;
}

}  // namespace nexus::simulation
