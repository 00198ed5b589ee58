// The slower lane: visitors that several networks reported meet each other first, for some hours.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/network.hpp"
#include "base/periodic.hpp"
#include "matching/matching_metrics.hpp"
#include "matching/shared_tally.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

namespace nexus::matching {

struct CoolDownLimits {
  /// Reports of this many different networks within `window` begin a cool-down. 0: never.
  std::uint32_t networks = 5;
  std::chrono::minutes window{120};
  std::chrono::hours duration{6};
  /// A network that reports more than one in so many of its matches is not believed, and one that
  /// is reported for as many is slowed down. 0: every report counts.
  std::uint32_t matches_per_report = 4;

  /// How long a report may matter.
  [[nodiscard]] std::chrono::minutes memory() const { return duration + window; }
};

/// A cool-down in effect.
struct CoolDown {
  protocol::CoolDownCause cause{};
  WallTime until{};
  /// Which the visitor can quote and the operator finds in the log: the same on every node.
  std::string reference;
  MonotonicTime ends{};

  /// How long each search meets only others that are delayed.
  [[nodiscard]] std::chrono::milliseconds delay() const;
  [[nodiscard]] protocol::CoolDown message() const {
    return {.cause = cause, .until_ms = until.time_since_epoch().count(), .reference = reference};
  }
};

/// Judges visitors by reports of different networks, at all matching nodes; nobody is banned.
/// Reporters counts for the operator instead, without judging.
///
/// - A visitor is in the slower lane after reports of `networks` networks.
/// - A visitor that begins again under a new id is still in its network. So a network is, for a
///   shorter delay, if twice as many reported its visitors, for at least one in
///   `matches_per_report` of its matches. Many people may share a network: their matches outweigh
///   the reports about one of them.
/// - A reporter counts as its network, and not beyond one report for each `matches_per_report`
///   matches of it: a visitor that reports every partner is no evidence. Reporters whose network is
///   not known do not count.
/// - The nodes share the reports that count, and the matches of a network once that network is in a
///   report, so that all come to the same judgement. An entry counts from the time at which it was
///   shared, so a node that restarts judges as before.
class CoolDowns {
 public:
  static constexpr auto kVisitorDelay = std::chrono::seconds(30);
  static constexpr auto kNetworkDelay = std::chrono::seconds(10);
  /// Reported visitors, and networks, that are remembered. At the limit a new one is not judged.
  static constexpr std::size_t kReportedMax = 100'000;

  /// `tally`: nullptr if there are no other nodes. `begun` is called when the cool-down of a
  /// visitor begins.
  CoolDowns(const CoolDownLimits& limits, SharedTally* tally, const Clock& clock, Log log,
            MatchingMetrics& metrics, std::function<void(VisitorId)> begun);

  /// Counts a report that was recorded at this node.
  void add(const NetworkTags& reporter, VisitorId reported, NetworkTag reported_network);
  /// Counts an entry of another node.
  void receive(const TallyEntry& entry);
  /// Counts a match of a visitor of that network.
  void met(NetworkTag network);
  /// What holds for that visitor of that network; nullptr if nothing does.
  [[nodiscard]] const CoolDown* of(VisitorId visitor, NetworkTag network) const;

  void tick();
  /// Visitors and networks that are remembered.
  [[nodiscard]] std::size_t size() const { return visitors_.size() + networks_.size(); }

 private:
  struct Record {
    std::map<NetworkTag, MonotonicTime> reporters;  ///< with the time of their latest report
    // Of a network, at `updated`; half is forgotten in each window:
    double matches = 0;
    double unshared = 0;  ///< matches that the other nodes did not receive
    double reports = 0;   ///< that its visitors sent and that counted
    MonotonicTime updated{};
    CoolDown latest{};
  };

  /// When something happened, by both clocks.
  struct Moment {
    MonotonicTime monotonic{};
    WallTime wall{};
  };

  /// nullptr at the limit.
  template <class Key>
  static Record* record_of(std::unordered_map<Key, Record>& records, const Key& key);
  void count(const CountedReport& report, Moment at);
  void count(const CountedMatches& matches, Moment at);
  /// Adds a reporter; returns how many there are in the window.
  std::size_t add_reporter(Record& record, NetworkTag reporter, MonotonicTime now) const;
  void begin(Record& record, protocol::CoolDownCause cause, const std::string& of, Moment at);
  /// Whether one more report of the network is believed.
  [[nodiscard]] bool takes_report(NetworkTag network, MonotonicTime now);
  /// Shares this node's matches of that network.
  void share_matches(NetworkTag network, Moment at);
  /// Forgets what is older than the window.
  void age(Record& record, MonotonicTime now) const;
  [[nodiscard]] Moment now() const { return {clock_.monotonic(), clock_.wall()}; }

  const CoolDownLimits& limits_;
  SharedTally* const tally_;
  MatchingMetrics& metrics_;
  const Clock& clock_;
  Log log_;
  std::function<void(VisitorId)> begun_;
  std::unordered_map<VisitorId, Record> visitors_;
  std::unordered_map<NetworkTag, Record> networks_;
  Periodic sweep_{std::chrono::minutes(1)};
};

}  // namespace nexus::matching
