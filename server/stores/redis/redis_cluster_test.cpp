// A pool in a Redis Cluster: the client finds the owner of its slot, also after a change.
// SPDX-License-Identifier: MIT
#include "stores/redis/test_cluster.hpp"
#include "stores/redis/test_node.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using matching::FindReply;
using matching::Proposal;
using matching::Queued;
using matching::Ticket;

class RedisClusterPool : public testing::Test {
 protected:
  boost::asio::io_context loop_;
};

TEST_F(RedisClusterPool, IsFoundFromAnyNode) {
  RedisCluster cluster({.pool = "faults"});
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    Node node(loop_, cluster.node(i).url(), "node-" + std::to_string(i));
    node.start_and_wait();
    ASSERT_TRUE(node.renew().has_value());
    const auto bucket = std::to_string(i);
    EXPECT_TRUE(std::holds_alternative<Queued>(node.find(node.ticket(bucket)).value()));
    EXPECT_TRUE(std::holds_alternative<Proposal>(node.find(node.ticket(bucket)).value()));
    ASSERT_TRUE(run_until(loop_, [&] { return node.events.size() == 1; }));
  }
}

TEST_F(RedisClusterPool, IsFoundThoughTheFirstNodeIsDead) {
  RedisCluster cluster({.pool = "faults"});
  RedisUrl url;
  url.servers = {cluster.other().address(), cluster.owner().address()};
  cluster.other().kill();
  Node node(loop_, url, "node");
  node.start_and_wait();
}

/// Calls find at a steady pace, each in its own bucket, and records the answers.
struct Traffic {
  explicit Traffic(Node& asked) : node(asked) {}

  void send() {
    node.store_.find(node.ticket(std::to_string(sent)),
                     [this](const auto& result) { ++(result ? found : unavailable); });
    ++sent;
  }
  [[nodiscard]] std::size_t answered() const { return found + unavailable; }

  Node& node;
  std::size_t sent = 0;
  std::size_t found = 0;
  std::size_t unavailable = 0;
};

TEST_F(RedisClusterPool, KeepsItsQueueWhenItMovesToAnotherMasterWhileInUse) {
  RedisCluster cluster({.pool = "faults"});
  RedisServer& from = cluster.owner();
  RedisServer& to = cluster.other();
  Node node(loop_, cluster.url(), "node");
  node.start_and_wait();
  ASSERT_TRUE(node.renew().has_value());
  const Ticket waiter = node.ticket();
  ASSERT_TRUE(std::holds_alternative<Queued>(node.find(waiter).value()));
  Traffic traffic(node);
  const auto go_on_until = [&](const std::function<bool()>& reached) {
    ASSERT_TRUE(run_until(loop_, [&] {
      traffic.send();
      return reached();
    }));
  };
  go_on_until([&] { return traffic.found > 20; });

  // The pool is split between two servers: no function may see that.
  cluster.begin_move(from, to);
  go_on_until([&] { return traffic.unavailable > 0; });  // commands in flight are done
  const std::size_t found_before = traffic.found;
  go_on_until([&] { return traffic.unavailable > 20; });
  cluster.move_keys(from, to);
  go_on_until([&] { return traffic.unavailable > 40; });
  EXPECT_EQ(traffic.found, found_before);
  cluster.end_move(from, to);

  const std::size_t found = traffic.found;
  go_on_until([&] { return node.ready() && traffic.found > found + 20; });
  ASSERT_TRUE(run_until(loop_, [&] { return traffic.answered() == traffic.sent; }));
  EXPECT_EQ(&cluster.owner(), &to);
  const auto reply = node.find(node.ticket()).value();
  ASSERT_TRUE(std::holds_alternative<Proposal>(reply));
  EXPECT_EQ(std::get<Proposal>(reply).partner, waiter.visitor);
  ASSERT_TRUE(run_until(loop_, [&] { return !node.events.empty(); }));
  EXPECT_EQ(std::get<Proposal>(node.events.front()).ticket, waiter.id);
}

TEST_F(RedisClusterPool, GoesOnUnderAPromotedReplicaWhenItsOwnerDies) {
  RedisCluster cluster({.pool = "faults", .replicas = true, .node_timeout = 2s});
  RedisServer& owner = cluster.owner();
  Node node(loop_, cluster.url(), "node", 2s);
  node.start_and_wait();
  ASSERT_TRUE(node.renew().has_value());
  const Ticket waiter = node.ticket();
  ASSERT_TRUE(std::holds_alternative<Queued>(node.find(waiter).value()));
  // WAIT covers the writes of its own connection, and all before them.
  owner.command({"SET", "nexus:{faults}:mark", "1"});
  ASSERT_EQ(owner.number({"WAIT", "1", "5000"}), 1);

  owner.kill();
  EXPECT_EQ(node.renew().error(), StoreError::kUnavailable);
  ASSERT_TRUE(run_until(loop_, [&] { return node.ready() && node.renew().has_value(); }));
  EXPECT_NE(&cluster.owner(), &owner);
  const auto reply = node.find(node.ticket()).value();
  ASSERT_TRUE(std::holds_alternative<Proposal>(reply));
  EXPECT_EQ(std::get<Proposal>(reply).partner, waiter.visitor);
  ASSERT_TRUE(run_until(loop_, [&] { return !node.events.empty(); }));

  // The old owner returns as a replica; a client can start from it like from any other node.
  owner.start();
  Node late(loop_, owner.url(), "late");
  late.start_and_wait();
}

}  // namespace
}  // namespace nexus::stores
