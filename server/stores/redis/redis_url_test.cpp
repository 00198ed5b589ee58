// SPDX-License-Identifier: MIT
#include "stores/redis/redis_url.hpp"

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

RedisUrl parsed(std::string_view text) {
  const auto url = parse_redis_url(text);
  if (!url) ADD_FAILURE() << text << ": " << url.error();
  return url.value_or(RedisUrl{});
}

TEST(RedisUrl, HasDefaults) {
  const RedisUrl url = parsed("redis://localhost");
  EXPECT_EQ(url.host, "localhost");
  EXPECT_EQ(url.port, 6379);
  EXPECT_EQ(url.database, 0u);
  EXPECT_TRUE(url.password.empty());
}

TEST(RedisUrl, ReadsEveryPart) {
  const RedisUrl url = parsed("redis://nexus:p%40ss@redis.internal:6380/3");
  EXPECT_EQ(url.user, "nexus");
  EXPECT_EQ(url.password, "p@ss");
  EXPECT_EQ(url.host, "redis.internal");
  EXPECT_EQ(url.port, 6380);
  EXPECT_EQ(url.database, 3u);
}

TEST(RedisUrl, TakesAPasswordWithoutAUser) {
  const RedisUrl url = parsed("redis://:secret@10.0.0.1");
  EXPECT_EQ(url.user, "");
  EXPECT_EQ(url.password, "secret");
}

TEST(RedisUrl, ReadsIpv6InBrackets) {
  EXPECT_EQ(parsed("redis://[::1]").host, "::1");
  EXPECT_EQ(parsed("redis://[fd00::7]:7000/1").port, 7000);
  EXPECT_EQ(parsed("redis://[fd00::7]:7000/1").place(), "[fd00::7]:7000");
}

TEST(RedisUrl, ReadsUnixSockets) {
  const RedisUrl url = parsed("unix://:secret@/run/redis/redis.sock?db=2");
  EXPECT_EQ(url.socket, "/run/redis/redis.sock");
  EXPECT_EQ(url.password, "secret");
  EXPECT_EQ(url.database, 2u);
}

TEST(RedisUrl, SaysThatThereIsNoTls) {
  const auto url = parse_redis_url("rediss://localhost");
  ASSERT_FALSE(url);
  EXPECT_NE(url.error().find("TLS"), std::string::npos);
}

TEST(RedisUrl, RefusesWhatIsMalformed) {
  for (const char* text : {"",
                           "localhost",
                           "http://localhost",
                           "redis://",
                           "redis://:6379",
                           "redis://a:0",
                           "redis://a:65536",
                           "redis://a:x",
                           "redis://a:",
                           "redis://[::1",
                           "redis://[::1]x",
                           "redis://[::1]:",
                           "redis://a/x",
                           "redis://a/-1",
                           "redis://user@a",
                           "redis://u:%4@a",
                           "redis://u:%zz@a",
                           "unix://relative",
                           "unix:///a?x=1",
                           "unix:///a?db="}) {
    EXPECT_FALSE(parse_redis_url(text)) << text;
  }
}

TEST(RedisUrl, NeverTellsThePassword) {
  for (const char* text : {"redis://u:hunter2@", "redis://u:hunter2@a:x", "redis://u:hunter2@a/x",
                           "unix://u:hunter2@a"}) {
    const auto url = parse_redis_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().find("hunter2"), std::string::npos);
  }
  EXPECT_EQ(parsed("redis://u:hunter2@a").place(), "a:6379");
}

}  // namespace
}  // namespace nexus::stores
