// What was sent to a seat and may not have arrived.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "protocol/generated/messages.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nexus::signalling {

/// Bytes kept for one seat. What falls out at the front can not be sent again.
inline constexpr std::size_t kOutboxBytesMax = 128 * 1024;

/// The newest of the numbered texts that one seat was sent, oldest first: the number of a text is
/// how many there were up to it. Bounded by kOutboxBytesMax. Not thread-safe.
class Outbox {
 public:
  struct Entry {
    std::string text;
    MonotonicTime at{};
    /// What the sender of a chat message is still to be told when this is handed out.
    std::unique_ptr<protocol::Delivered> receipt;
  };

  /// Starts behind the `sent` texts that there were before.
  explicit Outbox(std::uint32_t sent) : sent_(sent) {}

  void push(Entry entry);
  /// Forgets what was sent before `time`.
  void forget_before(MonotonicTime time);

  /// How many texts there were.
  [[nodiscard]] std::uint32_t sent() const { return sent_; }
  /// Whether every text after the first `received` is here.
  [[nodiscard]] bool covers(std::uint64_t received) const {
    return received <= sent_ && received >= sent_ - entries_.size();
  }
  /// Those after the first `received`, which must be covered.
  [[nodiscard]] auto begin_after(std::uint64_t received) {
    return entries_.end() - static_cast<std::ptrdiff_t>(sent_ - received);
  }
  [[nodiscard]] auto end() { return entries_.end(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] MonotonicTime oldest() const { return entries_.front().at; }

 private:
  void drop_oldest(std::size_t count);

  /// Mostly one or none: a deque would take half a kilobyte for that.
  std::vector<Entry> entries_;
  std::uint32_t sent_;
  std::size_t bytes_ = 0;
};

}  // namespace nexus::signalling
