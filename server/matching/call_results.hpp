// The results of calls, as visitors' pages report them.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <utility>

namespace nexus::matching {

/// Monotonic counts of the results that pages sent. Pages of today send those of calls that fail.
struct CallStats {
  std::uint64_t connected = 0;
  std::uint64_t no_path = 0;
  std::uint64_t no_relay = 0;
  std::uint64_t lost = 0;
};

/// Counts call results and logs those that failed: a line for each kind at most once a minute, with
/// the number since the last one. Pages are strangers' programs, so the figures are what they say.
class CallResults {
 public:
  static constexpr auto kQuiet = std::chrono::minutes(1);

  CallResults(const Clock& clock, Log log) : clock_(clock), log_(std::move(log)) {}

  void add(const protocol::CallResult& result);
  /// Logs what was held back, once its minute is over.
  void tick();

  [[nodiscard]] const CallStats& stats() const { return stats_; }

 private:
  struct Pending {
    MonotonicTime quiet_until{};
    std::uint64_t count = 0;
    std::int64_t code = 0;  ///< the latest, 0 without one
  };

  void write(protocol::CallOutcome outcome, Pending& pending);

  const Clock& clock_;
  Log log_;
  CallStats stats_;
  std::map<protocol::CallOutcome, Pending> failures_;  ///< one each, so bounded
};

}  // namespace nexus::matching
