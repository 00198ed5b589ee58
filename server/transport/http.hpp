// HTTP requests and responses as the application sees them.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::transport {

struct HttpHeader {
  std::string name;
  std::string value;
};

/// One request: by GET or HEAD without a body, or by POST for a route that takes bodies. The server
/// refuses all others before they reach a handler.
struct HttpRequest {
  std::string method;
  /// Starts with '/', not decoded, without the query; or "*" (RFC 9112, section 3.2.4) for OPTIONS.
  std::string path;
  std::string query;  ///< after the question mark, not decoded; may be empty
  std::vector<HttpHeader> headers;
  std::string client_address;  ///< textual IP address; personal data

  /// The value of the first header of that name, in any case; nullopt if absent.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// The values of all headers of that name, joined by commas (RFC 9110, section 5.3).
  [[nodiscard]] std::string joined(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

/// The server adds Date, Content-Length, the security headers and `Cache-Control: no-store` unless
/// `headers` has a Cache-Control.
struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<HttpHeader> headers;
};

/// Receives the body of one request in pieces. Destroyed without finish() if the client does not
/// send all of it in time.
class HttpBody {
 public:
  virtual ~HttpBody() = default;
  virtual void write(std::string_view piece) = 0;
  /// The whole body has arrived. Returns the response.
  [[nodiscard]] virtual HttpResponse finish() = 0;
};

/// A path that takes bodies by POST.
struct BodyRoute {
  std::size_t bytes_max = 0;  ///< beyond: 413
  /// Called with the head of a request of an allowed origin. An error is the response, and the body
  /// is not read.
  std::function<Result<std::unique_ptr<HttpBody>, HttpResponse>(const HttpRequest&)> begin;
};

/// Whether a comma-separated list has this token, in any case.
[[nodiscard]] bool list_has_token(std::string_view list, std::string_view token);

/// An error as RFC 9457 problem details; `detail` must need no JSON escaping.
[[nodiscard]] HttpResponse problem(int status, std::string_view detail);
/// "Not Found" for 404 and so on.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace nexus::transport
