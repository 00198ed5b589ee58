// The server's half of the opening handshake (RFC 6455, section 4.2).
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "transport/http_parser.hpp"
#include "transport/origin_policy.hpp"

#include <string>
#include <string_view>

namespace nexus::transport {

/// The 101 response, or the refusal: 400 (key, protocol), 403 (origin), 426 (no upgrade requested,
/// or a version other than 13). Extensions are never negotiated.
[[nodiscard]] Result<std::string, HttpResponse> accept_upgrade(const RequestHead& head,
                                                               const OriginPolicy& origins,
                                                               std::string_view subprotocol);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
[[nodiscard]] std::string accept_key(std::string_view key);

}  // namespace nexus::transport
