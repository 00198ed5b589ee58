// The embedded store's own work: the pool's verbs, without the port's callbacks and the loop.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/random.hpp"
#include "match/tickets.hpp"
#include "stores/memory/pool.hpp"

#include <chrono>
#include <cstddef>
#include <vector>

namespace nexus::bench {

/// Two visitors find, both commit, the room is closed, directly at the pool, which must pair each
/// finder with the one before it or queue it. Tickets are prepared in batches, and only the verbs
/// are timed, including the clock for `find`. Throws std::runtime_error if the pool
/// misbehaves.
class PoolPairs {
 public:
  explicit PoolPairs(const CrowdOptions& options);

  /// How long this many more pairs took, by the processor time of this process.
  std::chrono::nanoseconds meet(std::size_t pairs);

 private:
  /// Renews the node each time, and the waiting tickets as often as a desk does.
  void renew();
  /// The number of pairs of the batch.
  std::size_t run(std::vector<matching::Ticket> batch);

  CrowdOptions options_;
  SeededRandom random_{1};
  std::vector<VisitorId> visitors_;
  std::vector<TicketId> lonely_;
  std::chrono::steady_clock::time_point renewed_{};
  stores::Pool pool_;
};

}  // namespace nexus::bench
