// All nodes of a deployment get one key for each week, from a real Redis.
// SPDX-License-Identifier: MIT
#include "stores/redis/redis_week_keys.hpp"

#include "stores/redis/test_server.hpp"

#include <chrono>
#include <optional>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using credentials::WeekKey;
using namespace std::chrono_literals;

class RedisWeekKeysTest : public testing::Test {
 protected:
  RedisWeekKeysTest() {
    client_.start();
    EXPECT_TRUE(run_until(loop_, [this] { return functions_.ready(); }));
  }

  std::optional<WeekKey> agreed(const WeekKey& candidate, std::chrono::milliseconds life = 1h) {
    std::optional<std::optional<WeekKey>> reply;
    keys_.agree(candidate, life, [&](auto key) { reply = key; });
    EXPECT_TRUE(run_until(loop_, [&] { return reply.has_value(); }));
    return reply.value_or(std::nullopt);
  }

  RedisServer server_;
  boost::asio::io_context loop_;
  SeededRandom random_{1};
  Log log_{LogLevel::kError};
  RedisPool pool_{.name = "keys"};
  RedisClient client_{loop_, {.url = server_.url(), .key = pool_.prefix()}, random_, log_};
  RedisFunctions functions_{client_, log_};
  RedisWeekKeys keys_{functions_, pool_};
};

TEST_F(RedisWeekKeysTest, GiveEveryNodeTheFirstKeyOfAWeek) {
  const WeekKey first = WeekKey::random(10, random_);
  EXPECT_EQ(agreed(first), first);
  EXPECT_EQ(agreed(WeekKey::random(10, random_)), first);
  const WeekKey next = WeekKey::random(11, random_);
  EXPECT_EQ(agreed(next), next);
  EXPECT_EQ(agreed(WeekKey::random(10, random_)), first);
}

TEST_F(RedisWeekKeysTest, DeleteAKeyAtTheEndOfItsLife) {
  (void)agreed(WeekKey::random(10, random_), 1ms);
  const WeekKey later = WeekKey::random(10, random_);
  EXPECT_TRUE(run_until(loop_, [&] { return agreed(later) == later; }));
}

TEST_F(RedisWeekKeysTest, AnswerNothingWhileRedisIsAway) {
  server_.kill();
  EXPECT_EQ(agreed(WeekKey::random(10, random_)), std::nullopt);
}

}  // namespace
}  // namespace nexus::stores
