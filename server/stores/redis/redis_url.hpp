// The address of a Redis and its credentials.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "stores/redis/redis_tls.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::stores {

struct RedisAddress {
  std::string host{};  ///< a name, an address without brackets, or the path of a Unix socket
  std::uint16_t port = 6379;

  [[nodiscard]] bool is_socket() const { return host.starts_with('/'); }
  [[nodiscard]] std::string text() const;

  friend bool operator==(const RedisAddress&, const RedisAddress&) = default;
};

struct RedisUrl {
  std::vector<RedisAddress> servers{};  ///< asked in turn; at least one
  std::string primary_name{};  ///< as the Sentinels call it, if `servers` are Sentinels; or empty
  std::string user{};          ///< empty: the default user
  std::string password{};      ///< empty: no AUTH. Never log it.
  std::uint32_t database = 0;
  std::optional<RedisTls>
      tls{};  ///< of servers and Sentinels; nullopt: no TLS. The URL names no files

  /// For logs: without user and password.
  [[nodiscard]] std::string place() const;

  friend bool operator==(const RedisUrl&, const RedisUrl&) = default;
};

/// Reads one of
///
///     redis://[[user]:password@]host[:port][,host[:port]]...[/database]
///     redis+sentinel://[[user]:password@]host[:port][,host[:port]].../primary[?db=database]
///     rediss://..., rediss+sentinel://...    the same, with TLS
///     unix://[[user]:password@]/path[?db=database]
///
/// The first form names a server, a primary and its replicas, or some nodes of a cluster; the
/// second the Sentinels that watch `primary`. IPv6 hosts are written in brackets. User and password
/// may be percent-encoded; a Sentinel gets them only if it demands a password. Errors are
/// one line for the operator and never contain the password.
[[nodiscard]] Result<RedisUrl, std::string> parse_redis_url(std::string_view text);

}  // namespace nexus::stores
