// SPDX-License-Identifier: MIT
#include "apps/ban_gate.hpp"

#include "base/random.hpp"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
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

  void ban(std::variant<VisitorId, Cidr> who, Ban how = {}) {
    bans.add({.who = who, .ban = std::move(how)});
  }
  void expect_turned_away(ClientId client) {
    ASSERT_THAT(sender.closes, ElementsAre(std::pair(client, protocol::CloseCode::kBanned)));
    ASSERT_EQ(sender.told.size(), 1U);
    EXPECT_EQ(sender.told.front().first, client);
  }

  SeededRandom random{1};
  ManualClock clock;
  BanList bans;
  FakeSender sender;
  BanGate<FakeSender> gate{&bans, clock, sender};
  const VisitorId anna = VisitorId::random(random), ben = VisitorId::random(random);
  const IpAddress home = IpAddress::parse("192.0.2.7").value();
  const IpAddress elsewhere = IpAddress::parse("2001:db8::7").value();
};

TEST_F(BanGateTest, LetsInWhoIsNotBanned) {
  EXPECT_TRUE(gate.opens(kFirst, home));
  EXPECT_TRUE(gate.admits(kFirst, anna));
  ban(ben);
  EXPECT_THAT(gate.sweep(), IsEmpty());
  EXPECT_THAT(sender.closes, IsEmpty());
}

TEST_F(BanGateTest, LetsEverybodyInWithoutAList) {
  BanGate<FakeSender> open_gate{nullptr, clock, sender};
  EXPECT_TRUE(open_gate.opens(kFirst, home));
  EXPECT_TRUE(open_gate.admits(kFirst, anna));
  EXPECT_FALSE(open_gate.is_banned(anna));
  EXPECT_TRUE(open_gate.sweep().empty());
}

TEST_F(BanGateTest, TellsABannedAddressWhyBeforeItHangsUp) {
  ban(Cidr::parse("192.0.2.0/24").value(),
      {.until = clock.wall() + std::chrono::hours(1), .reason = "spam"});
  EXPECT_FALSE(gate.opens(kFirst, home));
  expect_turned_away(kFirst);
  const protocol::Banned& banned = sender.told.front().second;
  EXPECT_EQ(banned.reason, "spam");
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
  EXPECT_THAT(gate.sweep(), UnorderedElementsAre(kFirst, kThird));
  EXPECT_EQ(sender.told.size(), 2U);
  EXPECT_THAT(gate.sweep(), IsEmpty()) << "told once";
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
  EXPECT_THAT(gate.sweep(), IsEmpty());
}

TEST_F(BanGateTest, GoesByTheVisitorThatASocketIsNow) {
  EXPECT_TRUE(gate.opens(kFirst, home) && gate.admits(kFirst, anna) && gate.admits(kFirst, ben));
  ban(anna);
  EXPECT_THAT(gate.sweep(), IsEmpty());
  ban(ben);
  EXPECT_THAT(gate.sweep(), ElementsAre(kFirst));
}

}  // namespace
}  // namespace nexus::apps
