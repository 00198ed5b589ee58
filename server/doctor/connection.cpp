// SPDX-License-Identifier: MIT
#include "doctor/connection.hpp"

#include "base/system_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <future>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace nexus::doctor {
namespace {

constexpr std::size_t kReceiveBytes = 16 * 1024;

using Addresses = std::shared_ptr<addrinfo>;

/// The resolver of the system has no deadline, so it runs in a thread that is left behind.
Result<Addresses, std::string> resolve(const std::string& host, std::uint16_t port, int type) {
  auto promise = std::make_shared<std::promise<std::pair<int, Addresses>>>();
  auto answer = promise->get_future();
  std::thread([promise, host, type, service = std::to_string(port)] {
    addrinfo hints{};
    hints.ai_socktype = type;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    const int status = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &found);
    promise->set_value({status, Addresses(found, [](addrinfo* list) {
                          if (list != nullptr) ::freeaddrinfo(list);
                        })});
  }).detach();
  if (answer.wait_for(kStepTime) != std::future_status::ready) {
    return fail<std::string>("no name server answers");
  }
  auto [status, addresses] = answer.get();
  if (status != 0) return fail<std::string>(::gai_strerror(status));
  return addresses;
}

std::string numeric(const sockaddr* address, socklen_t bytes) {
  std::array<char, NI_MAXHOST> host{};
  const int status =
      ::getnameinfo(address, bytes, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST);
  return status == 0 ? host.data() : "";
}

void limit_steps(int descriptor) {
  const timeval time{std::chrono::duration_cast<std::chrono::seconds>(kStepTime).count(), 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);  // connect(2) too
}

/// A connected descriptor, or -1 with errno.
int connect_to(int family, int type, const sockaddr* address, socklen_t bytes) {
  const int descriptor = ::socket(family, type | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  limit_steps(descriptor);
  if (::connect(descriptor, address, bytes) == 0) return descriptor;
  const int error = errno == EINPROGRESS ? ETIMEDOUT : errno;
  ::close(descriptor);
  errno = error;
  return -1;
}

std::int64_t days_until(const ASN1_TIME* end) {
  int days = 0, seconds = 0;
  return ASN1_TIME_diff(&days, &seconds, nullptr, end) == 1 ? days : 0;
}

}  // namespace

struct Connection::Tls {
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* tls) const { SSL_free(tls); }
  };
  std::unique_ptr<SSL_CTX, Free> context{SSL_CTX_new(TLS_client_method())};
  std::unique_ptr<SSL, Free> session;
  Certificate certificate;
};

Connection::Connection(int descriptor) : descriptor_(descriptor) {}

Connection::~Connection() {
  tls_.reset();
  ::close(descriptor_);
}

Connection::Opened Connection::open(Carrier carrier, const std::string& host, std::uint16_t port,
                                    const TlsFiles& files) {
  if (host.starts_with('/')) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (host.size() >= sizeof address.sun_path) return fail<std::string>("its path is too long");
    std::copy(host.begin(), host.end(), address.sun_path);
    const int descriptor =
        connect_to(AF_UNIX, SOCK_STREAM, reinterpret_cast<sockaddr*>(&address), sizeof address);
    if (descriptor < 0) return fail(system_error());
    return std::unique_ptr<Connection>(new Connection(descriptor));
  }
  const int type = carrier == Carrier::kUdp ? SOCK_DGRAM : SOCK_STREAM;
  const auto addresses = resolve(host, port, type);
  if (!addresses) return fail(addresses.error());
  std::string why = "it has no address";
  for (const addrinfo* at = addresses->get(); at != nullptr; at = at->ai_next) {
    const int descriptor = connect_to(at->ai_family, type, at->ai_addr, at->ai_addrlen);
    if (descriptor < 0) {
      why = system_error();
      continue;
    }
    std::unique_ptr<Connection> connection(new Connection(descriptor));
    connection->peer_ = numeric(at->ai_addr, at->ai_addrlen);
    if (carrier == Carrier::kTls) {
      if (std::string problem = connection->begin_tls(host, files); !problem.empty())
        return fail(problem);
    }
    return connection;
  }
  return fail(why);
}

std::string Connection::begin_tls(const std::string& host, const TlsFiles& files) {
  tls_ = std::make_unique<Tls>();
  SSL_CTX* const context = tls_->context.get();
  SSL_CTX_set_default_verify_paths(context);
  if (!files.ca.empty()) SSL_CTX_load_verify_locations(context, files.ca.c_str(), nullptr);
  if (!files.certificate.empty()) {
    SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str());
    SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM);
  }
  ERR_clear_error();  // the settings were judged: the handshake shows what is wrong
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  tls_->session.reset(SSL_new(context));
  SSL* const session = tls_->session.get();
  // Verified, but not refused: the operator should read every problem of the server.
  SSL_set_verify(session, SSL_VERIFY_NONE, nullptr);
  X509_VERIFY_PARAM* const rules = SSL_get0_param(session);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) != 1) {
    ERR_clear_error();
    X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size());
    SSL_set_tlsext_host_name(session, host.c_str());
  }
  SSL_set_fd(session, descriptor_);
  if (SSL_connect(session) != 1) {
    const unsigned long error = ERR_get_error();
    const char* const reason = error == 0 ? nullptr : ERR_reason_error_string(error);
    return fmt::format("no TLS: {}", reason == nullptr ? "the server does not answer" : reason);
  }
  const long verdict = SSL_get_verify_result(session);
  if (verdict != X509_V_OK) tls_->certificate.problem = X509_verify_cert_error_string(verdict);
  const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(session),
                                                          &X509_free);
  if (shown) tls_->certificate.days_left = days_until(X509_get0_notAfter(shown.get()));
  return {};
}

const Certificate* Connection::certificate() const { return tls_ ? &tls_->certificate : nullptr; }

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = std::min<std::size_t>(bytes.size(), kReceiveBytes);
    const ssize_t sent = tls_ ? SSL_write(tls_->session.get(), bytes.data(), static_cast<int>(size))
                              : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<std::string> Connection::receive() {
  std::string bytes(kReceiveBytes, '\0');
  if (tls_) {
    const int got = SSL_read(tls_->session.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (got <= 0) {
      const bool is_late = SSL_get_error(tls_->session.get(), got) == SSL_ERROR_WANT_READ;
      return is_late ? std::nullopt : std::optional<std::string>("");
    }
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }
  const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (got < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return std::nullopt;
    return std::string();
  }
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

}  // namespace nexus::doctor
