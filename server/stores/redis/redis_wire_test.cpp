// SPDX-License-Identifier: MIT
#include "stores/redis/redis_wire.hpp"

#include "stores/redis/redis_parser.hpp"

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::string_literals;

std::string packed(std::vector<std::string> names) { return pack(names); }

TEST(RedisWire, PacksNamesSoThatASearchIsExact) {
  EXPECT_EQ(packed({}), "");
  EXPECT_EQ(packed({"a", "b"}), "\na\nb\n");
  EXPECT_EQ(packed({"a\nb"}), "\na\\nb\n");
  EXPECT_EQ(packed({""}), "\n\\e\n");
  EXPECT_EQ(packed({"a\0b"s}), "\na\\0b\n");
  EXPECT_NE(packed({"a\\nb"}), packed({"a\nb"}));
  EXPECT_NE(packed({"\\e"}), packed({""}));
}

TEST(RedisWire, ReadsAFullStore) {
  RedisReply reply{RedisReply::Array{RedisReply{std::int64_t{2}}}};
  EXPECT_EQ(read_find(std::move(reply)).error(), matching::StoreError::kFull);
}

TEST(RedisWire, TakesMalformedRepliesForUnavailable) {
  EXPECT_EQ(read_find(RedisReply{}).error(), matching::StoreError::kUnavailable);
  EXPECT_EQ(read_find(RedisReply{RedisReply::Array{}}).error(), matching::StoreError::kUnavailable);
  EXPECT_EQ(read_renew(RedisReply{std::int64_t{0}}).error(), matching::StoreError::kUnavailable);
  EXPECT_EQ(read_count(RedisReply{std::int64_t{-1}}).error(), matching::StoreError::kUnavailable);
  EXPECT_EQ(read_commit(RedisReply{}).error(), matching::StoreError::kUnavailable);
  EXPECT_FALSE(read_event(RedisReply{}).has_value());
  EXPECT_FALSE(read_event(RedisReply{RedisReply::Array{RedisReply{"k"s}, RedisReply{"other"s}}}));
}

TEST(RedisParser, ReadsEveryKindOfReplyInAnyPieces) {
  const std::string bytes =
      "+OK\r\n-ERR no\r\n:-7\r\n$3\r\na\0b\r\n$-1\r\n*2\r\n:1\r\n*1\r\n+x\r\n"s;
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    RedisParser parser;
    std::vector<RedisReply> replies;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      parser.feed(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
      while (auto reply = parser.next()) replies.push_back(std::move(*reply));
    }
    ASSERT_EQ(replies.size(), 6u);
    EXPECT_EQ(*replies[0].text(), "OK");
    EXPECT_EQ(replies[1].error()->text, "ERR no");
    EXPECT_EQ(*replies[2].integer(), -7);
    EXPECT_EQ(*replies[3].text(), "a\0b"s);
    EXPECT_TRUE(replies[4].is_null());
    ASSERT_EQ(replies[5].array()->size(), 2u);
    EXPECT_EQ(*replies[5].array()->at(1).array()->at(0).text(), "x");
    EXPECT_FALSE(parser.broken());
  }
}

TEST(RedisParser, MakesNoRoomForWhatIsOnlyClaimed) {
  for (const std::string_view claim : {"*2147483647\r\n", "*1\r\n*2147483647\r\n:1\r\n"}) {
    RedisParser parser;
    parser.feed(claim);
    EXPECT_FALSE(parser.next().has_value());
    EXPECT_FALSE(parser.broken());
  }
}

TEST(RedisParser, ReadsArraysOfAnyLength) {
  std::string bytes = "*1000\r\n";
  for (int i = 0; i < 1000; ++i) bytes += "*2\r\n:" + std::to_string(i) + "\r\n*1\r\n+x\r\n";
  RedisParser parser;
  for (const char byte : bytes) parser.feed(std::span(&byte, 1));
  const auto reply = parser.next();
  ASSERT_TRUE(reply.has_value());
  ASSERT_EQ(reply->array()->size(), 1000U);
  for (std::int64_t i = 0; i < 1000; ++i) {
    const RedisReply::Array& item = *reply->array()->at(static_cast<std::size_t>(i)).array();
    EXPECT_EQ(*item.at(0).integer(), i);
    EXPECT_EQ(*item.at(1).array()->at(0).text(), "x");
  }
}

TEST(RedisParser, KnowsThatItIsBroken) {
  RedisParser parser;
  parser.feed(std::string_view("*1\r\n?\r\n"));
  EXPECT_FALSE(parser.next().has_value());
  EXPECT_TRUE(parser.broken());
}

// Versions of hiredis differ in what they accept, and in the result.
TEST(RedisParser, BreaksOnTypesOfResp3) {
  const auto broken_by = [](const std::string& bytes) {
    RedisParser parser;
    parser.feed(bytes);
    return !parser.next().has_value() && parser.broken();
  };
  for (const std::string bytes :
       {",1.5\r\n", "#t\r\n", "_\r\n", "(12345\r\n", "=5\r\ntxt:a\r\n", "%1\r\n+a\r\n:1\r\n",
        "~1\r\n:1\r\n", ">1\r\n:1\r\n", "|1\r\n+a\r\n:1\r\n"}) {
    EXPECT_TRUE(broken_by(bytes)) << bytes;
    EXPECT_TRUE(broken_by("*2\r\n:1\r\n" + bytes)) << bytes;
  }
}

TEST(RedisParser, BreaksOnArraysNestedTooDeep) {
  const auto nested = [](int depth) {
    std::string bytes;
    for (int i = 0; i < depth; ++i) bytes += "*1\r\n";
    return bytes + ":1\r\n";
  };
  RedisParser parser;
  parser.feed(nested(6));
  EXPECT_TRUE(parser.next().has_value());
  parser.feed(nested(7));
  EXPECT_FALSE(parser.next().has_value());
  EXPECT_TRUE(parser.broken());
}

}  // namespace
}  // namespace nexus::stores
