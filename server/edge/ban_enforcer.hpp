// Closes the sockets of banned visitors, step by step, so that others are served between the steps.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace nexus::edge {

class BanEnforcer {
 public:
  virtual ~BanEnforcer() = default;
  /// The list of bans changed: call enforce_bans() as long as is_enforcing_bans().
  virtual void begin_enforcing_bans() = 0;
  [[nodiscard]] virtual bool is_enforcing_bans() const = 0;
  /// Takes one step. Returns how many sockets it closed.
  virtual std::size_t enforce_bans() = 0;
};

}  // namespace nexus::edge
