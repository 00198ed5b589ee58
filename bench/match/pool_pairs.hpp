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

/// Two visitors find, both commit, the room is closed; straight at the pool, which must pair each
/// finder with the one before it or let it wait. Tickets are made ahead, a batch at a time, and
/// only the verbs are timed, the clock that `find` is given among them. Throws std::runtime_error
/// when the pool does not do as it must.
class PoolPairs {
 public:
  explicit PoolPairs(const CrowdOptions& options);

  /// How long so many more pairs took, by the clock of this process's own time.
  std::chrono::nanoseconds meet(std::size_t pairs);

 private:
  /// The node each time, the tickets that wait as often as a desk does.
  void renew();
  /// How many pairs came of the batch.
  std::size_t run(std::vector<matching::Ticket> batch);

  CrowdOptions options_;
  SeededRandom random_{1};
  std::vector<VisitorId> visitors_;
  std::vector<TicketId> lonely_;
  std::chrono::steady_clock::time_point renewed_{};
  stores::Pool pool_;
};

}  // namespace nexus::bench
