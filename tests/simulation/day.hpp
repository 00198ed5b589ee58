// A day of one desk in virtual time: its estimates of visitors' waits, and how long they do
// wait. SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"
#include "simulation/world.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::simulation {

/// The arrival rate is a sine with its minimum at five in the morning and its maximum at five in
/// the afternoon.
struct DayOptions {
  std::uint64_t seed = 1;
  double busiest_per_second = 0.5;  ///< arrivals of visitors
  double quietest_per_second = 0.01;
};

enum class Wishes : std::uint8_t { kNone, kInterests, kLanguages, kBoth };
inline constexpr std::array<std::string_view, 4> kWishesNames{"none", "interests", "languages",
                                                              "both"};

/// The estimate that one visitor got when it began to wait, and its actual wait.
struct EstimatedWait {
  std::size_t hour = 0;
  protocol::Mode mode = protocol::Mode::kVideo;
  Wishes wishes = Wishes::kNone;
  std::chrono::milliseconds estimate{};
  std::chrono::milliseconds waited{};  ///< until it was matched or gave up
  bool gave_up = false;
};

struct DayOutcome {
  std::vector<EstimatedWait> estimated;
  std::size_t finds = 0;
  std::size_t waits = 0;  ///< finds without an immediate match, with or without an estimate
};

[[nodiscard]] DayOutcome simulate_day(const DayOptions& options);

/// The accuracy of a group of estimates.
struct Verdict {
  std::size_t count = 0;
  double estimate_ms = 0;  ///< the median estimate
  double waited_ms = 0;    ///< the median wait; a visitor who gave up counts as the longest wait
  /// Shares of the visitors. With perfect estimates and memoryless waits, as with partners that
  /// arrive at random, half would wait for longer and 46 % for between half and twice as long.
  double longer = 0;
  double within_two = 0;

  /// The typical wait divided by the typical estimate.
  [[nodiscard]] double ratio() const { return waited_ms / estimate_ms; }
};
[[nodiscard]] Verdict judge(const std::vector<EstimatedWait>& waits);

/// A table of verdicts by hour and by wishes.
[[nodiscard]] std::string report(const DayOutcome& day);

}  // namespace nexus::simulation
