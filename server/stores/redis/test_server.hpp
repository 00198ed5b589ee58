// A redis-server for tests, and a plain connection to inspect it.
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

/// Runs on a free port of the loopback, without data on disk. Ends with this process.
class RedisServer {
 public:
  enum class Kind { kServer, kClusterNode, kSentinel };

  /// In options, {port} stands for the port.
  explicit RedisServer(std::vector<std::string> options = {}, Kind kind = Kind::kServer);
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  void start();  ///< on its former port, if any; returns once it answers
  void kill();
  void freeze();
  void thaw();

  [[nodiscard]] RedisUrl url() const { return {.servers = {address()}}; }
  [[nodiscard]] RedisAddress address() const { return {"127.0.0.1", port_}; }
  [[nodiscard]] std::string port() const { return std::to_string(port_); }
  [[nodiscard]] std::string bus_port() const { return std::to_string(bus_port_); }
  [[nodiscard]] std::string socket() const { return directory_ + "/redis.sock"; }

  // Each sends one command and waits. A stopped server gives an empty answer; a frozen one never
  // answers.
  std::int64_t number(std::initializer_list<std::string_view> words);  ///< -1: not an integer
  std::string text(std::initializer_list<std::string_view> words);     ///< empty: not a text
  std::vector<std::string> list(std::initializer_list<std::string_view> words);
  /// Must succeed.
  void command(std::initializer_list<std::string_view> words);

  /// One server for all tests that leave it intact; each call empties it.
  static RedisServer& shared();

 private:
  [[nodiscard]] std::vector<std::string> command_line() const;
  void spawn();
  [[nodiscard]] bool comes_up();
  [[nodiscard]] bool answers();
  [[nodiscard]] RedisReply ask(std::initializer_list<std::string_view> words);
  [[nodiscard]] bool reconnect();
  void disconnect();

  std::vector<std::string> options_;
  Kind kind_;
  std::string directory_;
  std::uint16_t port_ = 0;
  std::uint16_t bus_port_ = 0;  ///< of a cluster node
  pid_t pid_ = -1;
  redisContext* raw_ = nullptr;
};

/// Waits until `reached` holds. Throws, with `what`, if it does not within half a minute.
void wait_until(const std::function<bool()>& reached, const std::string& what);

/// Waits until `primary` has `count` replicas that follow it.
void wait_for_replicas(RedisServer& primary, std::size_t count);

/// Runs `loop` until `reached` holds; false if it does not within `patience`.
bool run_until(boost::asio::io_context& loop, const std::function<bool()>& reached,
               std::chrono::seconds patience = std::chrono::seconds(30));

}  // namespace nexus::stores
