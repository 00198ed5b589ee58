// Reads the head of an HTTP/1 request (RFC 9112).
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "transport/http.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nexus::transport {

struct RequestHead {
  HttpRequest request;    ///< client_address is left empty
  std::size_t bytes = 0;  ///< length of the head with its empty line
  bool keep_alive = false;
  bool has_body = false;
  std::optional<std::uint64_t> body_bytes;  ///< of Content-Length; none for a chunked body
  bool is_http_1_1 = false;
};

/// The status (400, 414, 431) and reason of the refusal.
struct HeadError {
  int status = 400;
  std::string_view detail;  ///< a literal
};

struct HeadLimits {
  std::size_t header_bytes_max;
  std::size_t target_bytes_max;
};

/// The request at the start of `bytes`; nullopt while its head is incomplete. Pure: the caller may
/// pass the same bytes again with more after them.
[[nodiscard]] Result<std::optional<RequestHead>, HeadError> parse_request_head(
    std::string_view bytes, HeadLimits limits);

}  // namespace nexus::transport
