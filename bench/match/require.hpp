// What a benchmark depends on.
// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace nexus::bench {

/// Ends the benchmark unless it holds: its figures would mean nothing.
inline void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

}  // namespace nexus::bench
