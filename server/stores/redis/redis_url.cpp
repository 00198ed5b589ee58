// SPDX-License-Identifier: MIT
#include "stores/redis/redis_url.hpp"

#include <charconv>
#include <optional>

namespace nexus::stores {
namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain.push_back(text[at]);
      continue;
    }
    unsigned byte = 0;
    if (at + 2 >= text.size()) return std::nullopt;
    const char* digits = text.data() + at + 1;
    const auto [end, error] = std::from_chars(digits, digits + 2, byte, 16);
    if (error != std::errc() || end != digits + 2) return std::nullopt;
    plain.push_back(static_cast<char>(byte));
    at += 2;
  }
  return plain;
}

/// Takes `prefix` off the front of `text`.
bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Takes what stands before the last @ off the front. False: it is not a user and a password.
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

/// Takes host and port. False: they are malformed.
bool read_host(std::string_view text, RedisUrl& url) {
  std::string_view port;
  if (skip(text, "[")) {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos) return false;
    url.host = text.substr(0, bracket);
    port = text.substr(bracket + 1);
    if (!port.empty() && !skip(port, ":")) return false;
    if (text.ends_with(':')) return false;
  } else {
    const auto colon = text.find(':');
    url.host = text.substr(0, colon);
    if (colon != std::string_view::npos) {
      port = text.substr(colon + 1);
      if (port.empty()) return false;
    }
  }
  if (url.host.empty()) return false;
  if (port.empty()) return true;
  const auto value = number<std::uint16_t>(port);
  if (!value || *value == 0) return false;
  url.port = *value;
  return true;
}

}  // namespace

std::string RedisUrl::place() const {
  if (!socket.empty()) return socket;
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<RedisUrl, std::string> parse_redis_url(std::string_view text) {
  RedisUrl url;
  std::string_view database;
  if (skip(text, "rediss://")) {
    return fail(std::string("rediss:// (TLS) is not supported: use a tunnel or a private network"));
  }
  const bool unix_socket = skip(text, "unix://");
  if (!unix_socket && !skip(text, "redis://")) {
    return fail(std::string("the Redis URL must start with redis:// or unix://"));
  }
  if (!read_credentials(text, url)) {
    return fail(std::string("the Redis URL has malformed credentials: want user:password@"));
  }
  if (unix_socket) {
    const auto query = text.find('?');
    url.socket = text.substr(0, query);
    if (!url.socket.starts_with('/')) {
      return fail(std::string("the Redis URL must name the whole path of its Unix socket"));
    }
    if (query != std::string_view::npos) {
      database = text.substr(query + 1);
      if (!skip(database, "db=") || database.empty()) {
        return fail(std::string("the Redis URL has an unknown query: want ?db=<number>"));
      }
    }
  } else {
    const auto slash = text.find('/');
    if (!read_host(text.substr(0, slash), url)) {
      return fail(std::string("the Redis URL has a malformed host or port"));
    }
    if (slash != std::string_view::npos) database = text.substr(slash + 1);
  }
  if (!database.empty()) {
    const auto value = number<std::uint32_t>(database);
    if (!value) return fail(std::string("the Redis URL has a malformed database number"));
    url.database = *value;
  }
  return url;
}

}  // namespace nexus::stores
