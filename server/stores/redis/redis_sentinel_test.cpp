// Sentinels replace a primary, and the store follows.
// SPDX-License-Identifier: MIT
#include "stores/redis/test_node.hpp"
#include "stores/redis/test_sentinels.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using matching::Proposal;
using matching::Queued;
using matching::Ticket;

/// How long the store may take to follow once the Sentinels have agreed. Their agreement may take
/// longer: an election may need a second round.
constexpr auto kFollows = 10s;

class RedisSentinel : public testing::Test {
 protected:
  boost::asio::io_context loop_;
};

/// Two visitors are matched, although the store may have lost its tickets.
void expect_a_match(Node& node, const Ticket& waiter) {
  const auto renewed = node.renew({waiter.id});
  ASSERT_TRUE(renewed.has_value());
  if (!renewed->unknown.empty()) {
    ASSERT_TRUE(std::holds_alternative<Queued>(node.find(waiter).value()));
  }
  const auto reply = node.find(node.ticket()).value();
  ASSERT_TRUE(std::holds_alternative<Proposal>(reply));
  EXPECT_EQ(std::get<Proposal>(reply).partner, waiter.visitor);
}

/// Matching resumes in time after `fault` hit the primary.
void expect_failover(boost::asio::io_context& loop, SentinelGroup& group, Node& node,
                     const std::function<void()>& fault) {
  node.start_and_wait();
  ASSERT_TRUE(node.renew().has_value());
  const Ticket waiter = node.ticket();
  ASSERT_TRUE(std::holds_alternative<Queued>(node.find(waiter).value()));

  fault();
  // Only the replica can answer.
  ASSERT_TRUE(run_until(loop, [&] {
    return group.replica().text({"INFO", "replication"}).find("role:master") != std::string::npos;
  }));
  const auto agreed = std::chrono::steady_clock::now();
  ASSERT_TRUE(run_until(loop, [&] { return node.ready() && node.renew().has_value(); }));
  expect_a_match(node, waiter);
  EXPECT_LT(std::chrono::steady_clock::now() - agreed, kFollows);
  EXPECT_GT(group.replica().number({"EXISTS", node.pool_.prefix() + "clock"}), 0);
}

TEST_F(RedisSentinel, ResumesMatchingWhenThePrimaryDies) {
  SentinelGroup group;
  Node node(loop_, group.url(), "node", 2s);
  expect_failover(loop_, group, node, [&] { group.primary().kill(); });
}

TEST_F(RedisSentinel, ResumesMatchingWhenThePrimaryHangs) {
  SentinelGroup group;
  Node node(loop_, group.url(), "node", 2s);
  expect_failover(loop_, group, node, [&] { group.primary().freeze(); });
  group.primary().thaw();
}

TEST_F(RedisSentinel, LeavesAPrimaryThatDoesNotKnowThatItIsNone) {
  SentinelGroup group;
  // With this time-out, only the Sentinels can end the connection.
  Node node(loop_, group.url(), "node", 60s);
  expect_failover(loop_, group, node, [&] { group.primary().freeze(); });
  group.primary().thaw();
}

TEST_F(RedisSentinel, FollowsAPlannedSwitch) {
  SentinelGroup group;
  Node node(loop_, group.url(), "node", 2s);
  expect_failover(loop_, group, node, [&] {
    group.sentinel(0).command({"SENTINEL", "FAILOVER", kPrimaryName});
  });
}

TEST_F(RedisSentinel, AsksTheNextSentinelWhenOneIsDeadOrWrong) {
  RedisServer primary({"--repl-diskless-sync-delay", "0"});
  RedisServer replica({"--replicaof", "127.0.0.1", primary.port()});
  wait_for_replicas(primary, 1);
  const auto kind = RedisServer::Kind::kSentinel;
  RedisServer dead({}, kind);
  RedisServer ignorant({}, kind);  // does not know the name
  RedisServer stale({}, kind);     // names the replica
  RedisServer right({}, kind);
  monitor(stale, replica);
  monitor(right, primary);
  RedisUrl url{.primary_name = kPrimaryName};
  for (const RedisServer* sentinel : {&dead, &ignorant, &stale, &right}) {
    url.servers.push_back(sentinel->address());
  }
  dead.kill();
  Node node(loop_, url, "node");
  node.start_and_wait();
  EXPECT_TRUE(node.renew().has_value());
  EXPECT_GT(primary.number({"EXISTS", node.pool_.prefix() + "clock"}), 0);
  // A Sentinel with an equal epoch does not redirect the client, though each is asked eventually.
  const auto end = std::chrono::steady_clock::now() + 5s;
  ASSERT_TRUE(run_until(loop_, [&] { return std::chrono::steady_clock::now() > end; }));
  EXPECT_TRUE(node.ready());
}

TEST_F(RedisSentinel, GivesThePasswordToASentinelThatDemandsIt) {
  const std::vector<std::string> locked{"--requirepass", "open sesame"};
  RedisServer primary(locked);
  RedisServer sentinel(locked, RedisServer::Kind::kSentinel);
  sentinel.command({"AUTH", "open sesame"});
  monitor(sentinel, primary);
  RedisUrl url{.servers = {sentinel.address()}, .primary_name = kPrimaryName};
  url.password = "open sesame";
  Node node(loop_, url, "node");
  node.start_and_wait();
  EXPECT_TRUE(node.renew().has_value());
}

}  // namespace
}  // namespace nexus::stores
