// The server's counters besides its refusals. Plain numbers.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace nexus::transport {

/// Monotonic counts since the server was made, except those with "now" in their name.
struct ServerStats {
  // Connections.
  std::uint64_t connections_now = 0;
  std::uint64_t accept_failures = 0;  ///< no descriptor or memory; retried after 100 ms

  // HTTP.
  std::uint64_t requests = 0;
  std::uint64_t responses_stalled = 0;

  // WebSockets.
  std::uint64_t sockets_opened = 0;
  std::uint64_t sockets_now = 0;
  std::uint64_t messages_received = 0;

  // Why WebSockets ended; one of these per closed socket.
  std::uint64_t closed_by_client = 0;
  std::uint64_t closed_by_server = 0;
  std::uint64_t closed_protocol_error = 0;  ///< 1002, 1003, 1007, 1009, 1013 sent
  std::uint64_t closed_slow_consumer = 0;
  std::uint64_t closed_peer_timeout = 0;
  std::uint64_t closed_lost = 0;  ///< the connection broke without a close frame
};

}  // namespace nexus::transport
