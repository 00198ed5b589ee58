// SPDX-License-Identifier: MIT
#include "matching/cool_down.hpp"

#include "base/overloaded.hpp"
#include "credentials/reference.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace nexus::matching {

std::chrono::milliseconds CoolDown::delay() const {
  return cause == protocol::CoolDownCause::kReports ? CoolDowns::kVisitorDelay
                                                    : CoolDowns::kNetworkDelay;
}

CoolDowns::CoolDowns(const CoolDownLimits& limits, SharedTally* tally, const Clock& clock, Log log,
                     MatchingMetrics& metrics, std::function<void(VisitorId)> begun)
    : limits_(limits),
      tally_(tally),
      metrics_(metrics),
      clock_(clock),
      log_(std::move(log)),
      begun_(std::move(begun)) {}

void CoolDowns::add(const NetworkTags& reporter, VisitorId reported, NetworkTag reported_network) {
  const Moment at = now();
  if (limits_.networks == 0 || reporter.host.is_none() || reporter.host == reported_network) return;
  if (!takes_report(reporter.host, at.monotonic)) return;
  const CountedReport report{reporter, reported, reported_network};
  if (tally_ != nullptr) {
    share_matches(reporter.host, at);
    share_matches(reported_network, at);
    tally_->share({at.wall, report});
  }
  count(report, at);
}

void CoolDowns::receive(const TallyEntry& entry) {
  const Moment present = now();
  const auto age = std::max(present.wall - entry.at, WallTime::duration(0));
  if (limits_.networks == 0 || age >= limits_.memory()) return;
  const Moment at{present.monotonic - age, present.wall - age};
  std::visit(Overloaded{[&](const CountedReport& report) {
                          count(report, at);
                          share_matches(report.network, present);
                        },
                        [&](const CountedMatches& matches) { count(matches, at); }},
             entry.counted);
}

void CoolDowns::count(const CountedReport& report, Moment at) {
  const NetworkTag& tag = report.reporter.allotment();
  if (Record* const record = record_of(networks_, report.reporter.host)) {
    age(*record, at.monotonic);
    ++record->reports;
  }
  if (Record* const record = record_of(networks_, report.network)) {
    const std::size_t reporters = add_reporter(*record, tag, at.monotonic);
    const bool is_often =
        static_cast<double>(reporters * limits_.matches_per_report) >= record->matches;
    if (reporters >= 2 * limits_.networks && is_often) {
      begin(*record, protocol::CoolDownCause::kNetwork, report.network.text(), at);
    }
  }
  Record* const record = record_of(visitors_, report.reported);
  if (record == nullptr || add_reporter(*record, tag, at.monotonic) < limits_.networks) return;
  begin(*record, protocol::CoolDownCause::kReports, report.reported.text(), at);
  begun_(report.reported);
}

void CoolDowns::count(const CountedMatches& matches, Moment at) {
  Record* const record = record_of(networks_, matches.network);
  if (record == nullptr) return;
  age(*record, at.monotonic);
  record->matches += static_cast<double>(matches.matches);
}

void CoolDowns::met(NetworkTag network) {
  if (limits_.networks == 0) return;
  Record* const record = record_of(networks_, network);
  if (record == nullptr) return;
  age(*record, clock_.monotonic());
  ++record->matches;
  ++record->unshared;
}

bool CoolDowns::takes_report(NetworkTag network, MonotonicTime now) {
  Record* const record = record_of(networks_, network);
  if (record == nullptr) return false;
  age(*record, now);
  return record->reports * limits_.matches_per_report <= record->matches;
}

void CoolDowns::share_matches(NetworkTag network, Moment at) {
  const auto found = networks_.find(network);
  if (tally_ == nullptr || found == networks_.end()) return;
  Record& record = found->second;
  age(record, at.monotonic);
  const auto matches = static_cast<std::uint64_t>(record.unshared);
  if (matches == 0) return;
  record.unshared = 0;
  tally_->share({at.wall, CountedMatches{network, matches}});
}

const CoolDown* CoolDowns::of(VisitorId visitor, NetworkTag network) const {
  const MonotonicTime now = clock_.monotonic();
  const auto in_effect = [now](const auto& records, const auto& key) -> const CoolDown* {
    const auto found = records.find(key);
    const bool is = found != records.end() && now < found->second.latest.ends;
    return is ? &found->second.latest : nullptr;
  };
  const CoolDown* const own = in_effect(visitors_, visitor);
  return own ? own : in_effect(networks_, network);
}

void CoolDowns::tick() {
  const MonotonicTime now = clock_.monotonic();
  if (!sweep_.is_due(now)) return;
  const auto forget = [&](auto& records) {
    for (auto& entry : records) age(entry.second, now);
    std::erase_if(records, [now](const auto& entry) {
      const Record& record = entry.second;
      return record.reporters.empty() && record.matches < 1 && record.latest.ends <= now;
    });
  };
  forget(visitors_);
  forget(networks_);
}

template <class Key>
CoolDowns::Record* CoolDowns::record_of(std::unordered_map<Key, Record>& records, const Key& key) {
  if (key.is_none()) return nullptr;
  if (records.size() >= kReportedMax && !records.contains(key)) return nullptr;
  return &records[key];
}

std::size_t CoolDowns::add_reporter(Record& record, NetworkTag reporter, MonotonicTime now) const {
  age(record, now);
  record.reporters[reporter] = now;
  return record.reporters.size();
}

void CoolDowns::begin(Record& record, protocol::CoolDownCause cause, const std::string& of,
                      Moment at) {
  const std::size_t reporters = record.reporters.size();
  record.reporters.clear();  // a longer cool-down takes as many reports again
  // The next one has another reference.
  const auto ordinal = at.wall.time_since_epoch() / limits_.duration;
  record.latest = {.cause = cause,
                   .until = at.wall + limits_.duration,
                   .reference = credentials::reference_of(of + std::to_string(ordinal)),
                   .ends = at.monotonic + limits_.duration};
  if (record.latest.ends <= clock_.monotonic()) return;  // shared before this node started
  const bool is_visitor = cause == protocol::CoolDownCause::kReports;
  metrics_.abuse_steps.count(is_visitor ? AbuseStep::kCoolDownVisitor
                                        : AbuseStep::kCoolDownNetwork);
  log_.info("cool_down", {{"reference", record.latest.reference},
                          {"cause", protocol::to_text(cause)},
                          {"networks", reporters},
                          {"visitor", is_visitor ? of : std::string()},
                          {"hours", limits_.duration.count()}});
}

void CoolDowns::age(Record& record, MonotonicTime now) const {
  std::erase_if(record.reporters,
                [&](const auto& reporter) { return reporter.second + limits_.window <= now; });
  if (now <= record.updated) return;  // an entry of another node may be older
  const std::chrono::duration<double> passed = now - record.updated;
  const double kept = std::exp2(-(passed / std::chrono::duration<double>(limits_.window)));
  for (double* const counted : {&record.matches, &record.unshared, &record.reports})
    *counted *= kept;
  record.updated = now;
}

}  // namespace nexus::matching
