// Port: what the matching nodes of a deployment share, so that each judges by what all
// have seen.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"

#include <cstdint>
#include <functional>
#include <variant>

namespace nexus::matching {

/// A report that counts.
struct CountedReport {
  NetworkTags reporter;
  VisitorId reported;
  NetworkTag network;  ///< of the reported visitor

  friend bool operator==(const CountedReport&, const CountedReport&) = default;
};

/// Matches of visitors of one network, at one node.
struct CountedMatches {
  NetworkTag network;
  std::uint64_t matches = 0;

  friend bool operator==(const CountedMatches&, const CountedMatches&) = default;
};

struct TallyEntry {
  WallTime at{};
  std::variant<CountedReport, CountedMatches> counted;

  friend bool operator==(const TallyEntry&, const TallyEntry&) = default;
};

class SharedTally {
 public:
  virtual ~SharedTally() = default;
  /// Sends the entry to all other matching nodes, within about a second. An entry is lost if the
  /// store is away for long; then fewer reports count.
  virtual void share(const TallyEntry& entry) = 0;
};

/// Receives the other nodes' entries in the order in which they were shared. After a start also
/// those of the last hours, of this node as well. An entry may repeat.
using TallyListener = std::function<void(const TallyEntry&)>;

}  // namespace nexus::matching
