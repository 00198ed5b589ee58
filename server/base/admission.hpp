// The port that decides which visitors may use a socket.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

namespace nexus {

/// Asked when a socket has proved whose it is.
class Admission {
 public:
  virtual ~Admission() = default;
  /// Whether the visitor may stay. If not, the port has told the client why and closes its socket.
  [[nodiscard]] virtual bool admits(ClientId client, VisitorId visitor) = 0;
};

/// Turns nobody away.
class OpenAdmission final : public Admission {
 public:
  [[nodiscard]] bool admits(ClientId, VisitorId) override { return true; }
};

}  // namespace nexus
