// Makes refusals visible in the log without one line per refusal.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nexus {

/// One kind of refusal. Both texts are literals.
struct RefusalKind {
  std::string_view name;
  /// The setting that causes these refusals. They are logged as warnings, because the operator may
  /// have to change it. Empty: no setting applies.
  std::string_view setting = {};
};

/// Counts every refusal of the server. Logs the first refusal of a kind at once, and later ones at
/// most once a minute, with their number and one example:
///
///   event=refused kind=wrong_origin count=12 example=https://evil.example
///   setting=server.allowed_origins
///
/// Strangers cause refusals, so a refusal costs one table lookup.
class RefusalLog {
 public:
  static constexpr std::chrono::minutes kPeriod{1};
  /// Longer examples are truncated.
  static constexpr std::size_t kExampleBytesMax = 120;

  RefusalLog(const Clock& clock, Log log) : clock_(clock), log_(std::move(log)) {}

  /// `example` may hold bytes that a client sent, but never its address or a token.
  void count(RefusalKind kind, std::string_view example = {});
  /// Logs the refusals whose minute has passed. Call about once a second.
  void tick();

  [[nodiscard]] std::uint64_t total(RefusalKind kind) const;

 private:
  struct Tally {
    RefusalKind kind;
    std::uint64_t total = 0;
    std::uint64_t pending = 0;  ///< not logged yet
    std::string example{};      ///< of the first pending one
    MonotonicTime quiet_until{};
  };

  void report(Tally& tally);

  const Clock& clock_;
  Log log_;
  std::unordered_map<std::string_view, Tally> tallies_;
};

}  // namespace nexus
