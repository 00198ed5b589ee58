// Where a server accepts connections, as the operator writes it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "transport/ip_address.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::transport {

/// The longest path that a Unix socket can have (`sun_path` less its final zero).
inline constexpr std::size_t kSocketPathBytesMax = 107;

/// An IP address and a port, or the path of a Unix socket.
struct ListenAddress {
  IpAddress ip{};                     ///< "::" accepts IPv4 too; unused for a Unix socket
  std::uint16_t port = 0;             ///< 0: any free one
  std::string path{};                 ///< of a Unix socket; empty for TCP
  unsigned file_mode = 0660;          ///< of a Unix socket: decides which programs may connect
  bool expects_proxy_header = false;  ///< each connection begins with one, of the PROXY protocol

  /// Reads one of
  ///
  ///     192.0.2.1   2001:db8::1              at `default_port`
  ///     192.0.2.1:8080   [2001:db8::1]:8080
  ///     unix:/run/nexuschat/http.sock        perhaps with ?mode=666
  ///
  /// perhaps with ?proxy_protocol; & stands between two options.
  ///
  /// The error is half a sentence that follows the setting's name ("must be ..."), with a
  /// suggestion if possible.
  [[nodiscard]] static Result<ListenAddress, std::string> parse(std::string_view text,
                                                                std::uint16_t default_port);

  [[nodiscard]] bool is_unix() const { return !path.empty(); }
  /// "192.0.2.1:8080", "[2001:db8::1]:8080" or "unix:/run/nexuschat/http.sock".
  [[nodiscard]] std::string text() const;
  /// Whether both cannot listen at the same time: the same place, or one is a wildcard that
  /// includes the other.
  [[nodiscard]] bool overlaps(const ListenAddress& other) const;

  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

}  // namespace nexus::transport
