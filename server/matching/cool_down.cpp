// SPDX-License-Identifier: MIT
#include "matching/cool_down.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace nexus::matching {
namespace {

constexpr auto kRecordsForgetPeriod = std::chrono::minutes(1);

/// Easy to read out: two groups of hexadecimal digits.
std::string new_reference(Random& random) {
  return fmt::format("{:04X}-{:04X}", random.below(0x10000), random.below(0x10000));
}

}  // namespace

std::chrono::milliseconds CoolDown::delay() const {
  return cause == protocol::CoolDownCause::kReports ? CoolDowns::kVisitorDelay
                                                    : CoolDowns::kNetworkDelay;
}

CoolDowns::CoolDowns(const CoolDownLimits& limits, const Clock& clock, Random& random, Log log,
                     std::function<void(VisitorId)> begun)
    : limits_(limits),
      clock_(clock),
      random_(random),
      log_(std::move(log)),
      begun_(std::move(begun)) {}

void CoolDowns::add(const NetworkTags& reporter, VisitorId reported, NetworkTag reported_network) {
  const NetworkTag& tag = reporter.allotment();
  const MonotonicTime now = clock_.monotonic();
  if (limits_.networks == 0 || tag.is_none() || reporter.host == reported_network) return;
  if (!takes_report(reporter.host, now)) return;
  if (Record* const record = record_of(networks_, reported_network)) {
    const std::size_t reporters = add_reporter(*record, tag, now);
    const bool is_often =
        static_cast<double>(reporters * limits_.matches_per_report) >= record->matches;
    if (reporters >= 2 * limits_.networks && is_often) {
      begin(*record, protocol::CoolDownCause::kNetwork, {});
    }
  }
  Record* const record = record_of(visitors_, reported);
  if (record == nullptr || add_reporter(*record, tag, now) < limits_.networks) return;
  begin(*record, protocol::CoolDownCause::kReports, reported.text());
  begun_(reported);
}

void CoolDowns::met(NetworkTag network) {
  if (limits_.networks == 0) return;
  Record* const record = record_of(networks_, network);
  if (record == nullptr) return;
  age(*record, clock_.monotonic());
  ++record->matches;
}

bool CoolDowns::takes_report(NetworkTag network, MonotonicTime now) {
  Record* const record = record_of(networks_, network);
  if (record == nullptr) return false;
  age(*record, now);
  if (record->reports * limits_.matches_per_report > record->matches) return false;
  ++record->reports;
  return true;
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
  if (now < forget_due_) return;
  forget_due_ = now + kRecordsForgetPeriod;
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

void CoolDowns::begin(Record& record, protocol::CoolDownCause cause, std::string visitor) {
  const std::size_t reporters = record.reporters.size();
  record.reporters.clear();  // a longer cool-down takes as many reports again
  record.latest = {.cause = cause,
                   .until = clock_.wall() + limits_.duration,
                   .reference = new_reference(random_),
                   .ends = clock_.monotonic() + limits_.duration};
  log_.info("cool_down", {{"reference", record.latest.reference},
                          {"cause", protocol::to_text(cause)},
                          {"networks", reporters},
                          {"visitor", visitor},
                          {"hours", limits_.duration.count()}});
}

void CoolDowns::age(Record& record, MonotonicTime now) const {
  std::erase_if(record.reporters,
                [&](const auto& reporter) { return reporter.second + limits_.window <= now; });
  const std::chrono::duration<double> passed = now - record.updated;
  const double kept = std::exp2(-(passed / std::chrono::duration<double>(limits_.window)));
  record.matches *= kept;
  record.reports *= kept;
  record.updated = now;
}

}  // namespace nexus::matching
