// TLS of connections to Redis and its Sentinels.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <memory>
#include <optional>
#include <string>

#include <boost/system/error_code.hpp>

namespace boost::asio::ssl {
class context;
}
struct ssl_st;

namespace nexus::stores {

/// The operator's files, in PEM.
struct RedisTls {
  std::string ca_file{};  ///< who may sign the server's certificate; empty: the system's CAs
  std::string certificate_file{};  ///< of this client, with its chain; empty: none is shown
  std::string key_file{};          ///< of that certificate, without a passphrase

  friend bool operator==(const RedisTls&, const RedisTls&) = default;
};

/// Reads the files. The error is one line that names the setting and the file.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>, std::string> make_tls_context(
    const RedisTls& tls);

/// Why make_tls_context() fails; nullopt if it does not.
[[nodiscard]] std::optional<std::string> tls_problem(const RedisTls& tls);

/// Makes the handshake demand a certificate for `host`, a name or a numeric address, and sends a
/// name to the server (SNI).
void expect_certificate_for(ssl_st& connection, const std::string& host);

/// What a failed handshake, read or write means, for the operator. `host` as above.
[[nodiscard]] std::string explain_tls_error(const boost::system::error_code& error,
                                            ssl_st& connection, const std::string& host);

}  // namespace nexus::stores
