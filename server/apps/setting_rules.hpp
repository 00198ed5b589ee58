// Problems of single setting values, with suggestions.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// Half a sentence that follows the setting's name; nullopt for a sound value.
using Problem = std::optional<std::string>;

/// Longer values of any setting are refused.
inline constexpr std::size_t kValueBytesMax = 4096;
/// Limit for names of nodes and pools.
inline constexpr std::size_t kNameBytesMax = 64;

/// Refuses control characters, and quotes around the value, which only some readers of environment
/// files remove. Never echoes the value.
[[nodiscard]] Problem value_problem(std::string_view value);

/// Checks an address to listen on.
[[nodiscard]] Problem listen_problem(std::string_view text);
[[nodiscard]] Problem metrics_listen_problem(std::string_view text);
/// Checks an origin in the form that browsers send.
[[nodiscard]] Problem origin_problem(std::string_view text);
/// Checks a Content-Security-Policy source that a WebSocket can connect to.
[[nodiscard]] Problem connect_source_problem(std::string_view text);
/// Checks the address of the room socket, or its path on this site; may be empty.
[[nodiscard]] Problem room_url_problem(std::string_view text);
/// Checks a path; may be empty.
[[nodiscard]] Problem path_problem(std::string_view text);
/// Checks a path in which {node} may stand for the node's name.
[[nodiscard]] Problem report_pattern_problem(std::string_view text);
/// Checks the name of the site; may be empty.
[[nodiscard]] Problem site_name_problem(std::string_view text);
/// Checks an address that pages link to; may be empty. Other schemes, such as javascript:, could
/// run code in the page.
[[nodiscard]] Problem page_url_problem(std::string_view text);
/// Checks the public key for evidence; may be empty. Never echoes it.
[[nodiscard]] Problem evidence_key_problem(std::string_view text);
[[nodiscard]] Problem name_problem(std::string_view text);
[[nodiscard]] Problem lane_problem(std::string_view text);
[[nodiscard]] Problem interest_problem(std::string_view text);
/// Refuses a secret that others may know or guess, or that another program reads as a different
/// text. Never echoes it.
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
/// nullopt for a path or a malformed address.
[[nodiscard]] std::optional<SocketUrl> parse_socket_url(std::string_view text);
/// Whether one of these sources covers the address. Each must be sound by connect_source_problem().
[[nodiscard]] bool is_covered(const SocketUrl& url, const std::vector<std::string>& sources);

}  // namespace nexus::apps
