// Tickets in the oldest places that fit nobody: what many blocks and lost nodes look like to a
// store. SPDX-License-Identifier: MIT
#pragma once

#include "simulation/store_server.hpp"
#include "simulation/world.hpp"

#include <cstddef>
#include <vector>

namespace nexus::simulation {

/// Their owner never renews its node, so no find may take them; they keep their leases by finding
/// again. They wait in the buckets of all visitors, in front of them.
class UnfitTickets {
 public:
  UnfitTickets(World& world, StoreServer& server, std::size_t count);

  void start();
  void finish();

 private:
  void enter();

  World& world_;
  StoreServer& server_;
  std::vector<matching::Ticket> tickets_;
  bool finished_ = false;
};

}  // namespace nexus::simulation
