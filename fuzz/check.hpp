// What a fuzz target says when a property does not hold.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace nexus::fuzz {

/// Ends the program as a crash, which libFuzzer reports with its input. Unlike assert(), it holds
/// in every build.
inline void check(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "it does not hold that %s\n", property);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace nexus::fuzz
