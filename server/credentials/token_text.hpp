// The format of tokens: parts with a separator between them.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/text.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::credentials {

/// Only the last part may contain it.
inline constexpr char kPartSeparator = '~';

inline void append_part(std::string& text, std::string_view part) {
  text.append(part);
  text.push_back(kPartSeparator);
}

/// The first `Count` parts of `rest` and, as the last one, the remainder.
template <std::size_t Count>
[[nodiscard]] std::optional<std::array<std::string_view, Count + 1>> split_parts(
    std::string_view rest) {
  std::array<std::string_view, Count + 1> parts;
  for (std::size_t i = 0; i < Count; ++i) {
    const std::size_t at = rest.find(kPartSeparator);
    if (at == std::string_view::npos) return std::nullopt;
    parts[i] = rest.substr(0, at);
    rest.remove_prefix(at + 1);
  }
  parts[Count] = rest;
  return parts;
}

/// Removes `mark` from the end of `text`, if it is there.
[[nodiscard]] inline bool take_mark(std::string_view& text, std::string_view mark) {
  if (!text.ends_with(mark)) return false;
  text.remove_suffix(mark.size());
  return true;
}

[[nodiscard]] inline std::string text_of(WallTime time) {
  return std::to_string(time.time_since_epoch().count());
}

[[nodiscard]] inline std::optional<WallTime> parse_time(std::string_view text) {
  const auto milliseconds = parse_number<std::int64_t>(text);
  if (!milliseconds) return std::nullopt;
  return WallTime(std::chrono::milliseconds(*milliseconds));
}

}  // namespace nexus::credentials
