// SPDX-License-Identifier: MIT
#include "stores/redis/redis_url.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

namespace nexus::stores {
namespace {

constexpr std::uint16_t kRedisPort = 6379;
constexpr std::uint16_t kSentinelPort = 26379;

/// Removes `prefix` from the front of `text`.
bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Removes the part before the last @ from the front. False if it is not a user and a password.
bool read_credentials(std::string_view& text, RedisUrl& url) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return true;
  const std::string_view credentials = text.substr(0, at);
  text.remove_prefix(at + 1);
  const auto colon = credentials.find(':');
  if (colon == std::string_view::npos) return false;
  const auto user = percent_decoded(credentials.substr(0, colon));
  const auto password = percent_decoded(credentials.substr(colon + 1));
  if (!user || !password || password->empty()) return false;
  url.user = *user;
  url.password = *password;
  return true;
}

/// A host with an optional port.
std::optional<RedisAddress> read_address(std::string_view text, std::uint16_t default_port) {
  RedisAddress address{.host = {}, .port = default_port};
  std::string_view port;
  if (skip(text, "[")) {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos) return std::nullopt;
    address.host = text.substr(0, bracket);
    port = text.substr(bracket + 1);
    if (!port.empty() && !skip(port, ":")) return std::nullopt;
    if (text.ends_with(':')) return std::nullopt;
  } else {
    const auto colon = text.find(':');
    address.host = text.substr(0, colon);
    if (colon != std::string_view::npos) {
      port = text.substr(colon + 1);
      if (port.empty()) return std::nullopt;
    }
  }
  const bool is_host = std::all_of(address.host.begin(), address.host.end(), [](char c) {
    return is_alphanumeric(c) || std::string_view(".-_:%").find(c) != std::string_view::npos;
  });
  if (address.host.empty() || !is_host) return std::nullopt;
  if (port.empty()) return address;
  const auto value = parse_number<std::uint16_t>(port, 1);
  if (!value) return std::nullopt;
  address.port = *value;
  return address;
}

/// Reads the addresses, separated by commas. False if one is malformed.
bool read_servers(std::string_view text, std::uint16_t default_port, RedisUrl& url) {
  for (;;) {
    const auto comma = text.find(',');
    auto address = read_address(text.substr(0, comma), default_port);
    if (!address) return false;
    url.servers.push_back(std::move(*address));
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

/// Whether Sentinel accepts the text as a name.
bool is_primary_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '.' || c == '-' || c == '_';
  });
}

using Error = std::optional<std::string>;  ///< none: the URL is valid

Error read_database(std::string_view text, RedisUrl& url) {
  const auto value = parse_number<std::uint32_t>(text);
  if (!value)
    return "the Redis URL has a malformed database number: write a whole number such as 0";
  url.database = *value;
  return std::nullopt;
}

/// Removes "?db=<number>", if present, from the end of `text`.
Error read_query(std::string_view& text, RedisUrl& url) {
  const auto mark = text.find('?');
  if (mark == std::string_view::npos) return std::nullopt;
  std::string_view query = text.substr(mark + 1);
  text = text.substr(0, mark);
  if (!skip(query, "db=") || query.empty()) {
    return "the Redis URL has an unknown query: want ?db=<number> or nothing";
  }
  return read_database(query, url);
}

constexpr std::string_view kMalformedServers =
    "the Redis URL has a malformed host or port: write host, host:port or [IPv6 address]:port, "
    "with "
    "commas between several";

Error read_socket(std::string_view text, RedisUrl& url) {
  if (auto error = read_query(text, url)) return error;
  url.servers.push_back({.host = std::string(text), .port = 0});
  if (url.servers.back().is_socket()) return std::nullopt;
  return "the Redis URL must name the whole path of its Unix socket";
}

Error read_sentinels(std::string_view text, RedisUrl& url) {
  if (auto error = read_query(text, url)) return error;
  const auto slash = text.find('/');
  if (!read_servers(text.substr(0, slash), kSentinelPort, url))
    return std::string(kMalformedServers);
  if (slash != std::string_view::npos) url.primary_name = text.substr(slash + 1);
  if (is_primary_name(url.primary_name)) return std::nullopt;
  return "the Redis URL must end with the name by which its Sentinels know the primary: "
         "redis+sentinel://host,host,host/name";
}

Error read_redis(std::string_view text, RedisUrl& url) {
  if (text.find_first_of("?#") != std::string_view::npos) {
    return "a redis:// URL takes no query: it ends with the database number, as in "
           "redis://host:6379/0";
  }
  const auto slash = text.find('/');
  if (!read_servers(text.substr(0, slash), kRedisPort, url)) return std::string(kMalformedServers);
  if (slash == std::string_view::npos || slash + 1 == text.size()) return std::nullopt;
  return read_database(text.substr(slash + 1), url);
}

}  // namespace

std::string RedisAddress::text() const {
  if (is_socket()) return host;
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string RedisUrl::place() const {
  std::string text;
  for (const RedisAddress& server : servers) {
    if (!text.empty()) text.append(",");
    text.append(server.text());
  }
  return primary_name.empty() ? text : text + "/" + primary_name;
}

Result<RedisUrl, std::string> parse_redis_url(std::string_view text) {
  const bool has_tls = text.starts_with("rediss://") || text.starts_with("rediss+sentinel://");
  auto* read = skip(text, "redis://") || skip(text, "rediss://") ? &read_redis
               : skip(text, "redis+sentinel://") || skip(text, "rediss+sentinel://")
                   ? &read_sentinels
               : skip(text, "unix://") ? &read_socket
                                       : nullptr;
  if (read == nullptr) {
    return fail(
        std::string("the Redis URL must start with redis://, rediss:// (TLS), redis+sentinel://, "
                    "rediss+sentinel:// or unix://"));
  }
  RedisUrl url;
  if (has_tls) url.tls.emplace();
  if (!read_credentials(text, url)) {
    return fail(
        std::string("the Redis URL has malformed credentials: want user:password@ or "
                    ":password@, with % and @ in them as %25 and %40"));
  }
  if (auto error = read(text, url)) return fail(std::move(*error));
  return url;
}

}  // namespace nexus::stores
