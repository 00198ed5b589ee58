// Messages to a waiting visitor about the queue.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/deadlines.hpp"
#include "base/ids.hpp"
#include "credentials/place_token.hpp"
#include "matching/match_outlet.hpp"
#include "matching/search.hpp"
#include "matching/wait_estimate.hpp"

#include <chrono>
#include <cstdint>

namespace nexus::matching {

/// How often a waiting visitor receives `queued` with a fresh place token.
inline constexpr auto kQueueNews = std::chrono::seconds(15);
static_assert(credentials::kPlaceTokenLife > 3 * kQueueNews);
/// Maximum number sent in one tick, so that sockets are served in between; the next tick sends the
/// rest.
inline constexpr int kQueueNewsPerTick = 1'000;

/// Sends `queued`: the number of waiting visitors, the estimated wait, and a token that keeps the
/// visitor's place.
class QueueNews {
 public:
  QueueNews(MatchOutlet& outlet, const credentials::PlaceTokens& places, const Clock& clock)
      : outlet_(outlet), places_(places), clock_(clock) {}

  /// Reports the store's count of waiting tickets.
  void set_waiting(std::uint64_t waiting) { waiting_ = waiting; }
  /// Reports a wait that ended in a match, for the estimates.
  void add_wait(const Search& search);

  /// Sends `queued` now, and again every kQueueNews until the visitor is sent something else.
  void send(Search& search);
  void tick(Searches& searches);

 private:
  MatchOutlet& outlet_;
  const credentials::PlaceTokens& places_;
  const Clock& clock_;
  std::uint64_t waiting_ = 0;
  WaitEstimates waits_;
  Deadlines<TicketId> due_;  ///< stale if the search's news_due is later
};

}  // namespace nexus::matching
