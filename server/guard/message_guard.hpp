// Limits how many messages a socket may send.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "guard/token_bucket.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

#include <boost/unordered/unordered_flat_map.hpp>

namespace nexus::guard {

struct MessageLimits {
  /// Every message, decodable or not, by its cost.
  Rate all{.count = 100, .period = std::chrono::seconds(10), .burst = 100};
  /// Messages that cost others most: a find on a matching socket, a chat message on a room socket.
  Rate costly{.count = 5, .period = std::chrono::seconds(1), .burst = 5};
  /// Refusals for either reason. Beyond this rate the socket is closed. A client that reaches a
  /// limit now and then, or is always a little too fast, is slowed down but never closed.
  Rate refused{.count = 1, .period = std::chrono::seconds(1), .burst = 20};
  /// Extra costly messages for a client that resumes after a drop: it sends at once what it wrote
  /// meanwhile. Granted once per socket.
  std::uint8_t resume_spare = 30;
};

/// What a message costs its socket, by the work that it causes. protocol/schema.json declares it;
/// the default is for texts that cannot be decoded.
struct Cost {
  std::uint32_t messages = 1;  ///< it counts as so many messages
  std::uint32_t bytes = 8192;  ///< and as one more for each of these
  bool costly = false;         ///< it counts towards MessageLimits::costly too
};

struct Verdict {
  enum class Kind : std::uint8_t {
    kAdmitted,
    kRefused,  ///< try again after `retry_after`
    kTooMany,  ///< so many that the socket must be closed
  };
  Kind kind = Kind::kAdmitted;
  std::chrono::milliseconds retry_after{};
};

/// Counts the messages of the open sockets of one kind. Counts by socket, because a new visitor id
/// costs a client nothing. The acceptor limits sockets per address. Keeps nothing about a socket
/// that has been idle for some seconds, unless it resumed: its buckets are full.
class MessageGuard {
 public:
  MessageGuard(MessageLimits limits, const Clock& clock) : limits_(limits), clock_(clock) {}

  /// Changes the limits of all sockets. What they sent before counts by the new rates.
  void set_limits(const MessageLimits& limits) { limits_ = limits; }
  /// Call for each message of an open socket.
  [[nodiscard]] Verdict judge(ClientId client, const Cost& cost, std::size_t bytes);
  /// The socket continues for another socket that dropped.
  void resume(ClientId client);
  void close(ClientId client) { clients_.erase(client); }

  /// The number of sockets that take memory.
  [[nodiscard]] std::size_t size() const { return clients_.size(); }

 private:
  struct Buckets {
    TokenBucket all;
    TokenBucket costly;
    TokenBucket refused;
    std::uint8_t spare = 0;
    bool has_resumed = false;

    [[nodiscard]] bool are_new(MonotonicTime now) const {
      return !has_resumed && all.is_full(now) && costly.is_full(now) && refused.is_full(now);
    }
  };

  static constexpr std::size_t kSweepSizeMin = 256;

  Buckets& buckets_of(ClientId client);
  void sweep();

  MessageLimits limits_;
  const Clock& clock_;
  boost::unordered_flat_map<ClientId, Buckets, std::hash<ClientId>> clients_;
  /// Sweeps at this size, then sets it to twice what is left, so that a message pays for a constant
  /// part of a sweep.
  std::size_t sweep_size_ = kSweepSizeMin;
};

}  // namespace nexus::guard
