// SPDX-License-Identifier: MIT
#include "matching/network_rate.hpp"

#include <algorithm>

namespace nexus::matching {
std::chrono::milliseconds NetworkRate::wait(const NetworkTags& network, MonotonicTime now) const {
  std::chrono::milliseconds longest{0};
  for (const NetworkWidth& width : widths_of(network)) {
    const auto bucket = buckets_.find(width.tag);
    if (bucket == buckets_.end()) continue;
    longest = std::max(longest, bucket->second.wait(rate_of(width), now));
  }
  return longest;
}

void NetworkRate::count(const NetworkTags& network, MonotonicTime now) {
  if (rate_.is_unlimited()) return;
  for (const NetworkWidth& width : widths_of(network)) {
    if (width.tag.is_none()) continue;
    if (buckets_.size() >= kNetworksMax && !buckets_.contains(width.tag)) continue;
    (void)buckets_[width.tag].take(rate_of(width), now);
  }
}

void NetworkRate::tick(MonotonicTime now) {
  if (!sweep_.is_due(now)) return;
  std::erase_if(buckets_, [now](const auto& entry) { return entry.second.is_full(now); });
}

guard::Rate NetworkRate::rate_of(const NetworkWidth& width) const {
  guard::Rate rate = rate_;
  rate.count *= width.factor;
  rate.burst *= width.factor;
  return rate;
}

}  // namespace nexus::matching
