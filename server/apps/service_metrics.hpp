// The state of the service, as metrics.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/metrics.hpp"
#include "moderation/ban_list.hpp"

#include <functional>
#include <utility>

namespace nexus::apps {

struct ServiceMetrics : MetricGroup {
  struct Readings {
    std::function<double()> ready;
    std::function<double()> draining;
    std::function<double()> online;
    std::function<double()> rooms;
    std::function<double(moderation::BanKind)> bans;
    std::function<double()> bans_read_ok;
  };

  explicit ServiceMetrics(Readings readings)
      : ready(*this, "ready", "1 while the node takes visitors, as /readyz answers.",
              std::move(readings.ready)),
        draining(*this, "draining", "1 from SIGTERM on.", std::move(readings.draining)),
        online(*this, "visitors_online",
               "Visitors connected to this node, as `welcome` counts them.",
               std::move(readings.online)),
        rooms(*this, "rooms", "Open rooms of this node.", std::move(readings.rooms)),
        bans(*this, "bans", "Bans in force here.", std::move(readings.bans),
             moderation::ban_kinds()),
        bans_read_ok(*this, "bans_read_ok",
                     "1 while bans.file can be read and all its lines are understood; 1 without a "
                     "file.",
                     std::move(readings.bans_read_ok)) {}

  Reading<> ready;
  Reading<> draining;
  Reading<> online;
  Reading<> rooms;
  Reading<moderation::BanKind> bans;
  Reading<> bans_read_ok;
};

}  // namespace nexus::apps
