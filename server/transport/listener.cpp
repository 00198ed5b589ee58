// SPDX-License-Identifier: MIT
#include "transport/listener.hpp"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace nexus::transport {
namespace {

struct Endpoint {
  sockaddr_storage storage{};
  socklen_t bytes = 0;
};

Endpoint endpoint(const IpAddress& address, std::uint16_t port) {
  Endpoint result;
  if (address.is_v4()) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    std::memcpy(&four.sin_addr, address.bytes.data() + 12, 4);
    std::memcpy(&result.storage, &four, sizeof four);
    result.bytes = sizeof four;
  } else {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    std::memcpy(&six.sin6_addr, address.bytes.data(), address.bytes.size());
    std::memcpy(&result.storage, &six, sizeof six);
    result.bytes = sizeof six;
  }
  return result;
}

std::uint16_t bound_port(int descriptor) {
  sockaddr_storage address{};
  socklen_t bytes = sizeof address;
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &bytes);
  if (address.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
}

void set_option(int descriptor, int level, int option, int value) {
  setsockopt(descriptor, level, option, &value, sizeof value);
}

int make_socket(const ListenAddress& address) {
  const int family = address.is_unix() ? AF_UNIX : address.ip.is_v4() ? AF_INET : AF_INET6;
  const int descriptor = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0 || family == AF_UNIX) return descriptor;
  set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
  if (family == AF_INET6) set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);
  return descriptor;
}

bool bind_to(int descriptor, const ListenAddress& address) {
  const Endpoint local = endpoint(address.ip, address.port);
  return bind(descriptor, reinterpret_cast<const sockaddr*>(&local.storage), local.bytes) == 0;
}

ListenRefusal refusal(int error, const ListenAddress& address) {
  const std::string where = address.text();
  if (error == EADDRINUSE) return {error, where + " is taken by another program"};
  if (error == EACCES) return {error, "no permission to listen on " + where};
  if (error == EADDRNOTAVAIL) return {error, "this machine has no address " + address.ip.text()};
  return {error, "can't listen on " + where + ": " + std::generic_category().message(error)};
}

}  // namespace

std::optional<ListenRefusal> Listener::probe(const ListenAddress& address) {
  if (address.is_unix()) return SocketFile::probe(address);
  const Listener trial(make_socket(address), address);
  if (trial.descriptor_ < 0 || !bind_to(trial.descriptor_, address)) {
    return refusal(errno, address);
  }
  return std::nullopt;
}

Result<Listener, ListenRefusal> Listener::open(const ListenAddress& address, int backlog,
                                               bool may_await_address) {
  Listener listener(make_socket(address), address);
  const int descriptor = listener.descriptor_;
  if (descriptor < 0) return fail(refusal(errno, address));
  if (address.is_unix()) {
    if (auto refused = listener.file_.listen(descriptor, address, backlog)) {
      return fail(std::move(*refused));
    }
    return listener;
  }
  set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);  // accepted sockets inherit both options
  // Linear time-outs: with so little data in flight, exponential backoff on a lossy link has no
  // benefit.
  set_option(descriptor, IPPROTO_TCP, TCP_THIN_LINEAR_TIMEOUTS, 1);
  bool is_bound = bind_to(descriptor, address);
  if (!is_bound && errno == EADDRNOTAVAIL && may_await_address) {
    listener.waits_for_address_ = true;
    // Network interfaces appear while services start, and IPv6 first checks for a duplicate
    // address.
    set_option(descriptor, IPPROTO_IP, IP_FREEBIND, 1);
    is_bound = bind_to(descriptor, address);
  }
  if (!is_bound || ::listen(descriptor, backlog) != 0) return fail(refusal(errno, address));
  listener.address_.port = bound_port(descriptor);
  return listener;
}

Listener::~Listener() {
  file_.remove();  // while the socket still listens
  if (descriptor_ >= 0) ::close(descriptor_);
}

Listener::Accepted Listener::accept() const {
  sockaddr_storage peer{};
  socklen_t bytes = sizeof peer;
  const int descriptor = accept4(descriptor_, reinterpret_cast<sockaddr*>(&peer), &bytes,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor < 0) return {-1, errno, {}};
  return {descriptor, 0, IpAddress::from(peer)};
}

}  // namespace nexus::transport
