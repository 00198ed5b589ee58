// A response ready to be written to the wire.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "transport/http.hpp"
#include "transport/server_options.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace nexus::transport {

/// A response whose body may be shared (a static file) instead of copied.
struct Reply {
  HttpResponse response;
  std::shared_ptr<const std::string> file;  ///< when set, the body
  bool must_close = false;  ///< the rest of the connection's input cannot be trusted
};

/// Writes status lines and headers (RFC 9112), the security headers among them.
class ReplyWriter {
 public:
  explicit ReplyWriter(const ServerOptions& options);

  /// The head of the response. Content-Length is that of the body for a GET. Not for 101.
  [[nodiscard]] std::string head(const Reply& reply, bool keep_alive, WallTime now) const;
  /// Head and body of a response that is sent before any request was read; `now` is its date.
  [[nodiscard]] std::string whole(const Reply& reply, WallTime now) const;

 private:
  std::string security_headers_;
};

/// An IMF-fixdate (RFC 9110, section 5.6.7), always GMT.
[[nodiscard]] std::string http_date(WallTime time);

}  // namespace nexus::transport
