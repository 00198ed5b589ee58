// Which web pages may open a WebSocket (RFC 6455, section 10.2; RFC 6454) or send a body.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/http.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::transport {

/// Compares whole origins byte by byte. Browsers write them in one form only, and looser
/// comparisons (a prefix, a suffix, ignoring case) have caused security holes. The one exception is
/// a wildcard for exactly one whole label at the front.
class OriginPolicy {
 public:
  /// Throws std::invalid_argument for an entry that is neither is_origin() nor is_wildcard().
  OriginPolicy(const std::vector<std::string>& allowed, bool allow_missing);

  /// With an empty list: the origin must be `http://` or `https://` and exactly `host`.
  [[nodiscard]] bool allows(std::optional<std::string_view> origin, std::string_view host) const;
  /// The same for a request, which may have one Origin header only.
  [[nodiscard]] bool allows(const HttpRequest& request) const;

  /// Whether `text` is `http(s)://host[:port]` as a browser writes it: lower case, no default port,
  /// no path, not even a slash.
  [[nodiscard]] static bool is_origin(std::string_view text);
  /// Whether `text` is an origin with `*` for its first label, in front of two labels or more:
  /// https://*.example.org is https://a.example.org, but neither https://example.org nor
  /// https://a.b.example.org.
  [[nodiscard]] static bool is_wildcard(std::string_view text);

 private:
  std::vector<std::string> origins_;
  std::vector<std::string> wildcards_;
  bool allow_missing_;
};

}  // namespace nexus::transport
