// A redis-server of the tests' own, and a plain connection to look into it.
// SPDX-License-Identifier: MIT
#pragma once

#include "stores/redis/redis_client.hpp"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include <boost/asio/io_context.hpp>

struct redisContext;

namespace nexus::stores {

/// Runs on a free port of the loopback and keeps nothing on disk. Dies with this process.
class RedisServer {
 public:
  explicit RedisServer(std::vector<std::string> options = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  void start();  ///< on the port it had before, if any; returns once it answers
  void kill();
  void freeze();
  void thaw();

  [[nodiscard]] RedisUrl url() const { return {.host = "127.0.0.1", .port = port_}; }
  [[nodiscard]] std::string socket() const { return directory_ + "/redis.sock"; }

  /// Sends one command and waits: the integer, or -1 when the answer is none.
  std::int64_t number(std::initializer_list<std::string_view> words);
  std::string text(std::initializer_list<std::string_view> words);

  /// One server for all tests that do not harm it; emptied by each call.
  static RedisServer& shared();

 private:
  [[nodiscard]] bool answers();
  [[nodiscard]] RedisReply ask(std::initializer_list<std::string_view> words);
  void disconnect();

  std::vector<std::string> options_;
  std::string directory_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
  redisContext* raw_ = nullptr;
};

/// Runs `loop` until `reached` holds; false when it does not within `patience`.
bool run_until(boost::asio::io_context& loop, const std::function<bool()>& reached,
               std::chrono::seconds patience = std::chrono::seconds(30));

}  // namespace nexus::stores
