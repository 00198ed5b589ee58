// The tickets for measuring the stores.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/random.hpp"
#include "matching/ticket_store.hpp"

#include <cstddef>

namespace nexus::bench {

struct CrowdOptions {
  std::size_t visitors = 1000;
  std::size_t waiting = 0;  ///< incompatible tickets, in the queue all the time
  bool has_interests =
      false;  ///< four of fifty each, then any partner; otherwise one bucket for all
};

/// The ticket of a visitor who accepts others of the crowd.
[[nodiscard]] matching::Ticket make_ticket(VisitorId visitor, const CrowdOptions& options,
                                           Random& random);
/// The ticket of a visitor who fits no other; spread over buckets by `number`.
[[nodiscard]] matching::Ticket make_lonely_ticket(std::size_t number, Random& random);

}  // namespace nexus::bench
