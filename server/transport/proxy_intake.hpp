// Connections from proxies that name their client in a PROXY header.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/core.hpp"
#include "transport/http_service.hpp"

#include <span>

namespace nexus::transport {

/// From the accept to the end of the header. Then the connection waits for its first request, as
/// one that the client itself opened: the limits of an address apply to the client.
class ProxyIntake {
 public:
  ProxyIntake(Core& core, HttpService& http) : core_(core), http_(http) {}

  /// Whether the peer may name clients. Counts a peer that may not.
  [[nodiscard]] bool admits(const IpAddress& peer);
  /// Reads the header, of which `bytes` are all that has arrived, and passes on what follows it.
  /// kTextPaddingBytes must follow `bytes`. Without a sound header the connection is closed.
  void receive(Connection& connection, std::span<char> bytes);
  /// The header did not come in time.
  void on_deadline(Connection& connection);

 private:
  void begin(Connection& connection, const IpAddress& client);

  Core& core_;
  HttpService& http_;
};

}  // namespace nexus::transport
