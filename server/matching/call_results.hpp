// The results of calls, as reported by visitors' pages.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "matching/matching_metrics.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <utility>

namespace nexus::matching {

/// Counts call results and logs the failed ones: at most one line a minute per kind, with the
/// number since the last line. Strangers can send any result, so the figures cannot be trusted.
class CallResults {
 public:
  static constexpr auto kQuiet = std::chrono::minutes(1);

  CallResults(MatchingMetrics& metrics, const Clock& clock, Log log)
      : metrics_(metrics), clock_(clock), log_(std::move(log)) {}

  void add(const protocol::CallResult& result);
  /// Logs the pending failures whose minute is over.
  void tick();

 private:
  struct Pending {
    MonotonicTime quiet_until{};
    std::uint64_t count = 0;
    std::int64_t code = 0;  ///< the latest code; 0 if it had none
  };

  void write(protocol::CallOutcome outcome, Pending& pending);

  MatchingMetrics& metrics_;
  const Clock& clock_;
  Log log_;
  std::map<protocol::CallOutcome, Pending> failures_;  ///< one per outcome, so bounded
};

}  // namespace nexus::matching
