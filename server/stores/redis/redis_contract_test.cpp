// The contract, run on Redis: a single server and a cluster.
// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"
#include "stores/redis/redis_directory.hpp"
#include "stores/redis/redis_outbox.hpp"
#include "stores/redis/redis_store.hpp"
#include "stores/redis/test_cluster.hpp"
#include "stores/redis/test_server.hpp"

#include <chrono>

namespace nexus::stores {
namespace {

/// Both nodes of the tests in one process: one queue, two outboxes.
class RedisWorld final : public World {
 public:
  /// `looked_into` is the server that holds the pool.
  RedisWorld(const WorldOptions& options, RedisUrl url, RedisServer& looked_into)
      : url_(std::move(url)),
        server_(looked_into),
        pool_{.name = "contract", .tickets_max = options.tickets_max, .clock = &clock},
        commands_(loop_, client_options("commands"), random_, log_),
        events_a_(loop_, client_options("outbox-a"), random_, log_),
        events_b_(loop_, client_options("outbox-b"), random_, log_),
        events_home_1_(loop_, client_options("outbox-home-1"), random_, log_),
        events_home_2_(loop_, client_options("outbox-home-2"), random_, log_),
        functions_(commands_, log_),
        store_(functions_, pool_),
        directory_(functions_, pool_),
        outbox_a_(events_a_, pool_, NodeName{"node-a"}, listener(), log_),
        outbox_b_(events_b_, pool_, NodeName{"node-b"}, listener(), log_),
        homebox_1_(events_home_1_, pool_, NodeName{"home-1"}, home_listener(), log_),
        homebox_2_(events_home_2_, pool_, NodeName{"home-2"}, home_listener(), log_) {
    commands_.start();
    events_a_.start();
    events_b_.start();
    events_home_1_.start();
    events_home_2_.start();
    if (!run_until(loop_, [this] {
          return functions_.ready() && events_a_.ready() && events_b_.ready() &&
                 events_home_1_.ready() && events_home_2_.ready();
        })) {
      throw std::runtime_error("Redis does not become ready");
    }
  }

  matching::TicketStore& store() override { return store_; }
  signalling::RoomDirectory& directory() override { return directory_; }

  void settle() override {
    EXPECT_TRUE(run_until(loop_, [this] {
      return unanswered_ == 0 && commands_.in_flight() == 0 && is_read("outbox:node-a") &&
             is_read("outbox:node-b") && is_read("homebox:home-1") && is_read("homebox:home-2");
    })) << "does not settle";
  }

 private:
  RedisClientOptions client_options(std::string name) {
    return {.url = url_,
            .name = std::move(name),
            .key = pool_.prefix(),
            .command_timeout = std::chrono::seconds(20)};  // for a machine under load
  }
  matching::OutboxListener listener() {
    return [this](matching::OutboxEvent event) { events.push_back(std::move(event)); };
  }
  GivenUpListener home_listener() {
    return [this](const GivenUp& member) { given_up.push_back(member); };
  }
  bool is_read(std::string_view stream) {
    return server_.number({"XLEN", pool_.prefix() + std::string(stream)}) == 0;
  }

  RedisUrl url_;
  RedisServer& server_;
  boost::asio::io_context loop_;
  SystemRandom random_;
  Log log_{LogLevel::kWarn};
  RedisPool pool_;
  RedisClient commands_;
  RedisClient events_a_;
  RedisClient events_b_;
  RedisClient events_home_1_;
  RedisClient events_home_2_;
  RedisFunctions functions_;
  RedisStore store_;
  RedisDirectory directory_;
  RedisOutbox outbox_a_;
  RedisOutbox outbox_b_;
  RedisOutbox homebox_1_;
  RedisOutbox homebox_2_;
};

std::unique_ptr<World> make_redis_world(const WorldOptions& options) {
  RedisServer& server = RedisServer::shared();
  return std::make_unique<RedisWorld>(options, server.url(), server);
}

/// Connects to a node that does not hold the pool.
std::unique_ptr<World> make_cluster_world(const WorldOptions& options) {
  static RedisCluster cluster({.pool = "contract"});
  cluster.owner().text({"FLUSHALL"});
  return std::make_unique<RedisWorld>(options, cluster.other().url(), cluster.owner());
}

INSTANTIATE_TEST_SUITE_P(Redis, StoreContract, testing::Values(&make_redis_world),
                         [](const auto&) { return std::string("Store"); });
INSTANTIATE_TEST_SUITE_P(RedisCluster, StoreContract, testing::Values(&make_cluster_world),
                         [](const auto&) { return std::string("Store"); });

/// The same as PoolTest.ForgetsWhoAskedToMoveARoomThatItsHomeGoesOnWith, on Redis.
TEST_P(StoreContract, ForgetsWhoAskedToMoveARoomThatItsHomeGoesOnWith) {
  const HomeIncarnation home{NodeName{"home-1"}, IncarnationId::random(world_->random)};
  const Home other{NodeName{"home-2"}, "wss://home-2"};
  world_->announce("home-1", 5, "wss://home-1", home.incarnation);
  world_->announce("home-2", 2, other.url, IncarnationId::random(world_->random));
  const RoomId room = world_->fresh_room();
  const auto ask = [&](Role asker) { return world_->settle({room, home, other, {}, asker}); };
  const Home here{home.node, "wss://home-1"};
  const auto go_on = [&] {
    return world_->settle({room, home, here, home.incarnation, Role::kInitiator});
  };
  const SettleReply stays(SettleRefusal::kNotYet);
  EXPECT_EQ(ask(Role::kInitiator), stays);
  EXPECT_EQ(go_on(), SettleReply(here));
  EXPECT_EQ(ask(Role::kResponder), stays);
  // Now the store knows that the room lives there.
  EXPECT_EQ(go_on(), SettleReply(here));
  EXPECT_EQ(ask(Role::kInitiator), stays);
  EXPECT_EQ(world_->renew("node-a").homes.front(), other) << "it has more rooms, as it said";
  EXPECT_EQ(ask(Role::kResponder), SettleReply(other));
  EXPECT_EQ(go_on(), SettleReply(other));
}

}  // namespace
}  // namespace nexus::stores
