// SPDX-License-Identifier: MIT
#include "moderation/ban_gate.hpp"

#include "base/random.hpp"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::moderation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using transport::Cidr;
using transport::IpAddress;

struct FakeSender {
  std::vector<std::pair<ClientId, protocol::Banned>> told;
  std::vector<std::pair<ClientId, protocol::CloseCode>> closes;
  void send_message(ClientId client, protocol::Banned banned) {
    told.emplace_back(client, std::move(banned));
  }
  void hang_up(ClientId client, protocol::CloseCode code) { closes.emplace_back(client, code); }
};

class BanGateTest : public testing::Test {
 protected:
  static constexpr ClientId kFirst{1}, kSecond{2}, kThird{3};

  void ban(std::variant<VisitorId, Cidr, NetworkTag> who, Ban how = {}) {
    bans.add({.who = who, .ban = std::move(how)});
  }
  void expect_turned_away(ClientId client) {
    ASSERT_THAT(sender.closes, ElementsAre(std::pair(client, protocol::CloseCode::kBanned)));
    ASSERT_EQ(sender.told.size(), 1U);
    EXPECT_EQ(sender.told.front().first, client);
  }

  /// The clients that a whole sweep turns away.
  static std::vector<ClientId> swept(BanGate<FakeSender>& gate) {
    std::vector<ClientId> banned;
    for (gate.begin_sweep(); gate.is_sweeping();) {
      for (const ClientId client : gate.sweep_some()) banned.push_back(client);
    }
    return banned;
  }

  SeededRandom random{1};
  ManualClock clock;
  BanList bans;
  FakeSender sender;
  BanGate<FakeSender> gate{"match", &bans, clock, sender};
  const VisitorId anna = VisitorId::random(random), ben = VisitorId::random(random);
  const IpAddress home = IpAddress::parse("192.0.2.7").value();
  const IpAddress elsewhere = IpAddress::parse("2001:db8::7").value();
};

TEST_F(BanGateTest, LetsInWhoIsNotBanned) {
  EXPECT_TRUE(gate.opens(kFirst, home));
  EXPECT_TRUE(gate.admits(kFirst, anna));
  ban(ben);
  EXPECT_THAT(swept(gate), IsEmpty());
  EXPECT_THAT(sender.closes, IsEmpty());
}

TEST_F(BanGateTest, TurnsANetworkAwayByItsTag) {
  const NetworkTag network = NetworkTag::random(random);
  ban(network);
  EXPECT_FALSE(gate.opens(kFirst, home, network));
  EXPECT_TRUE(gate.opens(kFirst, home, NetworkTag::random(random)));
  EXPECT_TRUE(gate.opens(kFirst, home));
}

TEST_F(BanGateTest, LetsEverybodyInWithoutAList) {
  BanGate<FakeSender> open_gate{"match", nullptr, clock, sender};
  EXPECT_TRUE(open_gate.opens(kFirst, home));
  EXPECT_TRUE(open_gate.admits(kFirst, anna));
  EXPECT_FALSE(open_gate.is_banned(anna));
  EXPECT_TRUE(swept(open_gate).empty());
}

TEST_F(BanGateTest, TellsABannedAddressWhyBeforeItHangsUp) {
  ban(Cidr::parse("192.0.2.0/24").value(),
      {.until = clock.wall() + std::chrono::hours(1), .reason = "spam", .reference = "K7-2026"});
  EXPECT_FALSE(gate.opens(kFirst, home));
  expect_turned_away(kFirst);
  const protocol::Banned& banned = sender.told.front().second;
  EXPECT_EQ(banned.reason, "spam");
  EXPECT_EQ(banned.reference, "K7-2026");
  EXPECT_EQ(banned.until_ms, (clock.wall() + std::chrono::hours(1)).time_since_epoch().count());
  EXPECT_TRUE(gate.opens(kSecond, elsewhere));
}

TEST_F(BanGateTest, TurnsAwayABannedVisitorWhereverItComesFrom) {
  ban(anna);
  EXPECT_TRUE(gate.opens(kFirst, elsewhere));
  EXPECT_FALSE(gate.admits(kFirst, anna));
  expect_turned_away(kFirst);
  EXPECT_FALSE(sender.told.front().second.reason);
  EXPECT_FALSE(sender.told.front().second.until_ms);
}

TEST_F(BanGateTest, SweepsOutWhoeverIsBannedSince) {
  EXPECT_TRUE(gate.opens(kFirst, elsewhere) && gate.admits(kFirst, anna));
  EXPECT_TRUE(gate.opens(kSecond, elsewhere) && gate.admits(kSecond, ben));
  EXPECT_TRUE(gate.opens(kThird, home));
  ban(anna);
  ban(Cidr{home});
  EXPECT_THAT(swept(gate), UnorderedElementsAre(kFirst, kThird));
  EXPECT_EQ(sender.told.size(), 2U);
  EXPECT_THAT(swept(gate), IsEmpty()) << "told once";
}

TEST_F(BanGateTest, CountsTheSocketsThatItClosesByTheKindOfTheBan) {
  const auto refused = [&](BanKind kind) { return gate.metrics().refusals.value(Only{}, kind); };
  const NetworkTag network = NetworkTag::random(random);
  EXPECT_TRUE(gate.opens(kFirst, elsewhere) && gate.admits(kFirst, anna));
  ban(anna);
  ban(Cidr{home});
  ban(network);
  EXPECT_FALSE(gate.opens(kSecond, home));
  EXPECT_FALSE(gate.opens(kSecond, home));
  EXPECT_FALSE(gate.opens(kThird, elsewhere, network));
  EXPECT_EQ(refused(BanKind::kVisitor), 0U) << "not swept yet";
  EXPECT_THAT(swept(gate), ElementsAre(kFirst));
  EXPECT_THAT(swept(gate), IsEmpty());
  EXPECT_EQ(refused(BanKind::kVisitor), 1U);
  EXPECT_EQ(refused(BanKind::kAddress), 2U);
  EXPECT_EQ(refused(BanKind::kTag), 1U);
  EXPECT_EQ(bans.size(BanKind::kAddress), 1U);
}

TEST_F(BanGateTest, SweepsManySocketsInSteps) {
  constexpr std::size_t kSockets = 10 * kSocketsPerStep;
  for (std::size_t i = 1; i <= kSockets; ++i) EXPECT_TRUE(gate.opens(ClientId{i}, home));
  ban(Cidr{home});
  gate.begin_sweep();
  gate.close(kFirst);
  EXPECT_FALSE(gate.opens(ClientId{kSockets + 1}, home)) << "the new list holds meanwhile";
  std::size_t steps = 0, banned = 0;
  for (; gate.is_sweeping(); ++steps) {
    const std::size_t some = gate.sweep_some().size();
    EXPECT_LE(some, kSocketsPerStep);
    banned += some;
  }
  EXPECT_EQ(steps, 10U);
  EXPECT_EQ(banned, kSockets - 1);
}

TEST_F(BanGateTest, LetsInAgainAfterTheEnd) {
  ban(anna, {.until = clock.wall() + std::chrono::hours(1)});
  EXPECT_TRUE(gate.is_banned(anna));
  clock.advance(std::chrono::hours(1));
  EXPECT_FALSE(gate.is_banned(anna));
  EXPECT_TRUE(gate.opens(kFirst, home) && gate.admits(kFirst, anna));
}

TEST_F(BanGateTest, ForgetsSocketsThatClose) {
  EXPECT_TRUE(gate.opens(kFirst, home) && gate.admits(kFirst, anna));
  gate.close(kFirst);
  ban(anna);
  EXPECT_THAT(swept(gate), IsEmpty());
}

TEST_F(BanGateTest, GoesByTheVisitorThatASocketIsNow) {
  EXPECT_TRUE(gate.opens(kFirst, home) && gate.admits(kFirst, anna) && gate.admits(kFirst, ben));
  ban(anna);
  EXPECT_THAT(swept(gate), IsEmpty());
  ban(ben);
  EXPECT_THAT(swept(gate), ElementsAre(kFirst));
}

}  // namespace
}  // namespace nexus::moderation
