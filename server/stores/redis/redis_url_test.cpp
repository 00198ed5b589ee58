// SPDX-License-Identifier: MIT
#include "stores/redis/redis_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

RedisUrl parsed(std::string_view text) {
  const auto url = parse_redis_url(text);
  if (!url) ADD_FAILURE() << text << ": " << url.error();
  return url.value_or(RedisUrl{});
}

using Servers = std::vector<RedisAddress>;

TEST(RedisUrl, HasDefaults) {
  const RedisUrl url = parsed("redis://localhost");
  EXPECT_EQ(url.servers, (Servers{{"localhost", 6379}}));
  EXPECT_EQ(url.database, 0u);
  EXPECT_TRUE(url.password.empty());
  EXPECT_TRUE(url.primary_name.empty());
}

TEST(RedisUrl, ReadsEveryPart) {
  const RedisUrl url = parsed("redis://nexus:p%40ss@redis.internal:6380/3");
  EXPECT_EQ(url.user, "nexus");
  EXPECT_EQ(url.password, "p@ss");
  EXPECT_EQ(url.servers, (Servers{{"redis.internal", 6380}}));
  EXPECT_EQ(url.database, 3u);
}

TEST(RedisUrl, TakesAPasswordWithoutAUser) {
  const RedisUrl url = parsed("redis://:secret@10.0.0.1");
  EXPECT_EQ(url.user, "");
  EXPECT_EQ(url.password, "secret");
}

TEST(RedisUrl, ReadsIpv6InBrackets) {
  EXPECT_EQ(parsed("redis://[::1]").servers, (Servers{{"::1", 6379}}));
  EXPECT_EQ(parsed("redis://[fd00::7]:7000/1").servers, (Servers{{"fd00::7", 7000}}));
  EXPECT_EQ(parsed("redis://[fd00::7]:7000/1").place(), "[fd00::7]:7000");
}

TEST(RedisUrl, ReadsSeveralServers) {
  const RedisUrl url = parsed("redis://:secret@a,[::1]:7001,c:7002");
  EXPECT_EQ(url.servers, (Servers{{"a", 6379}, {"::1", 7001}, {"c", 7002}}));
  EXPECT_EQ(url.place(), "a:6379,[::1]:7001,c:7002");
}

TEST(RedisUrl, ReadsSentinelsAndTheNameOfTheirPrimary) {
  const RedisUrl url = parsed("redis+sentinel://nexus:secret@a,b:26380,[::1]/nexus-1.main?db=2");
  EXPECT_EQ(url.servers, (Servers{{"a", 26379}, {"b", 26380}, {"::1", 26379}}));
  EXPECT_EQ(url.primary_name, "nexus-1.main");
  EXPECT_EQ(url.user, "nexus");
  EXPECT_EQ(url.password, "secret");
  EXPECT_EQ(url.database, 2u);
  EXPECT_EQ(url.place(), "a:26379,b:26380,[::1]:26379/nexus-1.main");
}

TEST(RedisUrl, ReadsUnixSockets) {
  const RedisUrl url = parsed("unix://:secret@/run/redis/redis.sock?db=2");
  ASSERT_EQ(url.servers.size(), 1u);
  EXPECT_TRUE(url.servers.front().is_socket());
  EXPECT_EQ(url.place(), "/run/redis/redis.sock");
  EXPECT_EQ(url.password, "secret");
  EXPECT_EQ(url.database, 2u);
}

TEST(RedisUrl, SaysWhatIsWrong) {
  const auto error = [](std::string_view text) { return parse_redis_url(text).error(); };
  using testing::HasSubstr;
  EXPECT_THAT(error("redis-sentinel://a/x"), HasSubstr("must start with"));
  EXPECT_THAT(error("redis+sentinel://a"), HasSubstr("know the primary"));
  EXPECT_THAT(error("redis+sentinel://a:x/main"), HasSubstr("host or port"));
  EXPECT_THAT(error("redis+sentinel://a/main?x=1"), HasSubstr("want ?db="));
  EXPECT_THAT(error("redis+sentinel://a/main?db=x"), HasSubstr("database number"));
  EXPECT_THAT(error("redis://a,/0"), HasSubstr("host or port"));
  EXPECT_THAT(error("redis://fd00::7"), HasSubstr("[IPv6 address]"));
  EXPECT_THAT(error("redis://a b"), HasSubstr("host or port"));
  EXPECT_THAT(error("redis://host/0?x=y"), HasSubstr("takes no query"));
  EXPECT_THAT(error("redis://host?db=1"), HasSubstr("redis://host:6379/0"));
  EXPECT_THAT(error("redis://host/zero"), HasSubstr("database number"));
  EXPECT_THAT(error("redis://u:p%@a"), HasSubstr("%25"));
  EXPECT_THAT(error("unix://relative"), HasSubstr("whole path"));
}

TEST(RedisUrl, MayAskForTls) {
  RedisUrl url = parsed("redis://u:p@a,b/1");
  url.tls.emplace();
  EXPECT_EQ(parsed("rediss://u:p@a,b/1"), url);
  url = parsed("redis+sentinel://a,b/main");
  url.tls.emplace();
  EXPECT_EQ(parsed("rediss+sentinel://a,b/main"), url);
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
                           "redis://,a",
                           "redis://a,,b",
                           "redis+sentinel://",
                           "redis+sentinel:///main",
                           "redis+sentinel://a",
                           "redis+sentinel://a/",
                           "redis+sentinel://a/b/c",
                           "redis+sentinel://a/?db=1",
                           "unix://relative",
                           "unix:///a?x=1",
                           "unix:///a?db="}) {
    EXPECT_FALSE(parse_redis_url(text)) << text;
  }
}

TEST(RedisUrl, NeverTellsThePassword) {
  for (const char* text : {"redis://u:hunter2@", "redis://u:hunter2@a:x", "redis://u:hunter2@a/x",
                           "unix://u:hunter2@a", "redis+sentinel://u:hunter2@a"}) {
    const auto url = parse_redis_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().find("hunter2"), std::string::npos);
  }
  EXPECT_EQ(parsed("redis://u:hunter2@a").place(), "a:6379");
}

}  // namespace
}  // namespace nexus::stores
