// Gets bytes out: at once if the kernel takes them, else queued on the connection.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/connection.hpp"
#include "transport/poller.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace nexus::transport {

/// While corked (one read is being dealt with), output is collected per target and leaves with one
/// send(2) each at uncork: a burst of messages to one partner costs one system call. Nobody waits
/// for other connections' reads. Outside, bytes are written at once, without a copy. MSG_NOSIGNAL
/// throughout.
class Writer {
 public:
  /// `on_broken` is told of connections that can't be written to any more; it must not free them.
  Writer(Poller& poller, std::function<void(Connection&)> on_broken);

  /// Sends `head` then `body`; a bound on the queue is the caller's to keep, see pending_bytes().
  void write(Connection& connection, std::string_view head, std::string_view body);
  /// Queues `file` behind what is queued; at most one at a time. Call flush() next.
  void write_file(Connection& connection, std::string_view head,
                  std::shared_ptr<const std::string> file);
  /// Hands the kernel as much as it takes; asks for EPOLLOUT as long as something is left.
  void flush(Connection& connection);
  [[nodiscard]] static std::size_t pending_bytes(const Connection& connection) {
    return connection.outbox ? connection.outbox->pending_bytes() : 0;
  }

  /// Memory that all queues hold together, but for files, which are shared.
  [[nodiscard]] std::size_t held_bytes() const { return held_bytes_; }

  void cork() { is_corked_ = true; }
  void uncork();

  /// Whether EPOLLIN is asked for; EPOLLOUT is the writer's own business.
  void set_reading(Connection& connection, bool wanted);
  /// To be called before a connection is recycled.
  void forget(Connection& connection);

 private:
  void send_now(Connection& connection, std::string_view head, std::string_view body);
  Outbox& outbox(Connection& connection);
  void count(Outbox& queue);
  void drop_outbox(Connection& connection);
  void set_interest(Connection& connection, bool read, bool write);

  Poller& poller_;
  std::function<void(Connection&)> on_broken_;
  std::vector<Connection*> dirty_;
  std::vector<std::unique_ptr<Outbox>> spare_;  // so that corking allocates nothing
  std::size_t held_bytes_ = 0;
  bool is_corked_ = false;
};

/// Corks for a scope.
class Cork {
 public:
  explicit Cork(Writer& writer) : writer_(writer) { writer_.cork(); }
  ~Cork() { writer_.uncork(); }
  Cork(const Cork&) = delete;
  Cork& operator=(const Cork&) = delete;

 private:
  Writer& writer_;
};

}  // namespace nexus::transport
