// Problems of single setting values, with suggestions.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

}  // namespace nexus::apps
