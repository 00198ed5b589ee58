// SPDX-License-Identifier: MIT
#include "apps/ice_settings.hpp"

#include "base/text.hpp"
#include "credentials/turn_credential.hpp"

#include <algorithm>
#include <arpa/inet.h>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

bool is_port(std::string_view text) { return parse_number<std::uint16_t>(text, 1).has_value(); }

bool is_host_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '.' || c == '-';
  });
}

bool is_ipv6(std::string_view text) {
  in6_addr scratch{};
  return ::inet_pton(AF_INET6, std::string(text).c_str(), &scratch) == 1;
}

/// host [":" port], with an IPv6 host in brackets
bool is_authority(std::string_view text) {
  std::size_t host_end = text.find(':');
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || !is_ipv6(text.substr(1, close - 1))) return false;
    host_end = close + 1;
  } else if (!is_host_name(text.substr(0, host_end))) {
    return false;
  }
  if (host_end >= text.size()) return true;
  return text[host_end] == ':' && is_port(text.substr(host_end + 1));
}

/// The problem with an address, without a suggestion.
std::optional<std::string> problem_of(std::string_view url, IceKind kind) {
  const std::string_view scheme = kind == IceKind::kStun ? "stun" : "turn";
  const std::size_t colon = url.find(':');
  const std::string_view given = url.substr(0, colon);
  const bool secure = given.ends_with('s');
  if (colon == std::string_view::npos || given.substr(0, given.size() - secure) != scheme) {
    return fmt::format("must start with {0}: or {0}s:", scheme);
  }
  const std::size_t question = url.find('?');
  if (!is_authority(url.substr(colon + 1, question - colon - 1))) {
    return fmt::format("must read {}:host or {}:host:port (an IPv6 address in brackets)", given,
                       given);
  }
  if (question == std::string_view::npos) return std::nullopt;
  const std::string_view query = url.substr(question);
  const bool fits = kind == IceKind::kTurn &&
                    (query == "?transport=tcp" || (query == "?transport=udp" && !secure));
  if (fits) return std::nullopt;
  return kind == IceKind::kStun ? "must end after the port"
                                : "must end after the port or with ?transport=udp or "
                                  "?transport=tcp (turns: is tcp only)";
}

/// The address with its scheme in lower case and without the slashes of a web address.
std::string tidied(std::string_view url, std::string_view scheme) {
  std::string text(url);
  const std::size_t colon = text.find(':');
  const std::string head = to_lower(text.substr(0, colon));
  if (head != scheme && head != std::string(scheme) + "s") return std::string(scheme) + ":" + text;
  std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  rest.erase(0, rest.find_first_not_of('/'));
  return head + ":" + rest;
}

}  // namespace

std::optional<std::string> ice_url_problem(std::string_view url, IceKind kind) {
  auto problem = problem_of(url, kind);
  if (!problem) return std::nullopt;
  const std::string meant = tidied(url, kind == IceKind::kStun ? "stun" : "turn");
  if (meant != url && !problem_of(meant, kind))
    *problem += fmt::format("; did you mean {}?", meant);
  return problem;
}

std::vector<protocol::IceServer> ice_servers(const Config& config, VisitorId visitor,
                                             const NetworkTags& network, WallTime now) {
  std::vector<protocol::IceServer> servers;
  if (!config.stun_urls.empty()) servers.push_back({.urls = config.stun_urls});
  if (!config.turn_urls.empty()) {
    const std::string secret = config.turn_secrets.front().reveal();
    auto turn = credentials::make_turn_credential(
        secret, credentials::turn_user(secret, visitor, network), now);
    servers.push_back({.urls = config.turn_urls,
                       .username = std::move(turn.username),
                       .credential = std::move(turn.credential)});
  }
  return servers;
}

}  // namespace nexus::apps
