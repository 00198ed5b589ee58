// How many different reporters each visitor had lately, for the operator's report file.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/deadlines.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <unordered_map>

namespace nexus::matching {

/// Counts for a day from the first report of a visitor, at this node. A reporter counts by its
/// network (NetworkTags::allotment), because a new visitor costs nothing. A reporter without a
/// known network counts as itself.
///
/// CoolDowns counts reporters in another way, because it acts on the number and an operator does
/// not: there only reporters that it believes count, at all nodes, within a sliding window, and
/// each cool-down begins at zero again. The operator sees every report.
class Reporters {
 public:
  static constexpr auto kDay = std::chrono::hours(24);
  /// Reported visitors that are remembered. At the limit each report of a further one is its first.
  static constexpr std::size_t kReportedMax = 100'000;
  /// Different reporters of one visitor are counted up to this.
  static constexpr std::size_t kReportersMax = 32;

  /// Returns how many different reporters the visitor has by now.
  std::size_t add(VisitorId reported, VisitorId reporter, const NetworkTags& network,
                  MonotonicTime now);

  void forget_old(MonotonicTime now);

 private:
  using Reporter = std::array<std::uint8_t, 16>;  ///< a network or, without one, a visitor

  std::unordered_map<VisitorId, std::set<Reporter>> reporters_;
  Deadlines<VisitorId> due_;
};

}  // namespace nexus::matching
