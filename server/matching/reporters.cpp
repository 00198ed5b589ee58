// SPDX-License-Identifier: MIT
#include "matching/reporters.hpp"

namespace nexus::matching {

std::size_t Reporters::add(VisitorId reported, VisitorId reporter, const NetworkTags& network,
                           MonotonicTime now) {
  if (!reporters_.contains(reported)) {
    if (reporters_.size() >= kReportedMax) return 1;
    due_.add(now + kDay, reported);
  }
  std::set<Reporter>& reporters = reporters_[reported];
  if (reporters.size() < kReportersMax) {
    const NetworkTag& tag = network.allotment();
    reporters.insert(tag.is_none() ? reporter.bytes() : tag.bytes());
  }
  return reporters.size();
}

void Reporters::forget_old(MonotonicTime now) {
  while (const auto reported = due_.take_due(now)) reporters_.erase(*reported);
}

}  // namespace nexus::matching
