// The signalling nodes that rooms can be placed on.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/random.hpp"
#include "matching/ticket_store.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace nexus::matching {

/// The homes that were alive at the latest renewal, least loaded first.
class Homes {
 public:
  void replace(std::vector<Home> homes) { homes_ = std::move(homes); }
  [[nodiscard]] bool empty() const { return homes_.empty(); }
  [[nodiscard]] std::size_t size() const { return homes_.size(); }

  /// `preferred` if it is alive, else the less loaded of two at random. Empty if no home is alive.
  [[nodiscard]] std::optional<Home> choose(const NodeName& preferred, Random& random) const {
    const auto found = std::find_if(homes_.begin(), homes_.end(),
                                    [&](const Home& home) { return home.node == preferred; });
    return found != homes_.end() ? *found : less_loaded(homes_, random);
  }

  /// The less loaded of two homes at random that are not `lost`. Empty without another home.
  [[nodiscard]] std::optional<Home> choose_other(const NodeName& lost, Random& random) const {
    std::vector<Home> others;
    std::copy_if(homes_.begin(), homes_.end(), std::back_inserter(others),
                 [&](const Home& home) { return home.node != lost; });
    return less_loaded(others, random);
  }

 private:
  /// Two random choices: near the optimum, without all nodes choosing the same home.
  static std::optional<Home> less_loaded(const std::vector<Home>& homes, Random& random) {
    if (homes.empty()) return std::nullopt;
    const auto first = random.below(homes.size());
    const auto second = random.below(homes.size());
    return homes[static_cast<std::size_t>(std::min(first, second))];
  }

  std::vector<Home> homes_;
};

}  // namespace nexus::matching
