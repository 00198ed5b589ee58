// SPDX-License-Identifier: MIT
#include "apps/socket_url.hpp"

#include "base/text.hpp"
#include "transport/ip_address.hpp"
#include "transport/origin_policy.hpp"

#include <algorithm>
#include <arpa/inet.h>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

using transport::IpAddress;
using transport::OriginPolicy;

/// The path that a node serves. It refuses the same with a slash behind.
constexpr std::string_view kRoomPath = "/v1/room";

bool is_number(std::string_view label) {
  const bool is_hex = label.starts_with("0x");
  const std::string_view digits = is_hex ? label.substr(2) : label;
  return (is_hex || !digits.empty()) &&
         digits.find_first_not_of(is_hex ? "0123456789abcdef" : "0123456789") ==
             std::string_view::npos;
}

/// nullopt for a host that no browser accepts. A name whose last label is a number is an IPv4
/// address, which may be short, octal or hexadecimal: 127.1, 0x7f000001.
std::optional<std::string> canonical_host(std::string_view text) {
  std::string host = to_lower(text);
  if (host.starts_with('[')) {
    const auto ip = host.ends_with(']')
                        ? IpAddress::parse(std::string_view(host).substr(1, host.size() - 2))
                        : std::nullopt;
    return ip && !ip->is_v4() ? std::optional(fmt::format("[{}]", ip->text())) : std::nullopt;
  }
  if (host.ends_with('.')) host.pop_back();  // the root of all names
  if (!is_number(std::string_view(host).substr(host.rfind('.') + 1))) return host;
  in_addr address{};
  char dotted[INET_ADDRSTRLEN];
  if (inet_aton(host.c_str(), &address) == 0) return std::nullopt;
  return std::string(inet_ntop(AF_INET, &address, dotted, sizeof dotted));
}

/// Writes characters that need no escape without one, and other escapes in upper case.
std::string with_canonical_escapes(std::string_view text) {
  constexpr std::string_view kUnreserved = "-._~";
  std::string result;
  while (!text.empty()) {
    const std::string_view escape = text.substr(0, 3);
    const auto decoded =
        escape.size() == 3 && escape.front() == '%' ? percent_decoded(escape) : std::nullopt;
    if (!decoded) {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    const char c = decoded->front();
    const bool is_plain = is_alphanumeric(c) || kUnreserved.find(c) != std::string_view::npos;
    result += is_plain ? std::string(1, c) : to_upper(escape);
    text.remove_prefix(3);
  }
  return result;
}

/// Removes the segments "." and ".." (RFC 3986, section 5.2.4) of a path that begins with a slash.
std::string without_dots(std::string_view path) {
  std::string result;
  while (!path.empty()) {
    const std::size_t next = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(1, next - 1);
    const bool is_dots = segment == "." || segment == "..";
    if (segment == "..") result.resize(std::min(result.rfind('/'), result.size()));
    if (!is_dots) result += path.substr(0, next);
    path.remove_prefix(next);
    if (is_dots && path.empty()) result += '/';
  }
  return result;
}

std::string canonical_path(std::string_view text) {
  const std::size_t query = std::min(text.find('?'), text.size());
  std::string path = without_dots(with_canonical_escapes(text.substr(0, query)));
  if (query + 1 < text.size()) path += text.substr(query);
  return path;
}

std::uint16_t default_port(bool is_secure) { return is_secure ? 443 : 80; }

}  // namespace

std::optional<SocketUrl> parse_socket_url(std::string_view text) {
  SocketUrl url;
  const std::string scheme = to_lower(text.substr(0, text.find(':')));
  url.is_secure = scheme == "wss";
  text.remove_prefix(scheme.size());
  if ((scheme != "ws" && !url.is_secure) || !text.starts_with("://")) return std::nullopt;
  text.remove_prefix(3);
  const std::size_t path = std::min(text.find('/'), text.size());
  const bool is_path = std::all_of(text.begin() + path, text.end(), [](unsigned char c) {
    return c > ' ' && c < 0x7F &&
           std::string_view("#\"<>\\^`{|};,").find(static_cast<char>(c)) == std::string_view::npos;
  });
  url.path = canonical_path(text.substr(path));
  const std::string_view authority = text.substr(0, path);
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  url.port = default_port(url.is_secure);
  if (colon != std::string_view::npos) {
    const auto port = parse_number<std::uint16_t>(authority.substr(colon + 1));
    if (!port || *port == 0) return std::nullopt;
    url.port = *port;
  }
  auto host = canonical_host(authority.substr(0, colon));
  if (!is_path || !host || !OriginPolicy::is_origin("http://" + *host)) return std::nullopt;
  url.host = std::move(*host);
  return url;
}

std::string SocketUrl::origin() const {
  const std::string_view scheme = is_secure ? "https" : "http";
  return port == default_port(is_secure) ? fmt::format("{}://{}", scheme, host)
                                         : fmt::format("{}://{}:{}", scheme, host, port);
}

std::string SocketUrl::text() const {
  return fmt::format("ws{}{}", origin().substr(std::string_view("http").size()), path);
}

bool is_covered(const SocketUrl& url, const std::vector<std::string>& sources) {
  return std::any_of(sources.begin(), sources.end(), [&](std::string source) {
    const bool is_secure = source.starts_with("wss:");
    // A source without TLS also covers the same host with TLS.
    if (is_secure && !url.is_secure) return false;
    const std::size_t at = source.find("://");
    if (at == std::string::npos) return true;
    const bool any_port = source.ends_with(":*");
    if (any_port) source.resize(source.size() - 2);
    const bool any_host = source.compare(at + 3, 2, "*.") == 0;
    if (any_host) source.erase(at + 3, 2);
    const auto allowed = parse_socket_url(source);
    if (!allowed) return false;
    const bool same_host =
        any_host ? url.host.ends_with("." + allowed->host) : url.host == allowed->host;
    const bool upgraded = !is_secure && url.is_secure && allowed->port == 80 && url.port == 443;
    const bool same_port = any_port || allowed->port == url.port || upgraded;
    const std::string& path = allowed->path;
    const bool same_path =
        path.size() <= 1 || url.path == path || (path.ends_with('/') && url.path.starts_with(path));
    return same_host && same_port && same_path;
  });
}

std::string canonical_room_url(std::string_view text) {
  const auto url = parse_socket_url(text);
  std::string result = url ? url->text() : canonical_path(text);
  std::string bare = result.substr(0, result.find_last_not_of('/') + 1);
  return bare.ends_with(kRoomPath) ? bare : result;
}

std::string as_path_of_site(const std::string& room_url, const std::vector<std::string>& origins) {
  const auto url = parse_socket_url(room_url);
  return url && origins.size() == 1 && url->origin() == origins.front() ? url->path : room_url;
}

}  // namespace nexus::apps
