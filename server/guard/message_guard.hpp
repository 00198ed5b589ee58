// Limits how many messages a socket may send.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/client_map.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "guard/token_bucket.hpp"

#include <chrono>
#include <cstdint>

namespace nexus::guard {

struct MessageLimits {
  /// Every message, decodable or not.
  Rate all{.count = 100, .period = std::chrono::seconds(10), .burst = 100};
  /// Messages that cost others most: a find on a matching socket, a chat message on a room socket.
  Rate dear{.count = 5, .period = std::chrono::seconds(1), .burst = 5};
  /// Refusals for either reason. Beyond this rate the socket is closed. A client that reaches a
  /// limit now and then, or is always a little too fast, is slowed down but never closed.
  Rate refused{.count = 1, .period = std::chrono::seconds(1), .burst = 20};
  /// Extra costly messages for a client that resumes after a drop: it sends at once what it wrote
  /// meanwhile. Granted once per socket.
  std::uint8_t resume_spare = 30;
};

enum class Cost : std::uint8_t { kPlain, kDear };

struct Verdict {
  enum class Kind : std::uint8_t {
    kAdmitted,
    kRefused,  ///< try again after `retry_after`
    kTooMany,  ///< so many that the socket must be closed
  };
  Kind kind = Kind::kAdmitted;
  std::chrono::milliseconds retry_after{};
};

/// Counts the messages of every open socket of one kind: 32 bytes each. Counts by socket, because a
/// new visitor id costs a client nothing. The acceptor limits sockets per address.
class MessageGuard {
 public:
  MessageGuard(MessageLimits limits, const Clock& clock) : limits_(limits), clock_(clock) {}

  void open(ClientId client) { clients_.open(client); }
  void close(ClientId client) { clients_.close(client); }

  /// The socket continues for another socket that dropped.
  void resume(ClientId client);

  /// Call for each message of an open socket. Messages of other sockets are admitted.
  [[nodiscard]] Verdict judge(ClientId client, Cost cost);

 private:
  struct Buckets {
    TokenBucket all;
    TokenBucket dear;
    TokenBucket refused;
    std::uint8_t spare = 0;
    bool has_resumed = false;
  };

  MessageLimits limits_;
  const Clock& clock_;
  ClientMap<Buckets> clients_;
};

}  // namespace nexus::guard
