// The refusals of the HTTP and WebSocket server, before the application is reached: their kinds.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/refusal_log.hpp"

namespace nexus::transport {

inline constexpr RefusalKind kServerFull{"server_full", "server.connections_max"};  ///< 503
/// 429, at accept or at the upgrade.
inline constexpr RefusalKind kAddressLimit{"address_limit", "server.connections_per_address_max"};
/// 429 at a request.
inline constexpr RefusalKind kRequestRate{"request_rate",
                                          "server.requests_per_address_per_second_max"};
/// X-Forwarded-For, or on loopback another header of proxies, from a peer that is not a trusted
/// proxy: the header is ignored.
inline constexpr RefusalKind kUntrustedProxy{"untrusted_proxy", "server.trusted_proxies"};
/// A WebSocket through a trusted proxy that does not name the client: it counts as the proxy's own.
inline constexpr RefusalKind kNoClientAddress{"no_client_address", "server.trusted_proxies"};
/// A connection that should begin with a PROXY header, from a peer that is not a trusted proxy:
/// closed.
inline constexpr RefusalKind kNoTrustedProxy{"no_trusted_proxy", "server.trusted_proxies"};
/// A trusted proxy that sends no PROXY header of version 2, or a malformed one: closed.
inline constexpr RefusalKind kBadProxyHeader{"bad_proxy_header", "server.listen"};
inline constexpr RefusalKind kWrongOrigin{"wrong_origin", "server.allowed_origins"};  ///< 403
inline constexpr RefusalKind kBadUpgrade{"bad_upgrade"};                              ///< 400, 426
inline constexpr RefusalKind kStopping{"stopping"};         ///< 503 after SIGTERM
inline constexpr RefusalKind kNotAdmitted{"not_admitted"};  ///< 503 while the owner refuses
inline constexpr RefusalKind kBadRequest{"bad_request"};    ///< 400, 408, 413, 414, 431
/// 429 and 503: bodies of requests at the same time, of one address or for one route.
inline constexpr RefusalKind kTooManyBodies{"too_many_bodies"};
inline constexpr RefusalKind kBadFrame{"bad_frame"};          ///< 1002 ... 1013, floods
inline constexpr RefusalKind kSlowConsumer{"slow_consumer"};  ///< slow_consumer_code

}  // namespace nexus::transport
