// The tally of reports through a real Redis.
// SPDX-License-Identifier: MIT
#include "stores/redis/redis_tally.hpp"

#include "stores/redis/test_server.hpp"

#include <chrono>
#include <memory>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using matching::CountedMatches;
using matching::CountedReport;
using matching::TallyEntry;
using namespace std::chrono_literals;

class RedisTallyTest : public testing::Test {
 protected:
  /// One start of a matching node.
  struct Node {
    RedisClient client;
    RedisFunctions functions;
    std::vector<TallyEntry> received;
    RedisTally tally;

    explicit Node(RedisTallyTest& test)
        : client(test.loop_, {.url = test.server_.url(), .key = test.pool_.prefix()}, test.random_,
                 test.log_),
          functions(client, test.log_),
          tally(
              functions, test.pool_, 24h, test.random_,
              [this](const TallyEntry& entry) { received.push_back(entry); }, test.log_) {
      client.start();
    }
  };

  [[nodiscard]] TallyEntry report() {
    const auto tag = [this] { return NetworkTag::random(random_); };
    return {now_ += 1ms, CountedReport{{tag(), tag(), {}}, VisitorId::random(random_), tag()}};
  }
  [[nodiscard]] TallyEntry matches(std::uint64_t count) {
    return {now_ += 1ms, CountedMatches{NetworkTag::random(random_), count}};
  }
  /// Exchanges until `node` has received that many, then once more: nothing else comes.
  [[nodiscard]] std::vector<TallyEntry> received_by(Node& node, std::size_t count) {
    const auto exchange = [&] {
      for (Node* const one : {&first_, &second_, &node}) one->tally.exchange();
    };
    EXPECT_TRUE(run_until(loop_, [&] {
      exchange();
      return node.received.size() >= count;
    }));
    TallyEntry last = report();
    first_.tally.share(last);
    second_.tally.share(last);
    EXPECT_TRUE(run_until(loop_, [&] {
      exchange();
      return !node.received.empty() && node.received.back() == last;
    }));
    std::erase(node.received, last);
    return node.received;
  }

  RedisServer server_;
  boost::asio::io_context loop_;
  SeededRandom random_{1};
  Log log_{LogLevel::kError};
  RedisPool pool_{.name = "tally"};
  WallTime now_{std::chrono::system_clock::now().time_since_epoch() / 1ms * 1ms};
  Node first_{*this};
  Node second_{*this};
};

TEST_F(RedisTallyTest, TextsAreReadAsTheyWereWritten) {
  for (const TallyEntry& entry : {report(), matches(0), matches(17)}) {
    EXPECT_EQ(read_tally_text(tally_text(entry)), entry) << tally_text(entry);
  }
  const std::string sound = tally_text(report());
  for (const std::string& text :
       {std::string(), std::string("report"), sound + " ", sound + " x", " " + sound,
        sound.substr(0, sound.size() - 1), std::string("matches -1 ") + sound.substr(20),
        std::string("matches 1 AAAAAAAAAAAAAAAAAAAAAA -3"), std::string("other 1 2 3")}) {
    EXPECT_EQ(read_tally_text(text), std::nullopt) << text;
  }
}

TEST_F(RedisTallyTest, OthersReceiveInOrderAndTheSenderDoesNot) {
  const std::vector<TallyEntry> shared{report(), matches(5), report()};
  for (const TallyEntry& entry : shared) first_.tally.share(entry);
  EXPECT_EQ(received_by(second_, 3), shared);
  EXPECT_THAT(first_.received, testing::Not(testing::Contains(shared.front())));
}

TEST_F(RedisTallyTest, ANewStartReceivesEarlierEntries) {
  std::vector<TallyEntry> shared;
  for (std::size_t i = 0; i < kTallyReadMax + 10; ++i) {
    shared.push_back(matches(i));
    first_.tally.share(shared.back());
  }
  EXPECT_EQ(received_by(second_, shared.size()), shared);
  const auto later = std::make_unique<Node>(*this);
  EXPECT_EQ(received_by(*later, shared.size()).front(), shared.front());
}

TEST_F(RedisTallyTest, SharesAfterAnOutageAndForgetsTheOldestBeyondTheLimit) {
  for (std::size_t i = 0; i <= RedisTally::kUnsentMax; ++i) first_.tally.share(matches(i));
  EXPECT_TRUE(run_until(loop_, [&] { return first_.functions.ready(); }));
  const auto received = received_by(second_, RedisTally::kUnsentMax);
  ASSERT_EQ(received.size(), RedisTally::kUnsentMax);
  EXPECT_EQ(std::get<CountedMatches>(received.front().counted).matches, 1U);
}

TEST_F(RedisTallyTest, PassesOverForeignEntries) {
  (void)server_.text({"XADD", pool_.prefix() + "tally", "*", "e", "nonsense", "n", "x"});
  (void)server_.text({"XADD", pool_.prefix() + "tally", "*", "other", "1"});
  const TallyEntry entry = report();
  first_.tally.share(entry);
  EXPECT_EQ(received_by(second_, 1), std::vector{entry});
}

}  // namespace
}  // namespace nexus::stores
