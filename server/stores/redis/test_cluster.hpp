// A Redis Cluster for tests.
// SPDX-License-Identifier: MIT
#pragma once

#include "stores/redis/test_server.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace nexus::stores {

struct RedisClusterOptions {
  std::string pool = "main";  ///< the pool whose owner the test needs
  bool replicas = false;      ///< one per master
  /// After this silence a node counts as dead. Long in tests in which no node fails, because the
  /// machine may be busy.
  std::chrono::milliseconds node_timeout{15'000};
};

/// Three masters with a third of the slots each.
class RedisCluster {
 public:
  explicit RedisCluster(RedisClusterOptions options = {});

  [[nodiscard]] RedisUrl url() const;  ///< names every node
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  RedisServer& node(std::size_t at) { return *nodes_[at]; }
  /// The node that takes the pool's writes; waits until there is one.
  RedisServer& owner();
  /// A master that does not own the pool's slot.
  RedisServer& other();

  // The pool's slot moves to another master in three steps.
  void begin_move(RedisServer& from, RedisServer& to);
  void move_keys(RedisServer& from, RedisServer& to);
  void end_move(RedisServer& from, RedisServer& to);

 private:
  static constexpr std::size_t kMasters = 3;

  void join();
  void replicate();
  [[nodiscard]] bool is_owner(RedisServer& node) const;
  [[nodiscard]] bool agrees();

  std::string key_;
  std::vector<std::unique_ptr<RedisServer>> nodes_;  ///< masters first
  std::string slot_;
};

}  // namespace nexus::stores
