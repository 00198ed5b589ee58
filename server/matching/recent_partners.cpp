// SPDX-License-Identifier: MIT
#include "matching/recent_partners.hpp"

#include "matching/plan.hpp"
#include "matching/ticket_store.hpp"

#include <algorithm>

namespace nexus::matching {

void RecentPartners::met(VisitorId visitor, VisitorId partner, MonotonicTime now) {
  missed(visitor, partner);
  const std::vector<Number> known = pairs_of(visitor);
  if (known.size() == kRecentMax) index_.erase(visitor, known.front());
  // The partner's commit of the same match, if it was on this node, is at most the commit deadline
  // older; a pair from an earlier match would expire too soon.
  for (const Number number : pairs_of(partner)) {
    const Pair& theirs = pair(number);
    if (theirs.has(visitor) && theirs.recent_until >= now + limits_.life - kCommitDeadline) {
      return index_.insert(visitor, number);
    }
  }
  if (pairs_.size() == limits_.pairs_max) forget_oldest();
  index_.insert(visitor, first_ + static_cast<Number>(pairs_.size()));
  pairs_.push_back({{visitor, partner}, now + limits_.life});
}

void RecentPartners::missed(VisitorId visitor, VisitorId partner) {
  for (const Number number : pairs_of(visitor)) {
    if (pair(number).has(partner)) index_.erase(visitor, number);
  }
}

void RecentPartners::forget_old(MonotonicTime now) {
  while (!pairs_.empty() && pairs_.front().recent_until <= now) forget_oldest();
}

void RecentPartners::forget_oldest() {
  for (const VisitorId member : pairs_.front().members) index_.erase(member, first_);
  pairs_.pop_front();
  ++first_;
}

std::vector<VisitorId> RecentPartners::partners_of(VisitorId visitor, MonotonicTime now) const {
  std::vector<VisitorId> partners;
  for (const Number number : pairs_of(visitor)) {
    if (pair(number).recent_until > now) partners.push_back(pair(number).partner_of(visitor));
  }
  return partners;
}

std::vector<RecentPartners::Number> RecentPartners::pairs_of(VisitorId visitor) const {
  std::vector<Number> numbers;
  index_.for_each(visitor, [&](Number number) {
    if (pair(number).has(visitor)) numbers.push_back(number);
  });
  std::sort(numbers.begin(), numbers.end(),
            [this](Number a, Number b) { return a - first_ < b - first_; });
  return numbers;
}

}  // namespace nexus::matching
