// The port that decides which visitors may use a socket.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

namespace nexus {

/// Asked once a socket has proved which visitor it belongs to.
class Admission {
 public:
  virtual ~Admission() = default;
  /// Whether the visitor may stay. If not, the port has sent the client the reason and closes its
  /// socket.
  [[nodiscard]] virtual bool admits(ClientId client, VisitorId visitor) = 0;
};

/// Admits every visitor.
class OpenAdmission final : public Admission {
 public:
  [[nodiscard]] bool admits(ClientId, VisitorId) override { return true; }
};

}  // namespace nexus
