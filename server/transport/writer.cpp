// SPDX-License-Identifier: MIT
#include "transport/writer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace nexus::transport {
namespace {

constexpr std::size_t kCorkedBytesMax =
    64 * 1024;  // beyond this, waiting for the uncork only costs memory
constexpr std::size_t kSpareMax = 16;
constexpr std::size_t kSpareBytesMax = 2 * kCorkedBytesMax;

/// Bytes sent; 0 if the kernel takes none now; -1 if the connection is broken.
ssize_t send_both(int descriptor, std::string_view first, std::string_view second) {
  std::array<iovec, 2> parts{iovec{const_cast<char*>(first.data()), first.size()},
                             iovec{const_cast<char*>(second.data()), second.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const ssize_t sent = sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return sent;
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOBUFS ? 0 : -1;
}

}  // namespace

Writer::Writer(Poller& poller, Counter<>& bytes_sent, std::function<void(Connection&)> on_broken)
    : poller_(poller), bytes_sent_(bytes_sent), on_broken_(std::move(on_broken)) {}

void Writer::write(Connection& connection, std::string_view head, std::string_view body) {
  if (connection.is_doomed) return;
  if (!is_corked_ && !connection.outbox) return send_now(connection, head, body);
  Outbox& queue = outbox(connection);
  queue.bytes.append(head).append(body);
  count(queue);
  if (connection.waits_to_write) return;
  if (!is_corked_ || queue.bytes.size() > kCorkedBytesMax) return flush(connection);
  if (connection.is_dirty) return;
  connection.is_dirty = true;
  dirty_.push_back(&connection);
}

void Writer::send_now(Connection& connection, std::string_view head, std::string_view body) {
  const ssize_t sent = send_both(connection.descriptor, head, body);
  if (sent < 0) return on_broken_(connection);
  const auto taken = static_cast<std::size_t>(sent);
  bytes_sent_.add(taken);
  if (taken == head.size() + body.size()) return;
  Outbox& queue = outbox(connection);
  const std::size_t of_head = std::min(taken, head.size());
  queue.bytes.append(head.substr(of_head)).append(body.substr(taken - of_head));
  count(queue);
  set_interest(connection, connection.waits_to_read, true);
}

void Writer::write_file(Connection& connection, std::string_view head,
                        std::shared_ptr<const std::string> file) {
  if (connection.is_doomed) return;
  Outbox& queue = outbox(connection);
  queue.bytes.append(head);
  count(queue);
  queue.file = std::move(file);
}

void Writer::flush(Connection& connection) {
  if (!connection.outbox || connection.is_doomed) return;
  Outbox& queue = *connection.outbox;
  while (queue.pending_bytes() > 0) {
    const std::size_t of_bytes = std::min(queue.sent_bytes, queue.bytes.size());
    const std::string_view file = queue.file ? std::string_view(*queue.file) : std::string_view{};
    const ssize_t sent =
        send_both(connection.descriptor, std::string_view(queue.bytes).substr(of_bytes),
                  file.substr(queue.sent_bytes - of_bytes));
    if (sent < 0) return on_broken_(connection);
    if (sent == 0) break;
    queue.sent_bytes += static_cast<std::size_t>(sent);
    bytes_sent_.add(static_cast<std::size_t>(sent));
  }
  const bool is_blocked = queue.pending_bytes() > 0;
  if (!is_blocked) {
    drop_outbox(connection);
  } else if (!queue.file && queue.sent_bytes > kCorkedBytesMax) {
    queue.bytes.erase(0, std::exchange(queue.sent_bytes, 0));
  }
  set_interest(connection, connection.waits_to_read, is_blocked);
}

void Writer::uncork() {
  is_corked_ = false;
  // flush() may report a broken connection, but that leads to no write: the list does not change.
  for (Connection* connection : dirty_) {
    connection->is_dirty = false;
    if (!connection->waits_to_write) flush(*connection);
  }
  dirty_.clear();
}

void Writer::set_reading(Connection& connection, bool wanted) {
  set_interest(connection, wanted, connection.waits_to_write);
}

void Writer::set_interest(Connection& connection, bool read, bool write) {
  if (connection.waits_to_read == read && connection.waits_to_write == write) return;
  connection.waits_to_read = read;
  connection.waits_to_write = write;
  poller_.modify(connection.descriptor,
                 (read ? std::uint32_t{EPOLLIN} : 0U) | (write ? std::uint32_t{EPOLLOUT} : 0U),
                 connection.id().value);
}

Outbox& Writer::outbox(Connection& connection) {
  if (!connection.outbox) {
    if (spare_.empty()) {
      connection.outbox = std::make_unique<Outbox>();
    } else {
      connection.outbox = std::move(spare_.back());
      spare_.pop_back();
    }
  }
  return *connection.outbox;
}

void Writer::count(Outbox& queue) {
  held_bytes_ -= queue.counted_bytes;
  queue.counted_bytes = queue.bytes.capacity();
  held_bytes_ += queue.counted_bytes;
}

void Writer::drop_outbox(Connection& connection) {
  std::unique_ptr<Outbox> queue = std::move(connection.outbox);
  held_bytes_ -= std::exchange(queue->counted_bytes, 0);
  if (spare_.size() >= kSpareMax || queue->bytes.capacity() > kSpareBytesMax) return;
  queue->bytes.clear();
  queue->file.reset();
  queue->sent_bytes = 0;
  spare_.push_back(std::move(queue));
}

void Writer::forget(Connection& connection) {
  if (connection.is_dirty) std::erase(dirty_, &connection);
  connection.is_dirty = false;
  if (connection.outbox) drop_outbox(connection);
}

}  // namespace nexus::transport
