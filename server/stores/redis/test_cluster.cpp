// SPDX-License-Identifier: MIT
#include "stores/redis/test_cluster.hpp"

#include "stores/redis/redis_wire.hpp"

#include <algorithm>
#include <stdexcept>

namespace nexus::stores {

namespace {

constexpr std::size_t kSlots = 16384;

std::string id_of(RedisServer& node) { return node.text({"CLUSTER", "MYID"}); }

}  // namespace

RedisCluster::RedisCluster(RedisClusterOptions options)
    : key_(RedisPool{.name = options.pool}.prefix()) {
  const std::size_t count = options.replicas ? 2 * kMasters : kMasters;
  const std::string timeout = std::to_string(options.node_timeout.count());
  for (std::size_t i = 0; i < count; ++i) {
    nodes_.push_back(
        std::make_unique<RedisServer>(std::vector<std::string>{"--cluster-node-timeout", timeout,
                                                               "--repl-diskless-sync-delay", "0"},
                                      RedisServer::Kind::kClusterNode));
  }
  join();
  if (options.replicas) replicate();
  slot_ = std::to_string(node(0).number({"CLUSTER", "KEYSLOT", key_}));
}

void RedisCluster::join() {
  for (std::size_t i = 0; i < kMasters; ++i) {
    const std::string first = std::to_string(i * kSlots / kMasters);
    const std::string last = std::to_string((i + 1) * kSlots / kMasters - 1);
    node(i).command({"CLUSTER", "ADDSLOTSRANGE", first, last});
  }
  for (std::size_t i = 0; i < size(); ++i) {
    node(i).command({"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(i + 1)});
  }
  for (std::size_t i = 1; i < size(); ++i) {
    node(0).command({"CLUSTER", "MEET", "127.0.0.1", node(i).port(), node(i).bus_port()});
  }
  wait_until([this] { return agrees(); }, "agreement of the cluster");
}

/// Waits until every node knows every other one, and all slots are served.
bool RedisCluster::agrees() {
  const std::string known = "cluster_known_nodes:" + std::to_string(size()) + "\r";
  return std::all_of(nodes_.begin(), nodes_.end(), [&](const auto& node) {
    const std::string info = node->text({"CLUSTER", "INFO"});
    const std::string nodes = node->text({"CLUSTER", "NODES"});
    return info.find("cluster_state:ok") != std::string::npos &&
           info.find(known) != std::string::npos && nodes.find("handshake") == std::string::npos;
  });
}

void RedisCluster::replicate() {
  for (std::size_t i = 0; i < kMasters; ++i) {
    node(kMasters + i).command({"CLUSTER", "REPLICATE", id_of(node(i))});
  }
  for (std::size_t i = 0; i < kMasters; ++i) wait_for_replicas(node(i), 1);
  // A master votes only for a replica that it knows as one.
  wait_until(
      [this] {
        return std::all_of(nodes_.begin(), nodes_.end(), [](const auto& node) {
          const std::string text = node->text({"CLUSTER", "NODES"});
          std::size_t replicas = 0;
          for (auto at = text.find("slave "); at != std::string::npos;
               at = text.find("slave ", at + 1)) {
            ++replicas;
          }
          return replicas == kMasters;
        });
      },
      "replicas that everybody knows");
}

RedisUrl RedisCluster::url() const {
  RedisUrl url;
  for (const auto& node : nodes_) url.servers.push_back(node->address());
  return url;
}

/// Nodes that are not the owner answer with MOVED, and so does a replica.
bool RedisCluster::is_owner(RedisServer& node) const { return node.number({"EXISTS", key_}) >= 0; }

RedisServer& RedisCluster::owner() {
  auto found = nodes_.end();
  wait_until(
      [&] {
        found = std::find_if(nodes_.begin(), nodes_.end(),
                             [this](const auto& node) { return is_owner(*node); });
        return found != nodes_.end();
      },
      "owner of the pool");
  return **found;
}

RedisServer& RedisCluster::other() {
  RedisServer& mine = owner();
  return &node(0) == &mine ? node(1) : node(0);
}

void RedisCluster::begin_move(RedisServer& from, RedisServer& to) {
  to.command({"CLUSTER", "SETSLOT", slot_, "IMPORTING", id_of(from)});
  from.command({"CLUSTER", "SETSLOT", slot_, "MIGRATING", id_of(to)});
}

void RedisCluster::move_keys(RedisServer& from, RedisServer& to) {
  for (;;) {
    const auto keys = from.list({"CLUSTER", "GETKEYSINSLOT", slot_, "100"});
    if (keys.empty()) return;
    for (const std::string& key : keys) {
      from.command({"MIGRATE", "127.0.0.1", to.port(), key, "0", "10000"});
    }
  }
}

void RedisCluster::end_move(RedisServer& from, RedisServer& to) {
  const std::string id = id_of(to);
  to.command({"CLUSTER", "SETSLOT", slot_, "NODE", id});
  from.command({"CLUSTER", "SETSLOT", slot_, "NODE", id});
}

}  // namespace nexus::stores
