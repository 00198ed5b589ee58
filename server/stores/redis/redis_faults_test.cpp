// Faults of Redis and the network, and how a store recovers.
// SPDX-License-Identifier: MIT
#include "stores/redis/test_node.hpp"
#include "stores/redis/test_server.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using matching::FindReply;
using matching::OutboxEvent;
using matching::Proposal;
using matching::Queued;
using matching::Ticket;

class RedisFaults : public testing::Test {
 protected:
  boost::asio::io_context loop_;
};

TEST_F(RedisFaults, LoadsTheFunctionsAgainWhenTheyAreGone) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  server.text({"FUNCTION", "FLUSH"});
  // Many calls at once: every one is answered.
  std::size_t answered = 0;
  for (int i = 0; i < 100; ++i) {
    node.store_.find(node.ticket(std::to_string(i)), [&](const Result<FindReply, StoreError>& r) {
      EXPECT_TRUE(r.has_value());
      ++answered;
    });
  }
  ASSERT_TRUE(run_until(loop_, [&] { return answered == 100; }));
  EXPECT_EQ(std::get<Queued>(node.find(node.ticket("last")).value()).waiting, 101u);
}

TEST_F(RedisFaults, ReplacesAnotherLibraryOfItsName) {
  RedisServer& server = RedisServer::shared();
  server.text({"FUNCTION", "LOAD", "REPLACE",
               "#!lua name=nexuschat\nredis.register_function('nexus_find_4', function() return 7 "
               "end)"});
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  EXPECT_TRUE(node.find(node.ticket()).has_value());
}

/// The older process's find had other arguments, and therefore another name.
TEST_F(RedisFaults, LoadsItsOwnLibraryAgainAfterAnOlderProcessLoadedOne) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  server.text({"FUNCTION", "LOAD", "REPLACE",
               "#!lua name=nexuschat\nredis.register_function('nexus_find', function() return 7 "
               "end)"});
  EXPECT_TRUE(std::holds_alternative<Queued>(node.find(node.ticket()).value()));
}

TEST_F(RedisFaults, SaysAfterAFlushThatItKnowsNoTicket) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  Ticket ticket = node.ticket();
  const matching::Place place = std::get<Queued>(node.find(ticket).value()).place;
  EXPECT_TRUE(node.renew({ticket.id}).value().unknown.empty());
  server.text({"FLUSHALL"});
  EXPECT_EQ(node.renew({ticket.id}).value().unknown, std::vector{ticket.id});
  ticket.place = place;
  EXPECT_EQ(std::get<Queued>(node.find(ticket).value()), (Queued{place, 1}));
}

TEST_F(RedisFaults, FailsWhatIsInFlightWhenRedisDiesAndRecovers) {
  RedisServer server;
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  ASSERT_TRUE(node.renew().has_value());

  server.freeze();  // so that no call is answered before the end
  std::size_t failed = 0;
  for (int i = 0; i < 50; ++i) {
    node.store_.find(node.ticket(), [&](const Result<FindReply, StoreError>& result) {
      EXPECT_EQ(result.error(), StoreError::kUnavailable);
      ++failed;
    });
  }
  const RoomId closed = RoomId::random(node.random_);
  node.directory_.close(NodeName{"home"}, closed, {});
  loop_.poll();
  server.kill();
  ASSERT_TRUE(run_until(loop_, [&] { return failed == 50; }));
  EXPECT_FALSE(node.ready());
  EXPECT_EQ(node.renew().error(), StoreError::kUnavailable);

  server.start();
  ASSERT_TRUE(run_until(loop_, [&] { return node.ready(); }));
  EXPECT_TRUE(std::holds_alternative<Queued>(node.find(node.ticket()).value()));
}

TEST_F(RedisFaults, ClosesARoomOnceRedisIsBack) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  (void)node.renew();
  const Ticket first = node.ticket();
  const Ticket second = node.ticket();
  (void)node.find(first);
  ASSERT_TRUE(std::holds_alternative<Proposal>(node.find(second).value()));
  ASSERT_TRUE(run_until(loop_, [&] { return node.events.size() == 1; }));

  node.commands_.reconnect("a test");
  node.directory_.close(NodeName{"home"}, second.room, {.tickets = {first.id}});
  ASSERT_TRUE(run_until(loop_, [&] { return node.ready(); }));
  node.directory_.announce({NodeName{"home"}, "", 0});
  ASSERT_TRUE(run_until(loop_, [&] { return node.events.size() == 2; }));
  EXPECT_EQ(std::get<matching::Release>(node.events.back()).ticket, first.id);
}

TEST_F(RedisFaults, TimesOutWhenRedisHangsAndRecovers) {
  RedisServer server;
  Node node(loop_, server.url(), "node", 300ms);
  node.start_and_wait();
  server.freeze();
  EXPECT_EQ(node.find(node.ticket()).error(), StoreError::kUnavailable);
  EXPECT_FALSE(node.ready());
  server.thaw();
  ASSERT_TRUE(run_until(loop_, [&] { return node.ready() && node.renew().has_value(); }));
}

TEST_F(RedisFaults, RefusesWhatExceedsTheCommandsInFlight) {
  Node node(loop_, RedisServer::shared().url(), "node", 20s, 10);
  node.start_and_wait();
  std::size_t unavailable = 0;
  std::size_t answered = 0;
  for (int i = 0; i < 15; ++i) {
    node.store_.sweep([&](const Result<std::uint64_t, StoreError>& result) {
      ++answered;
      if (!result) ++unavailable;
    });
  }
  ASSERT_TRUE(run_until(loop_, [&] { return answered == 15; }));
  EXPECT_EQ(unavailable, 5u);
}

TEST_F(RedisFaults, IsUnavailableBeforeItIsConnected) {
  Node node(loop_, RedisServer::shared().url(), "node");
  EXPECT_EQ(node.find(node.ticket()).error(), StoreError::kUnavailable);
}

TEST_F(RedisFaults, AnswersWhatIsInFlightWhenStopped) {
  Node node(loop_, RedisServer::shared().url(), "node");
  node.start_and_wait();
  std::size_t answered = 0;
  node.store_.sweep([&](const Result<std::uint64_t, StoreError>& result) {
    EXPECT_EQ(result.error(), StoreError::kUnavailable);
    ++answered;
  });
  node.commands_.stop();
  EXPECT_EQ(answered, 0u);
  ASSERT_TRUE(run_until(loop_, [&] { return answered == 1; }));
  EXPECT_FALSE(node.commands_.ready());
}

TEST_F(RedisFaults, TellsEachNodeThroughItsOwnStream) {
  RedisServer& server = RedisServer::shared();
  Node one(loop_, server.url(), "node-1");
  Node two(loop_, server.url(), "node-2");
  one.start_and_wait();
  two.start_and_wait();
  (void)one.renew();
  (void)two.renew();
  const Ticket waiter = one.ticket();
  const Ticket finder = two.ticket();
  (void)one.find(waiter);
  const auto reply = two.find(finder).value();
  EXPECT_EQ(std::get<Proposal>(reply).partner, waiter.visitor);
  ASSERT_TRUE(run_until(loop_, [&] { return one.events.size() == 1; }));
  EXPECT_EQ(std::get<Proposal>(one.events.front()).partner, finder.visitor);
  one.store_.abandon(waiter.id, finder.room, [](const auto&) {});
  ASSERT_TRUE(run_until(loop_, [&] { return two.events.size() == 1; }));
  EXPECT_EQ(std::get<matching::Release>(two.events.front()).ticket, finder.id);
  EXPECT_EQ(one.events.size(), 1u);
}

TEST_F(RedisFaults, TellsAgainWhatWasNotAcknowledgedBeforeACrash) {
  RedisServer& server = RedisServer::shared();
  Ticket waiter;
  std::vector<OutboxEvent> heard;
  {
    Node node(loop_, server.url(), "node");
    node.start_and_wait();
    (void)node.renew();
    waiter = node.ticket();
    (void)node.find(waiter);
    node.on_event = [&] { node.outbox_client_.stop(); };  // nothing is sent after the event
    (void)node.find(node.ticket());
    ASSERT_TRUE(run_until(loop_, [&] { return !node.events.empty(); }));
    heard = node.events;
  }
  Node next(loop_, server.url(), "node");
  next.start_and_wait();
  ASSERT_TRUE(run_until(loop_, [&] { return !next.events.empty(); }));
  EXPECT_EQ(next.events, heard);
  const std::string key = next.pool_.prefix() + "outbox:node";
  EXPECT_TRUE(run_until(loop_, [&] { return server.number({"XLEN", key}) == 0; }));
}

TEST_F(RedisFaults, HearsEventsAfterAFlush) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  for (std::size_t round = 1; round <= 2; ++round) {
    (void)node.renew();
    (void)node.find(node.ticket());
    (void)node.find(node.ticket());
    ASSERT_TRUE(run_until(loop_, [&] { return node.events.size() == round; }));
    server.text({"FLUSHALL"});
  }
}

TEST_F(RedisFaults, EndsNoLeaseWhenTheClockOfRedisLeaps) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  (void)node.renew();
  const Ticket waiter = node.ticket();
  const auto first = std::get<Queued>(node.find(waiter).value());
  const std::string clock = node.pool_.prefix() + "clock";
  const auto leap = [&](std::chrono::microseconds by) {  // the same as setting the machine's clock
    const std::string kept = server.text({"GET", clock});
    const auto end = kept.find(' ');
    const auto wall = std::stoll(kept.substr(0, end)) - by.count();
    server.text({"SET", clock, std::to_string(wall) + kept.substr(end)});
  };
  leap(1h);
  EXPECT_EQ(node.sweep().value(), 0u);
  EXPECT_TRUE(node.renew({waiter.id}).value().unknown.empty());
  leap(-1h);
  EXPECT_EQ(node.sweep().value(), 0u);
  const auto second = std::get<Queued>(node.find(node.ticket("other")).value());
  EXPECT_GT(second.place, first.place);
  EXPECT_EQ(std::get<Proposal>(node.find(node.ticket()).value()).partner, waiter.visitor);
}

TEST_F(RedisFaults, GivesRecordsAnEndOfTheirOwn) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  (void)node.renew();
  const Ticket waiter = node.ticket();
  const Ticket finder = node.ticket();
  const std::string prefix = node.pool_.prefix();
  (void)node.find(waiter);
  (void)node.find(finder);
  const std::string record = prefix + "r:" + finder.room.text();
  EXPECT_EQ(server.number({"PTTL", record}), -1);  // no expiry: the room has a deadline
  for (const TicketId ticket : {waiter.id, finder.id}) {
    bool is_done = false;
    node.store_.commit(ticket, finder.room, [&](const auto&) { is_done = true; });
    ASSERT_TRUE(run_until(loop_, [&] { return is_done; }));
  }
  EXPECT_EQ(server.number({"EXISTS", prefix + "t:" + waiter.id.text()}), 0);
  EXPECT_EQ(server.number({"EXISTS", prefix + "t:" + finder.id.text()}), 0);
  const auto left = std::chrono::milliseconds(server.number({"PTTL", record}));
  EXPECT_GT(left, matching::kRoomRecordLife - 30s);
  EXPECT_LE(left, matching::kRoomRecordLife);
}

TEST_F(RedisFaults, HealsWhatLostItsRecord) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  (void)node.renew();
  const std::string prefix = node.pool_.prefix();
  // A waiter whose record is lost does not break the finder, and its owner is notified.
  const Ticket waiter = node.ticket();
  (void)node.find(waiter);
  server.number({"DEL", prefix + "t:" + waiter.id.text()});
  const Ticket finder = node.ticket();
  EXPECT_TRUE(std::holds_alternative<Queued>(node.find(finder).value()));
  EXPECT_EQ(node.renew({waiter.id}).value().unknown, std::vector{waiter.id});
  // The same for the two sides of a room whose record is lost.
  const Ticket second = node.ticket();
  EXPECT_TRUE(std::holds_alternative<Proposal>(node.find(second).value()));
  server.number({"DEL", prefix + "r:" + second.room.text()});
  EXPECT_EQ(node.renew({finder.id}).value().unknown, std::vector{finder.id});
  EXPECT_TRUE(std::holds_alternative<Queued>(node.find(second).value()));
}

TEST_F(RedisFaults, TakesWantOfMemoryForFull) {
  RedisServer& server = RedisServer::shared();
  Node node(loop_, server.url(), "node");
  node.start_and_wait();
  server.text({"CONFIG", "SET", "maxmemory", "1"});
  EXPECT_EQ(node.find(node.ticket()).error(), StoreError::kFull);
  server.text({"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_TRUE(node.find(node.ticket()).has_value());
}

TEST_F(RedisFaults, FindsThePrimaryAmongSeveralServersAndFindsItAgain) {
  RedisServer first({"--repl-diskless-sync-delay", "0"});
  RedisServer second({"--replicaof", "127.0.0.1", first.port()});
  wait_for_replicas(first, 1);
  RedisUrl url;
  url.servers = {second.address(), first.address()};
  Node node(loop_, url, "node");
  node.start_and_wait();
  EXPECT_TRUE(node.renew().has_value());
  const std::string clock = node.pool_.prefix() + "clock";
  EXPECT_EQ(first.number({"EXISTS", clock}), 1);

  // The servers swap roles: the connection stays, but its server refuses writes.
  second.command({"REPLICAOF", "NO", "ONE"});
  first.command({"REPLICAOF", "127.0.0.1", second.port()});
  EXPECT_EQ(node.renew().error(), StoreError::kUnavailable);
  ASSERT_TRUE(run_until(loop_, [&] { return node.ready(); }));
  EXPECT_TRUE(node.renew().has_value());
}

TEST_F(RedisFaults, IsUnavailableWhileThePrimaryLacksReplicas) {
  RedisServer primary({"--min-replicas-to-write", "1", "--min-replicas-max-lag", "2",
                       "--repl-diskless-sync-delay", "0"});
  Node node(loop_, primary.url(), "node");
  node.start();
  ASSERT_TRUE(run_until(loop_, [&] { return node.commands_.ready(); }));
  EXPECT_EQ(node.find(node.ticket()).error(), StoreError::kUnavailable);

  RedisServer replica({"--replicaof", "127.0.0.1", primary.port()});
  ASSERT_TRUE(run_until(loop_, [&] { return node.renew().has_value(); }));
  replica.freeze();
  ASSERT_TRUE(run_until(loop_, [&] { return !node.renew().has_value(); }));
  EXPECT_TRUE(node.commands_.ready());  // functions that only read still work
  EXPECT_EQ(node.find(node.ticket()).error(), StoreError::kUnavailable);
  replica.thaw();
  ASSERT_TRUE(run_until(loop_, [&] { return node.renew().has_value(); }));
  EXPECT_TRUE(std::holds_alternative<Queued>(node.find(node.ticket()).value()));
}

TEST_F(RedisFaults, EntersWithPasswordDatabaseAndUnixSocket) {
  RedisServer server({"--requirepass", "open sesame"});
  RedisUrl url = server.url();
  url.servers = {{.host = server.socket(), .port = 0}};
  url.database = 3;
  url.password = "wrong";
  {
    Node node(loop_, url, "node");
    node.start();
    EXPECT_FALSE(run_until(
        loop_, [&] { return node.ready(); }, 1s));
  }
  url.password = "open sesame";
  Node by_socket(loop_, url, "node-1");
  by_socket.start_and_wait();
  url.servers = {server.address()};
  url.user = "default";
  Node by_tcp(loop_, url, "node-2");
  by_tcp.start_and_wait();
  (void)by_socket.renew();
  (void)by_socket.find(by_socket.ticket());
  EXPECT_TRUE(std::holds_alternative<Proposal>(by_tcp.find(by_tcp.ticket()).value()));
}

}  // namespace
}  // namespace nexus::stores
