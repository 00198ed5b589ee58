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
/// comparisons (a prefix, a suffix, ignoring case) have caused security holes.
class OriginPolicy {
 public:
  /// Throws std::invalid_argument for an entry that no browser would send as an Origin.
  OriginPolicy(std::vector<std::string> allowed, bool allow_missing);

  /// With an empty list: the origin must be `http://` or `https://` and exactly `host`.
  [[nodiscard]] bool allows(std::optional<std::string_view> origin, std::string_view host) const;
  /// The same for a request, which may have one Origin header only.
  [[nodiscard]] bool allows(const HttpRequest& request) const;

  /// Whether `text` is `http(s)://host[:port]` as a browser writes it: lower case, no default port,
  /// no path, not even a slash.
  [[nodiscard]] static bool is_origin(std::string_view text);

 private:
  std::vector<std::string> allowed_;
  bool allow_missing_;
};

}  // namespace nexus::transport
