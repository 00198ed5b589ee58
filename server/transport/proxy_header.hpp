// The PROXY protocol, version 2: how a proxy for TCP names the client of a connection.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "transport/ip_address.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace nexus::transport {

/// The fixed part of a header.
inline constexpr std::size_t kProxyPrefixBytes = 16;
/// Longest header with its additional fields (TLVs); proxies send some hundred bytes. Beyond: an
/// error.
inline constexpr std::size_t kProxyHeaderBytesMax = 4096;

struct ProxyHeader {
  std::size_t bytes = 0;  ///< length of the header; the client's bytes follow
  /// nullopt: the proxy connects for itself (a health check), or its client has no IP address. Then
  /// the peer of the connection counts as the client.
  std::optional<IpAddress> client{};

  friend bool operator==(const ProxyHeader&, const ProxyHeader&) = default;
};

/// Reads the header at the start of a connection. nullopt: `bytes` are the start of a header. The
/// error names what is wrong; bytes that follow cannot change it. Additional fields are skipped,
/// but must fit. https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt, section 2.2.
[[nodiscard]] Result<std::optional<ProxyHeader>, std::string_view> parse_proxy_header(
    std::string_view bytes);

}  // namespace nexus::transport
