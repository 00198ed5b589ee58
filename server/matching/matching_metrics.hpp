// What the desk counts.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/metrics.hpp"
#include "protocol/generated/messages.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace nexus::matching {

/// The position of a lane among the operator's.
enum class LaneIndex : std::uint8_t {};

[[nodiscard]] inline LaneIndex index_of(const std::vector<std::string>& lanes,
                                        const std::string& lane) {
  return static_cast<LaneIndex>(std::find(lanes.begin(), lanes.end(), lane) - lanes.begin());
}

/// How a search ended.
enum class SearchEnd : std::uint8_t { kMatched, kCancelled, kReplaced, kClosed };

/// Why the search of a match went on.
enum class FellThrough : std::uint8_t {
  kNoShow,   ///< the partner did not join
  kGivenUp,  ///< the partner or its node gave the match up before both joined
  kTooLate,  ///< this node committed after the deadline
};

/// Refused because it is not genuine, too old or another visitor's.
enum class RefusedToken : std::uint8_t { kSession, kPlace, kEncounter };

/// Why a report was not recorded.
enum class ReportRefusal : std::uint8_t {
  kNoEncounter,  ///< no proof of the encounter
  kNetworkRate,  ///< the visitor's network sent too many
  kUnavailable,  ///< the report file cannot be written
};

/// What is done against visitors or networks that bother others.
enum class AbuseStep : std::uint8_t {
  kWorkAsked,
  kWorkDone,
  kSearchRefused,
  kSearchDelayed,
  kDescriptionWithheld,
  kCoolDownVisitor,
  kCoolDownNetwork,
};

struct MatchingMetrics : MetricGroup {
  using Mode = protocol::Mode;

  explicit MatchingMetrics(const std::vector<std::string>& lanes)
      : searches(*this, "searches_total", "Searches that began.", of_lanes(lanes), of_modes()),
        waiting(*this, "tickets_waiting", "Searches of this node that have no match.",
                of_lanes(lanes), of_modes()),
        matches(*this, "matches_total",
                "Visitors of this node that were matched: two for each pair.", of_lanes(lanes),
                of_modes()),
        match_wait(*this, "match_wait_seconds", "From the start of a search to its match.",
                   {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 600}, of_lanes(lanes),
                   of_modes()) {}

  Counter<LaneIndex, Mode> searches;
  Gauge<LaneIndex, Mode> waiting;
  Counter<LaneIndex, Mode> matches;
  Histogram<LaneIndex, Mode> match_wait;
  Counter<> reunions{*this, "reunions_total",
                     "Visitors of this node that were matched with a partner whom both asked to "
                     "meet again."};
  Counter<SearchEnd> searches_ended{
      *this, "searches_ended_total", "Searches that ended.",
      Label<SearchEnd>{"outcome", {"matched", "cancelled", "replaced", "closed"}}};
  Counter<FellThrough> fell_through{
      *this, "matches_fell_through_total", "Matches after which the visitor's search went on.",
      Label<FellThrough>{"reason", {"no_show", "given_up", "too_late"}}};
  Counter<RefusedToken, Only> tokens_refused{
      *this, "tokens_refused_total", "Tokens that were refused.",
      Label<RefusedToken>{"kind", {"session", "place", "encounter"}}, only("reason", "invalid")};
  Counter<protocol::ReportReason> reports{*this, "reports_total", "Reports that were recorded.",
                                          label("reason", protocol::kReportReasonValues)};
  Counter<ReportRefusal> reports_refused{
      *this, "reports_refused_total", "Reports that were not recorded.",
      Label<ReportRefusal>{"reason", {"no_encounter", "network_rate", "unavailable"}}};
  Counter<AbuseStep> abuse_steps{
      *this, "abuse_steps_total", "Measures against abuse.",
      Label<AbuseStep>{"step",
                       {"work_asked", "work_done", "search_refused", "search_delayed",
                        "description_withheld", "cool_down_visitor", "cool_down_network"}}};
  Counter<protocol::CallOutcome, protocol::CallPath> calls{
      *this, "calls_total", "Results of calls, as the visitors' pages report them.",
      label("outcome", protocol::kCallOutcomeValues), label("path", protocol::kCallPathValues)};
  Histogram<protocol::CallPath> call_setup{
      *this,
      "call_setup_seconds",
      "From the match to the first frame, as the pages report it.",
      {0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 8, 13, 20, 30},
      of_open_paths()};

 private:
  static Label<LaneIndex> of_lanes(const std::vector<std::string>& lanes) {
    return {"lane", lanes};
  }
  /// Without the last one, kNone: no frame arrives without a path.
  static Label<protocol::CallPath> of_open_paths() {
    static_assert(protocol::kCallPathValues.back() == protocol::CallPath::kNone);
    auto paths = label("path", protocol::kCallPathValues);
    paths.values.pop_back();
    return paths;
  }
  static Label<Mode> of_modes() { return label("mode", protocol::kModeValues); }
};

}  // namespace nexus::matching
