// Writes output: at once if the kernel takes it, else queued on the connection.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/metrics.hpp"
#include "transport/connection.hpp"
#include "transport/poller.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace nexus::transport {

/// While corked (one read is being processed), output is collected per target and sent with one
/// send(2) each at uncork. So a burst of messages to one partner costs one system call, and no
/// output waits for other connections' reads. While not corked, bytes are written at once, without
/// a copy. Always uses MSG_NOSIGNAL.
class Writer {
 public:
  /// Counts the bytes that the kernel takes in `bytes_sent`. Calls `on_broken` with connections
  /// that cannot be written to any more; it must not free them.
  Writer(Poller& poller, Counter<>& bytes_sent, std::function<void(Connection&)> on_broken);

  /// Sends `head`, then `body`. The caller must limit the queue, see pending_bytes().
  void write(Connection& connection, std::string_view head, std::string_view body);
  /// Queues `file` behind the queued output; at most one at a time. Call flush() next.
  void write_file(Connection& connection, std::string_view head,
                  std::shared_ptr<const std::string> file);
  /// Writes as much as the kernel takes; requests EPOLLOUT as long as something is left.
  void flush(Connection& connection);
  [[nodiscard]] static std::size_t pending_bytes(const Connection& connection) {
    return connection.outbox ? connection.outbox->pending_bytes() : 0;
  }

  /// Memory of all queues together, except files, which are shared.
  [[nodiscard]] std::size_t held_bytes() const { return held_bytes_; }

  void cork() { is_corked_ = true; }
  void uncork();

  /// Sets whether EPOLLIN is requested. The writer manages EPOLLOUT itself.
  void set_reading(Connection& connection, bool wanted);
  /// Call before a connection is recycled.
  void forget(Connection& connection);

 private:
  void send_now(Connection& connection, std::string_view head, std::string_view body);
  Outbox& outbox(Connection& connection);
  void count(Outbox& queue);
  void drop_outbox(Connection& connection);
  void set_interest(Connection& connection, bool read, bool write);

  Poller& poller_;
  Counter<>& bytes_sent_;
  std::function<void(Connection&)> on_broken_;
  std::vector<Connection*> dirty_;
  std::vector<std::unique_ptr<Outbox>> spare_;  // spares, so that corking allocates no memory
  std::size_t held_bytes_ = 0;
  bool is_corked_ = false;
};

/// Corks for the duration of a scope.
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
