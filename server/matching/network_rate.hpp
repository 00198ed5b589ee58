// Limits how often the visitors of one network may do something.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/network.hpp"
#include "base/periodic.hpp"
#include "guard/token_bucket.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace nexus::matching {

/// The network of one width, and how much more often it may do something than the narrowest.
struct NetworkWidth {
  NetworkTag tag;
  std::uint32_t factor = 1;
};

/// One rate for all networks of the same width. Wider networks have a higher one, so that many
/// networks of one owner help it little: see kHostAllowancesPerSite and kHostAllowancesPerRegion.
/// Visitors without a known network are not limited.
class NetworkRate {
 public:
  /// Networks that are remembered. At the limit a new one is not limited.
  static constexpr std::size_t kNetworksMax = 200'000;

  [[nodiscard]] static std::array<NetworkWidth, 3> widths_of(const NetworkTags& network) {
    return {{{network.host, 1},
             {network.site, kHostAllowancesPerSite},
             {network.region, kHostAllowancesPerRegion}}};
  }

  explicit NetworkRate(guard::Rate rate) : rate_(rate) {}

  void set_rate(guard::Rate rate) { rate_ = rate; }

  /// How long the network must wait; 0: not at all.
  [[nodiscard]] std::chrono::milliseconds wait(const NetworkTags& network, MonotonicTime now) const;
  /// Counts one event of the network. Call it only without a wait.
  void count(const NetworkTags& network, MonotonicTime now);

  /// Once a minute, forgets networks that may use their whole burst again; O(size).
  void tick(MonotonicTime now);
  [[nodiscard]] std::size_t size() const { return buckets_.size(); }

 private:
  [[nodiscard]] guard::Rate rate_of(const NetworkWidth& width) const;

  guard::Rate rate_;
  Periodic sweep_{std::chrono::minutes(1)};
  std::unordered_map<NetworkTag, guard::TokenBucket> buckets_;
};

}  // namespace nexus::matching
