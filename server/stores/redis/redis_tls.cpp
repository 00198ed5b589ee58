// SPDX-License-Identifier: MIT
#include "stores/redis/redis_tls.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace nexus::stores {

namespace asio = boost::asio;
using asio::ssl::context;
using boost::system::error_code;

namespace {

std::optional<std::string> unreadable(const std::string& setting, const std::string& path) {
  if (path.empty()) return std::nullopt;
  std::error_code ignored;
  // Opening a pipe could block permanently.
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    return setting + " " + path + " cannot be read: it is not a regular file";
  }
  errno = 0;
  std::ifstream file(path);
  file.peek();
  if (file) return std::nullopt;
  return setting + " " + path + " cannot be read: " + std::strerror(errno);
}

bool is_numeric(const std::string& host) {
  error_code is_name;
  (void)asio::ip::make_address(host, is_name);
  return !is_name;
}

/// The meaning of an alert from the server, or of an answer that is not TLS; empty if unknown.
std::string_view meaning(int reason) {
  switch (reason) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return "the server demands a client certificate: set redis.certificate_file and "
             "redis.key_file";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
      return "the server refused the handshake: it may demand a client certificate "
             "(redis.certificate_file), or another version of TLS";
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
      return "the server does not trust redis.certificate_file";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      return "redis.certificate_file has expired";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
      return "the server does not speak TLS at this port: use its tls-port, or redis:// without "
             "TLS";
    default:
      return {};
  }
}

}  // namespace

Result<std::shared_ptr<context>, std::string> make_tls_context(const RedisTls& tls) {
  for (const auto& [setting, path] :
       {std::pair<const char*, const std::string&>{"redis.ca_file", tls.ca_file},
        {"redis.certificate_file", tls.certificate_file},
        {"redis.key_file", tls.key_file}}) {
    if (auto problem = unreadable(setting, path)) return fail(std::move(*problem));
  }
  auto made = std::make_shared<context>(context::tls_client);
  SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
  made->set_verify_mode(asio::ssl::verify_peer);
  // OpenSSL would ask for a passphrase on the terminal.
  made->set_password_callback([](std::size_t, context::password_purpose) { return std::string(); });
  error_code error;
  if (tls.ca_file.empty()) {
    made->set_default_verify_paths(error);
    if (error) return fail("the system's CAs cannot be read: " + error.message());
  } else {
    made->load_verify_file(tls.ca_file, error);
    if (error) return fail("redis.ca_file " + tls.ca_file + " holds no certificate in PEM");
  }
  if (tls.certificate_file.empty()) return made;
  made->use_certificate_chain_file(tls.certificate_file, error);
  if (error) {
    return fail("redis.certificate_file " + tls.certificate_file + " holds no certificate in PEM");
  }
  made->use_private_key_file(tls.key_file, context::pem, error);
  if (error &&
      ERR_GET_REASON(static_cast<unsigned long>(error.value())) == X509_R_KEY_VALUES_MISMATCH) {
    return fail("redis.key_file " + tls.key_file + " is not the key of redis.certificate_file");
  }
  if (error) {
    return fail("redis.key_file " + tls.key_file +
                " holds no private key in PEM that needs no passphrase");
  }
  return made;
}

std::optional<std::string> tls_problem(const RedisTls& tls) {
  auto made = make_tls_context(tls);
  if (made) return std::nullopt;
  return std::move(made).error();
}

void expect_certificate_for(ssl_st& connection, const std::string& host) {
  X509_VERIFY_PARAM* const expected = SSL_get0_param(&connection);
  if (is_numeric(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str());
    return;
  }
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size());
  // A macro of OpenSSL with a C-style cast.
  SSL_ctrl(&connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           const_cast<char*>(host.c_str()));
}

std::string explain_tls_error(const error_code& error, ssl_st& connection,
                              const std::string& host) {
  if (error == asio::ssl::error::stream_truncated) return "the server ended the connection";
  if (error.category() != asio::error::get_ssl_category()) return error.message();
  const int reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
  if (reason != SSL_R_CERTIFICATE_VERIFY_FAILED) {
    const std::string_view text = meaning(reason);
    return text.empty() ? "TLS: " + error.message() : std::string(text);
  }
  const long verdict = SSL_get_verify_result(&connection);
  if (verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH) {
    return "the server's certificate does not name " + host;
  }
  const std::string why = X509_verify_cert_error_string(verdict);
  if (verdict == X509_V_ERR_CERT_HAS_EXPIRED || verdict == X509_V_ERR_CERT_NOT_YET_VALID) {
    return "the server's certificate is not valid now: " + why;
  }
  return "the server's certificate is not trusted (" + why +
         "): redis.ca_file must hold the CA that signed it";
}

}  // namespace nexus::stores
