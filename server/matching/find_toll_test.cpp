// Searches beyond the rate of their network, and the work that lets them begin.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <gmock/gmock.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

class FindTollTest : public DeskFixture {
 protected:
  FindTollTest() { renew(); }

  NetworkTags new_network() {
    return {.host = NetworkTag::random(random), .site = {}, .region = {}};
  }
  ClientId visitor_of(const NetworkTags& network) {
    const ClientId client = connect(network);
    (void)hello(client);
    return client;
  }
  /// Searches until its network may search no more without work. Returns the challenge.
  protocol::Challenge search_too_often(ClientId client) {
    for (;;) {
      say(client, protocol::Find{.find = ++find_});
      const auto sent = outlet.take(client);
      if (!sent.empty()) return std::get<protocol::Challenge>(sent.front());
    }
  }
  static protocol::Work solution_of(const protocol::Challenge& challenge) {
    protocol::Work work{.challenge = challenge.challenge, .nonce = 0};
    while (!credentials::is_solved(work.challenge, work.nonce,
                                   static_cast<unsigned>(challenge.bits))) {
      ++work.nonce;
    }
    return work;
  }
  /// Whether a search with that work begins.
  bool begins(ClientId client, const protocol::Work& work) {
    const std::size_t before = store.finds.size();
    say(client, protocol::Find{.find = ++find_, .work = work});
    (void)outlet.take(client);
    return store.finds.size() > before;
  }

  const NetworkTags ours = new_network();
  std::int64_t find_ = 0;
};

TEST_F(FindTollTest, TakesAnotherRateWhileItRuns) {
  const ClientId client = visitor_of(ours);
  DeskOptions fresh;
  fresh.network_finds = {.count = 1, .period = 1s, .burst = 2};
  fresh.work_bits = 3;
  desk.set_limits(fresh);
  EXPECT_EQ(search_too_often(client).bits, 3);
  EXPECT_EQ(find_, 3);
  fresh.network_finds.count = 0;
  desk.set_limits(fresh);
  say(client, protocol::Find{.find = ++find_});
  EXPECT_THAT(outlet.take(client), IsEmpty()) << "no limit";
}

TEST_F(FindTollTest, ASearchBeyondTheRateBeginsWithWork) {
  const ClientId client = visitor_of(ours);
  const protocol::Challenge challenge = search_too_often(client);
  EXPECT_EQ(challenge.find, find_);
  EXPECT_EQ(challenge.bits, DeskOptions{}.work_bits);
  const ClientId other = visitor_of(ours);
  const std::size_t before = store.finds.size();
  say(other, protocol::Find{.find = 7});
  EXPECT_EQ(outlet.take_one<protocol::Challenge>(other).find, 7);
  EXPECT_EQ(store.finds.size(), before) << "it did not begin";
  EXPECT_TRUE(begins(client, solution_of(challenge)));
}

TEST_F(FindTollTest, AsksNobodyBelowTheRateNorWithoutANetwork) {
  (void)search_too_often(visitor_of(ours));
  EXPECT_TRUE(begins(visitor_of(new_network()), {}));
  const ClientId local = visitor_of({});
  for (int find = 1; find <= 1000; ++find) say(local, protocol::Find{.find = find});
  EXPECT_THAT(outlet.take(local), IsEmpty());
}

TEST_F(FindTollTest, AcceptsEachSolutionOnceForItsNetworkAndTime) {
  const ClientId client = visitor_of(ours);
  const protocol::Work work = solution_of(search_too_often(client));
  const ClientId stranger = visitor_of(new_network());
  (void)search_too_often(stranger);
  EXPECT_FALSE(begins(stranger, work)) << "of another network";
  protocol::Work wrong = work;
  while (credentials::is_solved(wrong.challenge, wrong.nonce, 17)) ++wrong.nonce;
  EXPECT_FALSE(begins(client, wrong));
  EXPECT_TRUE(begins(client, work));
  EXPECT_FALSE(begins(client, work)) << "used";
  pass(credentials::kWorkChallengeLife + kDeskTick);
  (void)search_too_often(client);
  EXPECT_FALSE(begins(client, work)) << "forgotten as used, but too old";
}

TEST_F(FindTollTest, AsksForMoreWorkTheMoreItAskedFor) {
  const ClientId client = visitor_of(ours);
  EXPECT_EQ(search_too_often(client).bits, 17);
  const auto bits_after = [&](int challenges) {
    protocol::Challenge last;
    for (int i = 0; i < challenges; ++i) last = search_too_often(client);
    return last.bits;
  };
  EXPECT_EQ(bits_after(199), 17);
  EXPECT_EQ(bits_after(10), 18);
  EXPECT_EQ(bits_after(10'000), 17 + kWorkBitsMore);
  pass(2min);
  EXPECT_EQ(search_too_often(client).bits, 17) << "it is forgotten";
}

TEST_F(FindTollTest, AsksHoppersOfOneRegionForMore) {
  const NetworkTag region = NetworkTag::random(random);
  std::int64_t bits = 0;
  for (int i = 0; i < 20'000; ++i) {
    const ClientId hopper = visitor_of(
        {.host = NetworkTag::random(random), .site = NetworkTag::random(random), .region = region});
    say(hopper, protocol::Find{.find = 1});
    for (const auto& message : outlet.take(hopper)) {
      bits = std::get<protocol::Challenge>(message).bits;
    }
    desk.close(hopper);
  }
  EXPECT_GT(bits, 17);
}

TEST(FindTollWithoutWork, LetsTheSearchWait) {
  DeskOptions options{.node = NodeName{"desk-1"}, .ice_servers = {}};
  options.work_bits = 0;
  SeededRandom random{1};
  const ManualClock clock;
  const auto credentials = credentials::Credentials::create({"a secret of good length"}).value();
  MatchingMetrics metrics{{}};
  FindToll toll(options, credentials, metrics, clock, random);
  const NetworkTags network{.host = NetworkTag::random(random), .site = {}, .region = {}};
  std::int64_t find = 0;
  auto admitted = toll.admit(network, {.find = ++find});
  while (admitted) admitted = toll.admit(network, {.find = ++find});
  const auto& error = std::get<protocol::Error>(admitted.error());
  EXPECT_EQ(error.code, protocol::ErrorCode::kRateLimited);
  EXPECT_EQ(error.find, 201);
  EXPECT_EQ(error.retry_after_ms, 50);
}

}  // namespace
}  // namespace nexus::matching
