// Connections to servers whose names may have several addresses.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "stores/redis/redis_stream.hpp"
#include "stores/redis/redis_tls.hpp"
#include "stores/redis/redis_url.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/generic/stream_protocol.hpp>

namespace nexus::stores {

/// Addresses of a name beyond these are not tried.
inline constexpr std::size_t kAddressesMax = 16;
/// The head start of an address over the next one, as RFC 8305 (Happy Eyeballs) recommends.
inline constexpr auto kDialStagger = std::chrono::milliseconds(250);

/// Resolves a name and connects. Tries its addresses, IPv6 and IPv4 in turn, kDialStagger after
/// each other, or as soon as the previous one fails. The first that answers wins, so an address
/// that drops packets costs the stagger, not the time-out. Lives on the loop.
class RedisDialer {
 public:
  using Endpoint = boost::asio::generic::stream_protocol::endpoint;
  /// An error is one line for the log: each address and its error.
  using Dialled = std::function<void(Result<RedisStream, std::string>)>;

  /// `timeout` applies to the lookup, and then to each address, with the TLS handshake. The files
  /// of `tls` are read for each dial(), so that renewed ones need no restart.
  RedisDialer(boost::asio::io_context& loop, std::chrono::milliseconds timeout,
              std::optional<RedisTls> tls = std::nullopt);
  /// Like cancel().
  ~RedisDialer();
  RedisDialer(const RedisDialer&) = delete;
  RedisDialer& operator=(const RedisDialer&) = delete;

  /// `dialled` is called once, later, on the loop, unless cancel() or another dial() comes first.
  void dial(const RedisAddress& server, Dialled dialled);
  /// Reports that the last connected address was of no use: from now on, other addresses of its
  /// name go first. A server may accept connections without serving them, or be a replica.
  void blame();
  void cancel();

 private:
  struct Race;
  [[nodiscard]] std::vector<Endpoint> in_order(std::vector<Endpoint> endpoints);

  boost::asio::io_context& loop_;
  std::chrono::milliseconds timeout_;
  std::optional<RedisTls> tls_;
  std::shared_ptr<Race> race_;
  Endpoint connected_;
  std::vector<Endpoint> blamed_;
};

}  // namespace nexus::stores
