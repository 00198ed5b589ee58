// A connection to Redis that reconnects by itself.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "stores/redis/redis_reply.hpp"
#include "stores/redis/redis_url.hpp"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace nexus::stores {

struct RedisClientOptions {
  RedisUrl url;
  std::string name = "commands";  ///< for logs and CLIENT LIST; no blanks
  /// A key that never exists. The client connects to the server that takes writes to its hash slot;
  /// all used keys must be in that slot.
  std::string key = "nexus:{main}:";
  /// Time-out of each single step: a Sentinel's answer, the name lookup, an address, the greeting.
  std::chrono::milliseconds connect_timeout{2000};
  std::chrono::milliseconds command_timeout{2000};
  /// Pause between attempts. Grows once all servers of the URL were tried.
  std::chrono::milliseconds backoff_min{50};
  std::chrono::milliseconds backoff_max{2000};
  /// How often the client asks a Sentinel whether the primary has changed.
  std::chrono::milliseconds watch_period{1000};
  /// Commands sent but not answered, and bytes not yet sent. Beyond these, a command fails at once.
  std::size_t in_flight_max = 10'000;
  std::size_t unsent_bytes_max = 64 << 20;
};

/// No answer; the outcome is unknown. Causes: not connected, too many commands in flight, a
/// time-out, a dropped connection, or a server that no longer takes writes.
struct RedisDown {};

/// Connects to the one server that takes the writes of `key`. RedisLocator proposes servers, and
/// each connection begins with a write that changes nothing, which only that server accepts. When
/// the server refuses because another one has taken over, when the connection drops or a command
/// times out, everything in flight fails; the client then reconnects with jittered exponential
/// backoff. Pipelines: all commands of one turn of the loop are sent in one write. Lives on the
/// loop, which must outlive it.
class RedisClient {
 public:
  using Answer = Result<RedisReply, RedisDown>;
  using Done = std::function<void(Answer)>;

  RedisClient(boost::asio::io_context& loop, RedisClientOptions options, Random& random, Log log);
  /// Drops commands in flight without an answer; call stop() and run the loop to get one.
  ~RedisClient();
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;

  /// Called whenever a connection is ready, before any other command can be sent on it. The
  /// subscriber must outlive the client or its last turn of the loop.
  void on_connected(std::function<void()> hook);
  void start();
  /// Fails commands in flight, later on the loop, and stops connecting.
  void stop();
  /// Drops the connection, if any, and connects again after the backoff.
  void reconnect(std::string_view why);

  [[nodiscard]] bool ready() const;
  [[nodiscard]] std::size_t in_flight() const;

  /// Sends one command; `done` is called exactly once, later, on the loop. `patience` is added to
  /// the command timeout, for commands that block.
  void command(std::span<const std::string_view> words, Done done,
               std::chrono::milliseconds patience = {});
  void command(std::initializer_list<std::string_view> words, Done done,
               std::chrono::milliseconds patience = {}) {
    command(std::span<const std::string_view>(words.begin(), words.size()), std::move(done),
            patience);
  }

 private:
  struct Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace nexus::stores
