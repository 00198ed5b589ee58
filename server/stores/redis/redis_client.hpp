// One connection to Redis that mends itself.
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
  /// A key that never exists. Whoever takes writes to its hash slot is the server to talk to: all
  /// keys that are used must be of that slot.
  std::string key = "nexus:{main}:";
  /// Of each step by itself: a Sentinel's answer, the lookup of a name, an address, the greeting.
  std::chrono::milliseconds connect_timeout{2000};
  std::chrono::milliseconds command_timeout{2000};
  /// Between attempts; grows once all servers of the URL were tried.
  std::chrono::milliseconds backoff_min{50};
  std::chrono::milliseconds backoff_max{2000};
  /// How often a Sentinel is asked whether the primary is still the primary.
  std::chrono::milliseconds watch_period{1000};
  /// Commands sent and not answered, and bytes not yet sent: beyond, a command fails at once.
  std::size_t in_flight_max = 10'000;
  std::size_t unsent_bytes_max = 64 << 20;
};

/// No answer, and nothing is known about the outcome: not connected, too much in flight, timed out,
/// the connection dropped, or the server is not the one any longer.
struct RedisDown {};

/// Talks to the one server that takes the writes of `key`, and finds it among several: RedisLocator
/// says which to try, and each connection begins with a write that changes nothing, which only that
/// server accepts. When it answers that it is the one no longer, the connection drops or a command
/// times out, everything in flight fails, and it connects again with jittered exponential backoff.
/// Pipelines: all commands of one turn of the loop leave in one write. Lives on the loop, which
/// must outlive it.
class RedisClient {
 public:
  using Answer = Result<RedisReply, RedisDown>;
  using Done = std::function<void(Answer)>;

  RedisClient(boost::asio::io_context& loop, RedisClientOptions options, Random& random, Log log);
  /// Commands still in flight are dropped without a word; call stop() and run the loop to hear.
  ~RedisClient();
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;

  /// Called each time a connection is ready, before any other command can be sent on it. The
  /// subscriber must outlive the client or its last turn of the loop.
  void on_connected(std::function<void()> hook);
  void start();
  /// Fails what is in flight, later on the loop, and connects no more.
  void stop();
  /// Drops the connection, if any, and connects again after the backoff.
  void reconnect(std::string_view why);

  [[nodiscard]] bool ready() const;
  [[nodiscard]] std::size_t in_flight() const;

  /// Sends one command; `done` is called exactly once, later, on the loop. `patience` comes on top
  /// of the command timeout, for commands that block.
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
