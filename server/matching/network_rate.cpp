// SPDX-License-Identifier: MIT
#include "matching/network_rate.hpp"

#include <algorithm>
#include <array>

namespace nexus::matching {
namespace {

struct Width {
  NetworkTag tag;
  guard::Rate rate;
};

std::array<Width, 3> widths(const NetworkTags& network, const guard::Rate& rate) {
  const auto times = [&rate](std::uint32_t factor) {
    guard::Rate wider = rate;
    wider.count *= factor;
    wider.burst *= factor;
    return wider;
  };
  return {{{network.host, rate},
           {network.site, times(NetworkRate::kSiteFactor)},
           {network.region, times(NetworkRate::kRegionFactor)}}};
}

}  // namespace

std::chrono::milliseconds NetworkRate::wait(const NetworkTags& network, MonotonicTime now) const {
  std::chrono::milliseconds longest{0};
  for (const auto& [tag, rate] : widths(network, rate_)) {
    const auto bucket = buckets_.find(tag);
    if (bucket != buckets_.end()) longest = std::max(longest, bucket->second.wait(rate, now));
  }
  return longest;
}

void NetworkRate::count(const NetworkTags& network, MonotonicTime now) {
  if (rate_.is_unlimited()) return;
  for (const auto& [tag, rate] : widths(network, rate_)) {
    if (tag.is_none()) continue;
    if (buckets_.size() >= kNetworksMax && !buckets_.contains(tag)) continue;
    (void)buckets_[tag].take(rate, now);
  }
}

void NetworkRate::forget_idle(MonotonicTime now) {
  std::erase_if(buckets_, [now](const auto& entry) { return entry.second.is_full(now); });
}

}  // namespace nexus::matching
