// Addresses of room sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// The parts of ws://host[:port]/path, in the one form that a browser makes of all spellings.
struct SocketUrl {
  bool is_secure = false;
  std::string host;
  std::uint16_t port = 0;
  std::string path;  ///< with the query; empty if the text names none

  [[nodiscard]] std::string text() const;
  /// The origin of a page at the same host and port.
  [[nodiscard]] std::string origin() const;
};

/// nullopt for a path or a malformed address.
[[nodiscard]] std::optional<SocketUrl> parse_socket_url(std::string_view text);
/// Whether one of these sources covers the address. Each must be sound by connect_source_problem().
[[nodiscard]] bool is_covered(const SocketUrl& url, const std::vector<std::string>& sources);

/// The one form of a sound signalling.url. Two processes with one address are then noticed, however
/// it is written (RFC 3986, section 6.2.2).
[[nodiscard]] std::string canonical_room_url(std::string_view text);
/// A canonical signalling.url as a path, if it is one of the site's own host: so another process of
/// the site may write the same address. With several origins a path has several meanings, and the
/// text remains.
[[nodiscard]] std::string as_path_of_site(const std::string& room_url,
                                          const std::vector<std::string>& origins);

}  // namespace nexus::apps
