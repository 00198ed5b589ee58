// SPDX-License-Identifier: MIT
#include "stores/redis/redis_locator.hpp"

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

const RedisAddress speaker{"10.0.0.1", 7000};

RedisReply text(std::string value) { return {.value = std::move(value)}; }
RedisReply list(std::vector<std::string> values) {
  RedisReply::Array array;
  for (std::string& value : values) array.push_back(text(std::move(value)));
  return {.value = std::move(array)};
}
RedisReply error(std::string value) { return {.value = RedisReply::Error{std::move(value)}}; }

TEST(ReadMoved, NamesTheServerThatOwnsTheSlot) {
  EXPECT_EQ(read_moved("MOVED 3999 127.0.0.1:6381", speaker), (RedisAddress{"127.0.0.1", 6381}));
  EXPECT_EQ(read_moved("MOVED 3999 redis-2.internal:6381", speaker),
            (RedisAddress{"redis-2.internal", 6381}));
  EXPECT_EQ(read_moved("MOVED 3999 fd00::7:6381", speaker), (RedisAddress{"fd00::7", 6381}));
}

TEST(ReadMoved, TakesTheSpeakersHostForOneThatIsNotKnown) {
  EXPECT_EQ(read_moved("MOVED 3999 :6381", speaker), (RedisAddress{"10.0.0.1", 6381}));
  EXPECT_EQ(read_moved("MOVED 3999 ?:6381", speaker), (RedisAddress{"10.0.0.1", 6381}));
}

TEST(ReadMoved, FollowsNothingElse) {
  for (const char* text :
       {"ASK 3999 127.0.0.1:6381", "READONLY You can't write", "MOVED", "MOVED ", "MOVED 3999 a",
        "MOVED 3999 a:", "MOVED 3999 a:0", "MOVED 3999 a:65536", "MOVED 3999 a:1x"}) {
    EXPECT_FALSE(read_moved(text, speaker)) << text;
  }
}

TEST(ReadSentinelAnswer, HasAddressAndEpoch) {
  const auto answer =
      read_sentinel_answer(list({"name", "main", "config-epoch", "7"}), list({"10.0.0.2", "6379"}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->primary, (RedisAddress{"10.0.0.2", 6379}));
  EXPECT_EQ(answer->epoch, 7u);
}

TEST(ReadSentinelAnswer, PassesErrorsOn) {
  const std::string unknown = "ERR No such master with that name";
  EXPECT_EQ(read_sentinel_answer(error(unknown), RedisReply()).error(), unknown);
}

TEST(ReadSentinelAnswer, RefusesWhatIsMalformed) {
  const RedisReply details = list({"config-epoch", "7"});
  const RedisReply address = list({"10.0.0.2", "6379"});
  EXPECT_FALSE(read_sentinel_answer(RedisReply(), address));
  EXPECT_FALSE(read_sentinel_answer(list({"config-epoch"}), address));
  EXPECT_FALSE(read_sentinel_answer(list({"config-epoch", "x"}), address));
  EXPECT_FALSE(read_sentinel_answer(details, RedisReply()));
  EXPECT_FALSE(read_sentinel_answer(details, list({"10.0.0.2"})));
  EXPECT_FALSE(read_sentinel_answer(details, list({"", "6379"})));
  EXPECT_FALSE(read_sentinel_answer(details, list({"10.0.0.2", "x"})));
}

}  // namespace
}  // namespace nexus::stores
