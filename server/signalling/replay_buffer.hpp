// Messages of one seat that the client may not have received.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "protocol/generated/messages.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nexus::signalling {

/// Bytes kept for one seat. At the limit, the oldest messages are dropped and cannot be resent.
inline constexpr std::size_t kReplayBytesMax = 128 * 1024;

/// The newest of the numbered messages to one seat, oldest first. A message's number is the count
/// of messages up to and including it. Bounded by kReplayBytesMax. Not thread-safe.
class ReplayBuffer {
 public:
  struct Entry {
    std::string text;
    MonotonicTime at{};
    /// The receipt that the sender of a chat message gets when the message is delivered.
    std::unique_ptr<protocol::Delivered> receipt;
  };

  /// Starts after the first `sent` messages. Adds its memory to `total`, until it is destroyed.
  ReplayBuffer(std::uint32_t sent, std::size_t& total) : sent_(sent), total_(total) {}
  ~ReplayBuffer() { total_ -= counted_; }
  ReplayBuffer(const ReplayBuffer&) = delete;
  ReplayBuffer& operator=(const ReplayBuffer&) = delete;

  void push(Entry entry);
  /// Drops all messages; they cannot be resent.
  void drop_all();
  /// The same, and nothing was sent.
  void restart();
  /// Drops the messages that were sent before `time`.
  void drop_before(MonotonicTime time);

  /// How many messages the seat was sent.
  [[nodiscard]] std::uint32_t sent() const { return sent_; }
  /// Whether every message after the first `received` is in the buffer.
  [[nodiscard]] bool covers(std::uint64_t received) const {
    return received <= sent_ && received >= sent_ - count();
  }
  /// The messages after the first `received`, which must be covered.
  [[nodiscard]] auto begin_after(std::uint64_t received) {
    return entries_.end() - static_cast<std::ptrdiff_t>(sent_ - received);
  }
  [[nodiscard]] auto end() { return entries_.end(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] bool empty() const { return count() == 0; }

 private:
  [[nodiscard]] std::size_t count() const { return entries_.size() - dropped_; }
  void drop_oldest(std::size_t count);
  void count_memory();

  /// Mostly holds one or none; a deque would take half a kilobyte. The first `dropped_` are empty:
  /// they are removed together, as that moves all others.
  std::vector<Entry> entries_;
  std::size_t dropped_ = 0;
  std::uint32_t sent_;
  std::size_t bytes_ = 0;
  std::size_t& total_;
  std::size_t counted_ = 0;  ///< of `total_`
};

}  // namespace nexus::signalling
