// What a process measures of a real Redis: the offset of the clocks and the events that wait.
// SPDX-License-Identifier: MIT
#include "stores/redis/redis_probe.hpp"

#include "base/random.hpp"
#include "stores/redis/test_server.hpp"

#include <array>
#include <chrono>
#include <string_view>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;

class RedisProbeTest : public testing::Test {
 protected:
  explicit RedisProbeTest(RedisServer& server = RedisServer::shared()) : server_(server) {
    client_.start();
    EXPECT_TRUE(run_until(loop_, [this] { return client_.ready(); }));
  }

  /// Probes, and lets that much time pass before the answers.
  void probe(std::chrono::milliseconds round_trip = 0ms) {
    probe_.probe();
    clock_.advance(round_trip);
    bool is_answered = false;
    constexpr std::array<std::string_view, 1> kPing{"PING"};
    client_.command(kPing, [&](const auto&) { is_answered = true; });
    EXPECT_TRUE(run_until(loop_, [&] { return is_answered; })) << "answers keep their order";
  }

  RedisServer& server_;
  boost::asio::io_context loop_;
  SeededRandom random_{1};
  ManualClock clock_;
  RedisClient client_{loop_, {.url = server_.url()}, random_, Log(LogLevel::kError)};
  RedisProbe probe_{client_, "events", clock_};
};

TEST_F(RedisProbeTest, MeasuresThisClockLessThatOfRedis) {
  EXPECT_EQ(probe_.clock_offset(), 0ms) << "before the first answer";
  // Redis reads the clock of this machine between these two readings of it.
  clock_.jump_wall(SystemClock().wall() - clock_.wall() + 7s);
  const WallTime before = SystemClock().wall();
  probe();
  const WallTime after = SystemClock().wall();
  EXPECT_LE(probe_.clock_offset(), clock_.wall() - before);
  EXPECT_GE(probe_.clock_offset(), clock_.wall() - after);
}

TEST_F(RedisProbeTest, TakesHalfOfTheRoundTripForTheWayBack) {
  const WallTime before = SystemClock().wall();
  probe(3000ms);
  const WallTime after = SystemClock().wall();
  EXPECT_LE(probe_.clock_offset(), clock_.wall() - 1500ms - before);
  EXPECT_GE(probe_.clock_offset(), clock_.wall() - 1500ms - after);
}

TEST_F(RedisProbeTest, CountsTheEventsThatWait) {
  probe();
  EXPECT_EQ(probe_.backlog(), 0U) << "there is no stream yet";
  for (int i = 0; i < 3; ++i) server_.command({"XADD", "events", "*", "name", "value"});
  probe();
  EXPECT_EQ(probe_.backlog(), 3U);
  server_.command({"DEL", "events"});
  server_.command({"SET", "events", "no stream"});
  probe();
  EXPECT_EQ(probe_.backlog(), 3U) << "an error changes nothing";
  server_.command({"DEL", "events"});
  probe();
  EXPECT_EQ(probe_.backlog(), 0U);
}

class RedisProbeOfAServerThatEndsTest : public RedisProbeTest {
 protected:
  RedisProbeOfAServerThatEndsTest() : RedisProbeTest(own()) {}
  static RedisServer& own() {
    static RedisServer server;
    return server;
  }
};

TEST_F(RedisProbeOfAServerThatEndsTest, KeepsTheLatestWhileItIsAway) {
  server_.command({"XADD", "events", "*", "name", "value"});
  probe();
  const auto offset = probe_.clock_offset();
  EXPECT_EQ(probe_.backlog(), 1U);
  server_.kill();
  EXPECT_TRUE(run_until(loop_, [this] { return !client_.ready(); }));
  probe_.probe();
  EXPECT_EQ(probe_.backlog(), 1U);
  EXPECT_EQ(probe_.clock_offset(), offset);
  server_.start();
  EXPECT_TRUE(run_until(loop_, [this] { return client_.ready(); }));
  probe();
  EXPECT_EQ(probe_.backlog(), 0U);
}

}  // namespace
}  // namespace nexus::stores
