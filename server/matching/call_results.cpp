// Counts and logs the results of calls.
// SPDX-License-Identifier: MIT
#include "matching/call_results.hpp"

#include <string_view>

namespace nexus::matching {

using protocol::CallOutcome;
using protocol::CallPath;

namespace {

/// What the operator should look at. Codes: RFC 8656, section 19.
std::string_view why(std::int64_t code) {
  switch (code) {
    case 401:
      return "the TURN server refuses the credentials: compare ice.turn_secrets with its secret";
    case 486:
      return "the TURN server's user-quota or total-quota is reached";
    case 701:
      return "browsers get no answer at ice.turn_urls";
    default:
      return "the TURN server refuses browsers";
  }
}

}  // namespace

void CallResults::add(const protocol::CallResult& result) {
  const CallPath path = result.path.value_or(CallPath::kNone);
  metrics_.calls.count(result.outcome, path);
  if (result.outcome == CallOutcome::kConnected) {
    if (result.setup_ms && path != CallPath::kNone) {
      metrics_.call_setup.observe(std::chrono::milliseconds(*result.setup_ms), path);
    }
    return;
  }
  Pending& pending = failures_[result.outcome];
  ++pending.count;
  if (result.code) pending.code = *result.code;
  if (pending.quiet_until <= clock_.monotonic()) write(result.outcome, pending);
}

void CallResults::tick() {
  for (auto& [outcome, pending] : failures_) {
    if (pending.count > 0 && pending.quiet_until <= clock_.monotonic()) write(outcome, pending);
  }
}

void CallResults::write(CallOutcome outcome, Pending& pending) {
  if (outcome == CallOutcome::kNoRelay) {
    log_.warn("calls_failed", {{"outcome", protocol::to_text(outcome)},
                               {"count", pending.count},
                               {"code", pending.code},
                               {"why", why(pending.code)}});
  } else {
    // Some pairs of networks never find a path; the operator cannot change that.
    log_.info("calls_failed", {{"outcome", protocol::to_text(outcome)}, {"count", pending.count}});
  }
  pending = {.quiet_until = clock_.monotonic() + kQuiet};
}

}  // namespace nexus::matching
