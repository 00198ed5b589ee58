// What is wrong with one value of a setting, and what to write instead.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// Half a sentence that follows the setting's name; nothing for a sound value.
using Problem = std::optional<std::string>;

/// Longer values are refused, whatever the setting.
inline constexpr std::size_t kValueBytesMax = 4096;
/// Of the names of nodes and pools.
inline constexpr std::size_t kNameBytesMax = 64;

/// What no value may hold: control characters, and quotes around it, which only some readers of
/// environment files take off. Never echoes the value.
[[nodiscard]] Problem value_problem(std::string_view value);

/// A numeric address to listen on.
[[nodiscard]] Problem listen_problem(std::string_view text);
/// An origin as browsers send it.
[[nodiscard]] Problem origin_problem(std::string_view text);
/// A source of a Content-Security-Policy that a WebSocket can connect to.
[[nodiscard]] Problem connect_source_problem(std::string_view text);
/// The address of the room socket, or its path on this site; may be empty.
[[nodiscard]] Problem room_url_problem(std::string_view text);
/// A path; may be empty.
[[nodiscard]] Problem path_problem(std::string_view text);
/// A path in which {node} may stand for the node's name.
[[nodiscard]] Problem report_pattern_problem(std::string_view text);
[[nodiscard]] Problem name_problem(std::string_view text);
[[nodiscard]] Problem lane_problem(std::string_view text);
/// A secret that others may know or guess, or that another program reads as another text. Never
/// echoes it.
[[nodiscard]] Problem secret_problem(std::string_view secret);

/// The parts of ws://host[:port]/path.
struct SocketUrl {
  bool is_secure = false;
  std::string host;
  std::uint16_t port = 0;
  std::string path;

  /// The origin of a page at the same host and port.
  [[nodiscard]] std::string origin() const;
};
/// Nothing for a path or a malformed address.
[[nodiscard]] std::optional<SocketUrl> parse_socket_url(std::string_view text);
/// Whether one of these sources, each sound by connect_source_problem(), takes in the address.
[[nodiscard]] bool is_covered(const SocketUrl& url, const std::vector<std::string>& sources);
/// Whether a host means the machine of whoever reads it.
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace nexus::apps
