// All limits and periods of the HTTP and WebSocket server.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace nexus::transport {

/// Periods are rounded up to 50 ms, the server's tick.
struct ServerOptions {
  // Which clients may open a WebSocket.
  /// Exact origins (`https://chat.example`, `http://localhost:5173`), or with `*` for their first
  /// label (OriginPolicy::is_wildcard()). Empty: only an origin whose host and port equal the
  /// request's Host header.
  std::vector<std::string> allowed_origins;
  /// Browsers always send Origin with a WebSocket; other programs mostly do not.
  bool allow_missing_origin = false;
  /// The client must offer it, and the server echoes it; empty: none is required.
  std::string subprotocol = "nexuschat.v2";

  /// While it returns true, upgrades get 503, so that a proxy tries another node. Empty: never.
  std::function<bool()> refuses_sockets;

  // The proxies whose X-Forwarded-For is trusted: addresses and CIDR blocks.
  std::vector<std::string> trusted_proxies;

  // Connections. At a limit: 503 (all) or 429 (one address) with Retry-After.
  std::size_t connections_max = 15'000;
  /// Per IPv4 address or IPv6 /64, and kHostAllowancesPerRegion times as many per IPv6 /48. Trusted
  /// proxies do not count; the visitors behind them count once they open a WebSocket.
  std::size_t connections_per_address_max = 20;
  /// Many people may share an address. While more than half of connections_max is free, an address
  /// may hold one in so many of the connections beyond that half. 0: never more than above.
  std::size_t spare_share_per_address = 16;
  /// New connections a second; as many as an address may hold may come at once.
  std::uint32_t connections_per_address_per_second_max = 10;
  /// Exempt from the limits per address: a proxy, tests and load generators on the same machine.
  bool loopback_is_exempt = true;
  std::chrono::seconds retry_after{5};
  int backlog = 4096;
  /// Listen on an address that the machine does not have yet: at boot, it may appear after this
  /// program starts.
  bool may_await_address = false;
  /// A shortage of descriptors or memory is over when no accept has failed for this long.
  std::chrono::milliseconds shortage_calm_time{10'000};

  // One turn of the loop serves each connection within this budget, then the other connections.
  // The rest of its input waits for the next turn. One HTTP request fits in a turn.
  std::size_t turn_frames_max = 32;
  std::size_t turn_bytes_max = 16 * 1024;  ///< of frames; the last frame may exceed it

  // HTTP.
  /// Per IPv4 address or IPv6 /64 of the client; the requests of five seconds may come at once.
  /// Beyond: 429 with Retry-After, and the connection ends.
  std::uint32_t requests_per_address_per_second_max = 200;
  std::size_t request_header_bytes_max = 16 * 1024;  ///< beyond: 431
  std::size_t request_target_bytes_max = 4 * 1024;   ///< beyond: 414
  /// Time from the connection, or the first byte of a later request, to the end of its headers:
  /// 408.
  std::chrono::milliseconds handshake_timeout{5'000};
  std::chrono::milliseconds keep_alive_timeout{15'000};
  /// Bodies that one route receives at the same time; more get 503. Routes do not share it: a body
  /// that anybody may send must not take the place of one that needs a token.
  std::size_t bodies_max = 32;
  /// Those of one IPv4 address or IPv6 /48, for all routes; more get 429.
  std::size_t bodies_per_address_max = 4;
  /// Time from the head of a request to the end of its body: 408. A short body has less time:
  /// handshake_timeout, and a second for every so many bytes.
  std::chrono::milliseconds body_timeout{60'000};
  std::size_t body_bytes_per_second_min = 4096;
  /// A response is abandoned if the client takes no bytes for this long.
  std::chrono::milliseconds write_stall_timeout{10'000};
  /// Folder of the site below its host, "/chat", for proxies that keep it in paths; empty: none.
  std::string base_path;
  std::size_t files_bytes_max =
      256 * 1024 * 1024;  ///< all static files together; start-up fails beyond
  /// Sources besides 'self' that the web app may connect to (`wss://node2.chat.example`).
  std::vector<std::string> extra_connect_sources;

  // WebSocket.
  std::size_t message_bytes_max = 64 * 1024;  ///< over all fragments; beyond: close 1009
  /// Time from the first byte of a message to its last: peer_timeout_code. Checked at each ping.
  std::chrono::milliseconds message_timeout{60'000};
  /// Frames of one client in a ping period that end no message: pings, pongs and fragments. Beyond:
  /// idle_frames_code. 0: no limit. The handler limits messages.
  std::uint16_t idle_frames_max = 2048;
  std::uint16_t idle_frames_code = 1008;
  /// Memory for incomplete messages of all clients together. At the limit, a client that holds more
  /// than the fair share is closed with 1013. Messages that fit in one read need no such memory.
  std::size_t incoming_bytes_total_max = 64 * 1024 * 1024;
  std::size_t incoming_bytes_fair = 16 * 1024;
  std::size_t outgoing_bytes_max =
      256 * 1024;  ///< queued for one client; beyond: slow_consumer_code
  /// Memory of all clients' queues together. At the limit, a client that still has queued output
  /// gets no more: slow_consumer_code.
  std::size_t outgoing_bytes_total_max = 256 * 1024 * 1024;
  std::uint16_t slow_consumer_code = 4001;
  /// A client that was silent for a period is pinged, and closed if silent for the time-out.
  std::chrono::milliseconds ping_period{15'000};
  std::chrono::milliseconds peer_timeout{30'000};
  std::uint16_t peer_timeout_code = 4002;
  /// Close codes that are counted by themselves, rising; all others are counted together.
  std::vector<std::uint16_t> counted_close_codes{};
  /// Time for the client's half of a closing handshake, and for its end of a refused HTTP
  /// connection.
  std::chrono::milliseconds close_timeout{2'000};
  /// Input that is discarded meanwhile, so that a client that still sends can read why it was
  /// refused. Beyond: the connection is reset.
  std::uint32_t drained_bytes_max = 1024 * 1024;
};

}  // namespace nexus::transport
