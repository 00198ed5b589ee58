// State that the parts of a server share.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/refusal_log.hpp"
#include "transport/address_limit.hpp"
#include "transport/connection_table.hpp"
#include "transport/deadline_wheel.hpp"
#include "transport/keyed_rate.hpp"
#include "transport/poller.hpp"
#include "transport/server_metrics.hpp"
#include "transport/server_options.hpp"
#include "transport/writer.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::transport {

/// State of one server, on its loop's thread. A connection is never freed while a caller still uses
/// it: it is doomed, and recycled at the end of the present turn or posted work.
class Core {
 public:
  Core(EventLoop& loop, ServerOptions given, Log log_to, const Clock& time,
       Poller::Callbacks callbacks, std::function<void()> reap, std::function<void()> resume);

  /// Sets the connection's only deadline to `delay` from now, rounded up.
  void arm(Connection& connection, std::chrono::milliseconds delay) {
    wheel.set(connection.slot, now + ticks(delay));
  }
  void doom(Connection& connection);
  /// The connection has used its budget of the present turn: resume() must process the input in its
  /// inbox in the next turn, and nothing is read until then.
  void postpone(Connection& connection);

  /// A turn processes events or deadlines and reaps at its end; `now` does not change meanwhile.
  void begin_turn();
  void end_turn();
  /// The connections that reap() must recycle; empties the list.
  [[nodiscard]] std::vector<Connection*> take_doomed() { return std::exchange(doomed_, {}); }

  /// The connections that resume() must serve; empties the list.
  [[nodiscard]] std::vector<SocketId> take_postponed() { return std::exchange(postponed_, {}); }

  [[nodiscard]] static Tick ticks(std::chrono::milliseconds duration) {
    return static_cast<Tick>((duration + kTickPeriod - std::chrono::milliseconds(1)) / kTickPeriod);
  }

  const ServerOptions options;
  const Log log;
  const Clock& clock;
  ServerMetrics metrics;
  RefusalLog refusals;
  std::size_t half_received_bytes = 0;  ///< held by inboxes of WebSockets; outlives the table
  const TrustedProxies proxies;
  AddressLimit addresses;
  KeyedRate<IpAddress, AddressHash> requests;         ///< by limit_key()
  KeyedRate<IpAddress, AddressHash> region_requests;  ///< by region(), of IPv6 addresses
  ConnectionTable table;
  DeadlineWheel wheel;
  Poller poller;
  Writer writer;
  Tick now = 0;
  bool is_stopping = false;  ///< no new connections or WebSockets
  const Reading<> connections{metrics, "connections", "Open connections.",
                              [this] { return static_cast<double>(table.size()); }};
  const Reading<> connections_limit{
      metrics, "connections_limit", "Connections beyond which more are refused.",
      [this] { return static_cast<double>(options.connections_max); }};
  const Reading<> unread_bytes{metrics, "unread_bytes",
                               "Bytes queued for clients that do not read them.",
                               [this] { return static_cast<double>(writer.held_bytes()); }};

  /// Counts and logs a refusal.
  void refuse_connection(const RefusalKind& kind, std::string_view example = {});
  void refuse_upgrade(const RefusalKind& kind, std::string_view example = {});
  /// Nothing is refused, but the client counts as its proxy.
  void note_unnamed_client(const RefusalKind& kind, std::string_view example = {});
  void count_response(int status) {
    metrics.http_responses.count(static_cast<StatusClass>(status / 100 - 1));
  }

  /// Counts one more connection of this address; nullptr if it holds too many.
  [[nodiscard]] AddressLimit::Entry* acquire(const IpAddress& address);
  /// Whether this address may send one more request now.
  [[nodiscard]] bool takes_request(const IpAddress& address);
  /// Whether connections of this address do not count: a trusted proxy's, and perhaps loopback's.
  [[nodiscard]] bool is_exempt(const IpAddress& address) const;

  /// The other end of the connection: its client, if a PROXY header named one.
  [[nodiscard]] IpAddress peer_of(const Connection& connection) const;
  void set_client(Connection& connection, const IpAddress& client);
  void forget_client(const Connection& connection);

 private:
  MonotonicTime start_;
  std::function<void()> reap_;
  std::function<void()> resume_;
  std::unordered_map<std::uint32_t, IpAddress> clients_;  ///< by slot, from PROXY headers
  std::vector<Connection*> doomed_;
  std::vector<SocketId> postponed_;
  bool in_turn_ = false;
  bool is_reap_posted_ = false;
};

}  // namespace nexus::transport
