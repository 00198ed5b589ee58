// Measures, every few seconds, what an operator should know of Redis.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "stores/redis/redis_client.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace nexus::stores {

/// How often to call probe().
inline constexpr auto kRedisProbePeriod = std::chrono::seconds(5);

/// Asks for the time of Redis and for the length of this node's stream of events. Keeps the latest
/// answers; a server that does not answer changes nothing. Lives on the client's loop.
class RedisProbe {
 public:
  /// `stream`: the key of the events that this node has not read.
  RedisProbe(RedisClient& client, std::string stream, const Clock& clock)
      : client_(client), stream_(std::move(stream)), clock_(clock) {}

  void probe();

  /// This machine's wall clock less that of Redis, to a half of the round trip.
  [[nodiscard]] std::chrono::milliseconds clock_offset() const { return clock_offset_; }
  [[nodiscard]] std::uint64_t backlog() const { return backlog_; }

 private:
  RedisClient& client_;
  std::string stream_;
  const Clock& clock_;
  std::chrono::milliseconds clock_offset_{0};
  std::uint64_t backlog_ = 0;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace nexus::stores
