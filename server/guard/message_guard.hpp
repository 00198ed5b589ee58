// How many messages a socket may send.
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
  /// Every message, readable or not.
  Rate all{.count = 100, .period = std::chrono::seconds(10), .burst = 100};
  /// Those that cost others most: a find on a matching socket, a chat message on a room socket.
  Rate dear{.count = 5, .period = std::chrono::seconds(1), .burst = 5};
  /// Refusals for either reason; beyond, the socket is closed. Who runs into a limit now and then,
  /// or is a little too fast for ever, is held to the limit and never closed.
  Rate refused{.count = 1, .period = std::chrono::seconds(1), .burst = 20};
  /// Dear messages beyond their rate for whoever comes back after a drop: what was said meanwhile
  /// arrives at once. Once a socket.
  std::uint8_t resume_spare = 30;
};

enum class Cost : std::uint8_t { kPlain, kDear };

struct Verdict {
  enum class Kind : std::uint8_t {
    kAdmitted,
    kRefused,  ///< try again after `retry_after`
    kTooMany,  ///< so many that the socket shall go
  };
  Kind kind = Kind::kAdmitted;
  std::chrono::milliseconds retry_after{};
};

/// Counts the messages of every open socket of one kind: 32 bytes each. By
/// socket and not by visitor: a visitor costs nothing to become, and how many sockets an address
/// has is limited where they are accepted.
class MessageGuard {
 public:
  MessageGuard(MessageLimits limits, const Clock& clock) : limits_(limits), clock_(clock) {}

  void open(ClientId client) { clients_.open(client); }
  void close(ClientId client) { clients_.close(client); }

  /// The socket takes up what another one, that dropped, left off.
  void resume(ClientId client);

  /// To be asked about each message, of sockets that are open; others are admitted.
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
