// SPDX-License-Identifier: MIT
#include "transport/acceptor.hpp"

#include "transport/server_refusals.hpp"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace nexus::transport {
namespace {

constexpr int kAcceptsPerTurn = 64;
// A listening socket stays readable while no descriptor is free; watching it further would be a
// busy loop.
constexpr std::chrono::milliseconds kPauseWithoutDescriptors{100};

constexpr std::chrono::milliseconds kSweepPeriod{1000};

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Result<std::uint16_t, std::string> Acceptor::listen(const ListenAddress& address) {
  auto listener = Listener::open(address, core_.options.backlog, core_.options.may_await_address);
  if (!listener) return fail(std::move(listener.error().why));
  if (resume_at_ == 0 && !core_.poller.add(listener->descriptor(), EPOLLIN, listeners_.size())) {
    return fail(std::string("the kernel can't watch another socket"));
  }
  const std::uint16_t bound = listener->address().port;
  if (listener->waits_for_address()) {
    core_.log.warn("listen_address_missing",
                   {{"address", address.ip.text()},
                    {"why", "this machine does not have it yet; connections arrive once it does"}});
  }
  listeners_.push_back(std::move(*listener));
  return bound;
}

void Acceptor::on_readable(std::uint64_t tag) {
  if (tag >= listeners_.size()) return;
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    const Listener::Accepted accepted = listeners_[tag].accept();
    if (accepted.descriptor >= 0) {
      admit(accepted, listeners_[tag].address());
    } else if (accepted.error == EAGAIN || accepted.error == EWOULDBLOCK) {
      return;
    } else if (is_shortage(accepted.error)) {
      return pause(accepted.error);
    }
    // Any other error (ECONNABORTED, EPROTO, ...) concerns only that one connection.
  }
}

void Acceptor::admit(const Listener::Accepted& accepted, const ListenAddress& at) {
  const ServerOptions& options = core_.options;
  if (core_.table.size() >= options.connections_max) {
    core_.refuse_connection(kServerFull);
    return refuse(accepted.descriptor, 503, "this server is full");
  }
  if (at.expects_proxy_header && !proxies_.admits(accepted.peer)) {
    ::close(accepted.descriptor);  // without an answer: the peer's protocol is unknown
    return;
  }
  AddressLimit::Entry* address = nullptr;
  if (!core_.is_exempt(accepted.peer)) {
    address = core_.acquire(accepted.peer);
    if (address == nullptr) {
      core_.refuse_connection(kAddressLimit, "at the connection");
      return refuse(accepted.descriptor, 429, "too many connections from this address");
    }
  }
  Connection& connection = core_.table.acquire();
  connection.phase = at.expects_proxy_header ? Phase::kProxied : Phase::kRequest;
  connection.descriptor = accepted.descriptor;
  connection.address = address;
  connection.has_begun = true;  // starts the time limit of the first request
  connection.waits_to_read = true;
  connection.received = core_.now;
  core_.arm(connection, options.handshake_timeout);
  if (core_.poller.add(accepted.descriptor, EPOLLIN, connection.id().value)) return;
  const int error = errno;
  core_.doom(connection);
  pause(error);
}

void Acceptor::refuse(int descriptor, int status, std::string_view detail) {
  // Sends once and closes: a refused connection must not hold any resource. Reading the input that
  // has already arrived lets the kernel end with FIN instead of RST, so most clients receive the
  // response.
  core_.count_response(status);
  const std::string response = http_.refusal(status, detail);
  (void)::send(descriptor, response.data(), response.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(descriptor, SHUT_WR);
  std::array<char, 2048> ignored;
  (void)::recv(descriptor, ignored.data(), ignored.size(), MSG_DONTWAIT);
  ::close(descriptor);
}

void Acceptor::pause(int error) {
  core_.metrics.accept_failures.count();
  ++failures_;
  // Logs one line when a shortage begins and one when it ends, however many failures it has.
  if (!is_short_) {
    core_.log.error("accept_paused",
                    {{"why", std::strerror(error)}, {"connections", core_.table.size()}});
  }
  is_short_ = true;
  if (resume_at_ != 0) return;
  for (const Listener& listener : listeners_) core_.poller.remove(listener.descriptor());
  resume_at_ = core_.now + Core::ticks(kPauseWithoutDescriptors);
}

void Acceptor::resume() {
  resume_at_ = 0;
  shortage_over_at_ = core_.now + Core::ticks(core_.options.shortage_calm_time);
  for (std::size_t i = 0; i < listeners_.size(); ++i) {
    if (!core_.poller.add(listeners_[i].descriptor(), EPOLLIN, i)) return pause(errno);
  }
}

void Acceptor::on_tick() {
  if (core_.now >= sweep_at_) {
    core_.addresses.sweep(core_.now);
    core_.requests.sweep(core_.now);
    core_.region_requests.sweep(core_.now);
    sweep_at_ = core_.now + Core::ticks(kSweepPeriod);
  }
  if (resume_at_ != 0 && core_.now >= resume_at_) resume();
  if (!is_short_ || resume_at_ != 0 || core_.now < shortage_over_at_) return;
  is_short_ = false;
  core_.log.info("accept_resumed",
                 {{"failures", std::exchange(failures_, 0)}, {"connections", core_.table.size()}});
}

void Acceptor::stop() { listeners_.clear(); }

}  // namespace nexus::transport
