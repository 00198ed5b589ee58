// Where a Redis is and how to enter it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::stores {

struct RedisUrl {
  std::string host{};  ///< a name or an address, without brackets; empty for a socket
  std::uint16_t port = 6379;
  std::string socket{};    ///< path of a Unix socket, or empty
  std::string user{};      ///< empty: the default user
  std::string password{};  ///< empty: no AUTH. Never log it.
  std::uint32_t database = 0;

  /// For logs: without user and password.
  [[nodiscard]] std::string place() const;

  friend bool operator==(const RedisUrl&, const RedisUrl&) = default;
};

/// Reads `redis://[[user]:password@]host[:port][/database]`, with an IPv6 host in brackets, or
/// `unix://[[user]:password@]/path[?db=database]`. User and password may be percent-encoded. There
/// is no TLS here: `rediss://` is refused; use a tunnel or a private network. Errors are one line
/// for the operator and never contain the password.
[[nodiscard]] Result<RedisUrl, std::string> parse_redis_url(std::string_view text);

}  // namespace nexus::stores
