// A day of one desk in virtual time: what it tells visitors of their wait, and how long they do
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

/// Visitors come least often at five in the morning and most often at five in the afternoon, and in
/// between along a sine.
struct DayOptions {
  std::uint64_t seed = 1;
  double busiest_per_second = 0.5;  ///< visitors who come
  double quietest_per_second = 0.01;
};

enum class Wishes : std::uint8_t { kNone, kInterests, kLanguages, kBoth };
inline constexpr std::array<std::string_view, 4> kWishesNames{"none", "interests", "languages",
                                                              "both"};

/// What one visitor was told when it began to wait, and what came of it.
struct ToldWait {
  std::size_t hour = 0;
  protocol::Mode mode = protocol::Mode::kVideo;
  Wishes wishes = Wishes::kNone;
  std::chrono::milliseconds estimate{};
  std::chrono::milliseconds waited{};  ///< until matched, or until it gave up
  bool gave_up = false;
};

struct DayOutcome {
  std::vector<ToldWait> told;
  std::size_t finds = 0;
  std::size_t waits = 0;  ///< finds that were not answered at once, with or without an estimate
};

[[nodiscard]] DayOutcome simulate_day(const DayOptions& options);

/// How well some of the estimates did.
struct Verdict {
  std::size_t count = 0;
  double estimate_ms = 0;  ///< the median one
  double waited_ms = 0;    ///< the median wait; who gave up counts as one who waited for longest
  /// Parts of the visitors. Were estimates perfect and waits memoryless, as they are while partners
  /// come at random, half would wait for longer and 46 % for between half and twice as long.
  double longer = 0;
  double within_two = 0;

  /// The typical wait by the typical estimate.
  [[nodiscard]] double ratio() const { return waited_ms / estimate_ms; }
};
[[nodiscard]] Verdict judge(const std::vector<ToldWait>& told);

/// Verdicts by the hour and by wishes, for a person.
[[nodiscard]] std::string report(const DayOutcome& day);

}  // namespace nexus::simulation
