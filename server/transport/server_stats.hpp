// What the server counts. Plain numbers; the metrics module gives them names.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace nexus::transport {

/// Monotonic counts since the server was made, except those that say "now".
struct ServerStats {
  // Connections.
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_now = 0;
  std::uint64_t connections_refused_total_max = 0;    ///< 503: connections_max
  std::uint64_t connections_refused_address_max = 0;  ///< 429, at the connection or the upgrade
  std::uint64_t accept_failures = 0;  ///< no descriptor or memory; retried after 100 ms
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_sent = 0;

  // HTTP.
  std::uint64_t requests = 0;
  std::uint64_t requests_malformed = 0;  ///< 400, 413, 414, 431
  std::uint64_t requests_timed_out = 0;  ///< 408, or silence
  std::uint64_t responses_2xx = 0;       ///< with 304
  std::uint64_t responses_4xx = 0;
  std::uint64_t responses_5xx = 0;
  std::uint64_t responses_stalled = 0;

  // WebSockets.
  std::uint64_t sockets_opened = 0;
  std::uint64_t sockets_now = 0;
  std::uint64_t upgrades_refused_origin = 0;
  std::uint64_t upgrades_refused_other = 0;
  std::uint64_t messages_received = 0;
  std::uint64_t messages_sent = 0;
  std::uint64_t pings_sent = 0;

  // Why WebSockets ended; one of these per closed socket.
  std::uint64_t closed_by_client = 0;
  std::uint64_t closed_by_server = 0;
  std::uint64_t closed_protocol_error = 0;  ///< 1002, 1003, 1007, 1009, 1013 sent
  std::uint64_t closed_slow_consumer = 0;
  std::uint64_t closed_peer_timeout = 0;
  std::uint64_t closed_lost = 0;  ///< the connection broke without a close frame
};

}  // namespace nexus::transport
