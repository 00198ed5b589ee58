// The interests that many visitors of this node search with, for pages to suggest.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/network.hpp"
#include "matching/profile.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace nexus::matching {

struct PopularLimits {
  /// Networks that must search with an interest in one period before it is listed. 0: none is.
  std::size_t networks_min = 5;
  std::vector<std::string> hidden{};  ///< interests that are never listed, in any spelling
};

/// Lists interests at the end of each period, so nobody can watch a list react to a search. Counts
/// networks and not visitors, so no address makes an interest popular; visitors without a network
/// count as one. An interest that does not read as words (an address, a number) is never listed.
class PopularInterests {
 public:
  static constexpr auto kPeriod = std::chrono::minutes(10);
  static constexpr std::size_t kListedMax = 12;
  /// Interests of one network, and of all together, that count in a period. More are ignored.
  static constexpr std::size_t kPerNetworkMax = 100;
  static constexpr std::size_t kCountedMax = 50'000;

  explicit PopularInterests(const PopularLimits& limits) { set_limits(limits); }

  /// What is hidden leaves the list at once; another number of networks holds for the next list.
  void set_limits(const PopularLimits& limits);
  /// Counts the interests of a search. Costs a look-up for each.
  void count(const Profile& profile, const NetworkTags& network);
  void tick(MonotonicTime now);

  /// Those of the last whole period, in the order of their bytes. Each is in normal form.
  [[nodiscard]] const std::vector<std::string>& list() const { return list_; }

 private:
  [[nodiscard]] bool may_be_listed(const std::string& interest) const;
  void make_list();
  void forget_counts();

  std::size_t networks_min_ = 0;
  std::unordered_set<std::string> hidden_;                                    ///< in normal form
  std::unordered_map<std::string, std::unordered_set<NetworkTag>> networks_;  ///< by interest
  std::unordered_map<NetworkTag, std::size_t> counted_by_;
  std::size_t counted_ = 0;
  MonotonicTime period_until_{};
  std::vector<std::string> list_;
};

}  // namespace nexus::matching
