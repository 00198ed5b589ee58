// SPDX-License-Identifier: MIT
#include "transport/server.hpp"

#include "transport/acceptor.hpp"
#include "transport/core.hpp"
#include "transport/http_service.hpp"
#include "transport/proxy_intake.hpp"
#include "transport/web_socket_service.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace nexus::transport {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
// Pipelined requests wait in the kernel rather than in an inbox.
constexpr std::size_t kRequestReadBytes = 4 * 1024;

}  // namespace

/// Passes events and deadlines to the responsible service, and recycles connections.
class Server::Impl {
 public:
  Impl(EventLoop& loop, ServerOptions options, Log log, const Clock& clock)
      : core(
            loop, std::move(options), std::move(log), clock,
            {[this](std::span<const epoll_event> events) { on_events(events); },
             [this](std::chrono::nanoseconds late) { on_tick(late); }},
            [this] { reap(); }, [this] { resume(); }),
        web_sockets(core),
        http(core, web_sockets),
        proxies(core, http),
        acceptor(core, http, proxies),
        // The buffer holds an incomplete frame or request, then the bytes just read, then padding
        // for the parsers.
        kept_bytes_max_(std::max(core.options.message_bytes_max + kFrameHeaderBytesMax,
                                 core.options.request_header_bytes_max + kReadBytes)),
        buffer_(kept_bytes_max_ + kReadBytes + kTextPaddingBytes) {}

  ~Impl() {
    core.table.for_each([](Connection& connection) { ::close(connection.descriptor); });
  }

  Core core;
  WebSocketService web_sockets;
  HttpService http;
  ProxyIntake proxies;
  Acceptor acceptor;

 private:
  void on_events(std::span<const epoll_event> events);
  void on_tick(std::chrono::nanoseconds late);
  void on_readable(Connection& connection);
  void on_writable(Connection& connection);
  void receive(Connection& connection, std::size_t bytes);
  void receive_kept(Connection& connection);
  void resume();
  void settle(Connection& connection);
  void reap();

  std::size_t kept_bytes_max_;
  std::vector<char> buffer_;  // shared by all connections: none keeps a part of it beyond a call
};

void Server::Impl::on_events(std::span<const epoll_event> events) {
  core.begin_turn();
  for (const epoll_event& event : events) {
    if (Acceptor::is_listener(event.data.u64)) {
      acceptor.on_readable(event.data.u64);
      continue;
    }
    Connection* const connection = core.table.find(SocketId{event.data.u64});
    if (connection == nullptr || connection->is_doomed) continue;
    if ((event.events & EPOLLOUT) != 0) on_writable(*connection);
    if (connection->is_doomed) continue;
    if ((event.events & EPOLLIN) != 0 && connection->waits_to_read && !connection->is_postponed) {
      on_readable(*connection);
    } else if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) {
      core.doom(*connection);
    }
    settle(*connection);
  }
  core.end_turn();
}

void Server::Impl::on_tick(std::chrono::nanoseconds late) {
  core.metrics.loop_turn.observe(late);
  core.begin_turn();
  acceptor.on_tick();
  core.refusals.tick();
  core.wheel.advance(core.now, [this](DeadlineWheel::Slot slot) {
    Connection& connection = core.table.at(slot);
    if (connection.phase == Phase::kFree || connection.is_doomed) return;
    if (connection.handler != nullptr) {
      web_sockets.on_deadline(connection);
    } else if (connection.phase == Phase::kProxied) {
      proxies.on_deadline(connection);
    } else {
      http.on_deadline(connection);
    }
    settle(connection);
  });
  core.end_turn();
}

void Server::Impl::on_readable(Connection& connection) {
  Inbox* const inbox = connection.inbox.get();
  const std::size_t kept = inbox != nullptr ? inbox->bytes.size() : 0;
  char* const fresh = buffer_.data() + kept;
  const std::size_t read_max = connection.phase <= Phase::kRequest ? kRequestReadBytes : kReadBytes;
  const ssize_t count = ::recv(connection.descriptor, fresh, read_max, MSG_DONTWAIT);
  if (count < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) core.doom(connection);
    return;
  }
  if (count == 0) return core.doom(connection);
  const auto read = static_cast<std::size_t>(count);
  connection.received = core.now;
  core.metrics.bytes_received.add(read);
  if (connection.phase == Phase::kDraining) {
    connection.drained_bytes += static_cast<std::uint32_t>(read);
    if (connection.drained_bytes > core.options.drained_bytes_max) core.doom(connection);
    return;
  }
  if (kept > 0) {
    if (kept + read < inbox->needed_bytes) {
      inbox->bytes.append(fresh, read);
      if (connection.handler != nullptr) web_sockets.count_half_received(connection);
      return;
    }
    std::memcpy(buffer_.data(), inbox->bytes.data(), kept);
    inbox->bytes.clear();
  }
  receive(connection, kept + read);
}

/// The first `bytes` of the buffer are this connection's input.
void Server::Impl::receive(Connection& connection, std::size_t bytes) {
  const Cork cork(core.writer);
  const std::span<char> input = std::span(buffer_).first(bytes);
  if (connection.handler != nullptr) {
    web_sockets.receive(connection, input);
  } else if (connection.phase == Phase::kProxied) {
    proxies.receive(connection, input);
  } else {
    http.receive(connection, input);
  }
}

/// Processes the input that waits in the inbox.
void Server::Impl::receive_kept(Connection& connection) {
  if (!connection.inbox) return;
  std::string& kept = connection.inbox->bytes;
  const std::size_t bytes = kept.size();
  std::copy(kept.begin(), kept.end(), buffer_.begin());
  kept.clear();
  receive(connection, bytes);
}

/// Serves the connections that used up their budget of an earlier turn, one more budget each.
void Server::Impl::resume() {
  core.begin_turn();
  for (const SocketId id : core.take_postponed()) {
    Connection* const connection = core.table.find(id);
    if (connection == nullptr || connection->is_doomed) continue;
    connection->is_postponed = false;
    receive_kept(*connection);
    settle(*connection);
  }
  core.end_turn();
}

void Server::Impl::on_writable(Connection& connection) {
  core.writer.flush(connection);
  if (connection.handler != nullptr || connection.phase != Phase::kReply) return;
  if (connection.outbox) return core.arm(connection, core.options.write_stall_timeout);
  http.on_flushed(connection);
  // Requests that arrived while the response was being written.
  if (connection.phase == Phase::kRequest) receive_kept(connection);
}

/// Ends a connection once all its output has been written.
void Server::Impl::settle(Connection& connection) {
  if (connection.is_doomed || connection.outbox || connection.phase != Phase::kDraining) return;
  const AfterFlush next = std::exchange(connection.after_flush, AfterFlush::kStay);
  if (next == AfterFlush::kHangUp) core.doom(connection);
  if (next == AfterFlush::kEnd) ::shutdown(connection.descriptor, SHUT_WR);
}

void Server::Impl::reap() {
  for (Connection* const connection : core.take_doomed()) {
    core.wheel.cancel(connection->slot);
    web_sockets.report_closed(*connection);
    http.forget(*connection);
    core.writer.forget(*connection);
    core.forget_client(*connection);
    ::close(connection->descriptor);  // also removes it from the epoll set
    if (connection->address != nullptr) core.addresses.release(connection->address);
    core.table.release(*connection);
  }
}

Server::Server(EventLoop& loop, ServerOptions options, Log log, const Clock& clock)
    : impl_(std::make_unique<Impl>(loop, std::move(options), std::move(log), clock)) {}
Server::~Server() = default;

void Server::route_socket(std::string path, WebSocketHandler& handler) {
  impl_->http.route_socket(std::move(path), handler);
}

void Server::route_get(std::string path, HttpHandler handler) {
  impl_->http.route_get(std::move(path), std::move(handler));
}

void Server::route_body(std::string path, BodyRoute route) {
  impl_->http.route_body(std::move(path), std::move(route));
}

void Server::serve_files(const std::filesystem::path& directory) {
  impl_->http.serve_files(directory);
}

void Server::edit_file(const std::string& path, const std::vector<TextEdit>& edits) {
  impl_->http.edit_file(path, edits);
}

Result<std::uint16_t, std::string> Server::listen(const ListenAddress& address) {
  return impl_->acceptor.listen(address);
}

WebSocket* Server::find(SocketId id) {
  Connection* const connection = impl_->core.table.find(id);
  return connection != nullptr && connection->handler != nullptr ? connection : nullptr;
}

void Server::allow_origins(const std::vector<std::string>& origins, bool allow_missing) {
  impl_->http.allow_origins(OriginPolicy(origins, allow_missing));
}

std::size_t Server::open_sockets() const {
  return static_cast<std::size_t>(impl_->core.metrics.sockets.value());
}

Hold Server::hold_address(SocketId id) {
  const Connection* const connection = impl_->core.table.find(id);
  if (connection == nullptr || connection->address == nullptr) return nullptr;
  AddressLimit& addresses = impl_->core.addresses;
  addresses.hold(connection->address);
  return {connection->address,
          [&addresses](void* held) { addresses.release(static_cast<AddressLimit::Entry*>(held)); }};
}

void Server::stop_accepting() {
  Core& core = impl_->core;
  core.is_stopping = true;
  impl_->acceptor.stop();
  core.table.for_each([&](Connection& connection) {
    if (connection.phase == Phase::kRequest && !connection.has_begun) core.doom(connection);
  });
}

void Server::close_all(std::uint16_t code, std::string_view reason) {
  impl_->core.table.for_each([&](Connection& connection) {
    if (connection.handler != nullptr) connection.close(code, reason);
  });
}

const ServerMetrics& Server::metrics() const { return impl_->core.metrics; }

RefusalLog& Server::refusals() { return impl_->core.refusals; }

}  // namespace nexus::transport
