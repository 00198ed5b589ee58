// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

#include "base/base64url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

class SessionTokensTest : public testing::Test {
 protected:
  [[nodiscard]] std::string issue(const Session& one) { return sessions.issue(one, now, random); }
  [[nodiscard]] std::vector<VisitorId> some_visitors(std::size_t count) {
    std::vector<VisitorId> ids;
    while (ids.size() < count) ids.push_back(VisitorId::random(random));
    return ids;
  }

  SeededRandom random{3};
  const WallTime now{std::chrono::hours(24 * 365 * 50)};
  Keyring keyring = Keyring::create({"a secret of good length"}, "session").value();
  SessionTokens sessions{keyring};
  Session session{VisitorId::random(random), {}};
};

TEST_F(SessionTokensTest, BringBackTheSameVisitor) {
  EXPECT_EQ(sessions.read(issue(session), now), session);
}

TEST_F(SessionTokensTest, BringBackWhomTheVisitorBlocked) {
  for (const std::size_t count : {std::size_t{1}, std::size_t{2}, kSessionBlockedMax}) {
    session.blocked.visitors = some_visitors(count);
    EXPECT_EQ(sessions.read(issue(session), now), session) << count;
  }
}

TEST_F(SessionTokensTest, BringBackTheLatestOfManyBlocks) {
  const NetworkTag last = NetworkTag::random(random);
  const VisitorId first = VisitorId::random(random);
  session.blocked.add(first, {});
  EXPECT_TRUE(session.blocked.networks.empty()) << "the network is not known";
  for (std::size_t i = 0; i < kSessionBlockedMax; ++i) {
    session.blocked.add(VisitorId::random(random), NetworkTag::random(random));
  }
  session.blocked.add(session.blocked.visitors.front(), last);
  session.blocked.add(session.blocked.visitors.front(), last);
  EXPECT_EQ(session.blocked.visitors.size(), kSessionBlockedMax);
  EXPECT_THAT(session.blocked.visitors, testing::Not(testing::Contains(first)));
  EXPECT_EQ(session.blocked.networks.size(), kSessionBlockedNetworksMax);
  EXPECT_EQ(session.blocked.networks.back(), last);
  EXPECT_EQ(sessions.read(issue(session), now), session);
}

TEST_F(SessionTokensTest, FitTheProtocolAndHideHowManyVisitorsAreBlocked) {
  const std::size_t bytes = issue(session).size();
  EXPECT_LE(bytes, 1024U);  // `session` in protocol/schema.json
  session.blocked.visitors = some_visitors(kSessionBlockedMax);
  session.blocked.networks.assign(kSessionBlockedNetworksMax, NetworkTag::random(random));
  EXPECT_EQ(issue(session).size(), bytes);
}

TEST_F(SessionTokensTest, ShowNoIdToTheirBearer) {
  session.blocked.visitors = some_visitors(3);
  const std::string text = issue(session);
  const auto bytes = base64url_decode(text.substr(text.find('.') + 1));
  ASSERT_TRUE(bytes);
  const std::string carried(bytes->begin(), bytes->end());
  for (const VisitorId& id : session.blocked.visitors) {
    EXPECT_EQ(text.find(id.text()), std::string::npos);
    EXPECT_EQ(carried.find(id.text()), std::string::npos);
    EXPECT_EQ(carried.find(std::string(id.bytes().begin(), id.bytes().end())), std::string::npos);
  }
}

// A page can block twice from the same old session: equal results would show that both partners
// were the same visitor.
TEST_F(SessionTokensTest, DifferEvenWhereTheyHoldTheSame) {
  session.blocked.visitors = some_visitors(1);
  const std::string first = issue(session);
  const std::string second = issue(session);
  std::size_t equal = 0;
  for (std::size_t at = first.find('.') + 1; at < first.size(); ++at) {
    equal += first[at] == second[at] ? 1 : 0;
  }
  EXPECT_LT(equal, first.size() / 8);  // one in 64 by chance
}

TEST_F(SessionTokensTest, HoldWhileTheirSecretIsAcceptedAndNoLonger) {
  const std::string old_secret = "an old secret of good length";
  const std::string new_secret = "a new secret, just as long";
  const auto with = [](const std::vector<std::string>& secrets) {
    return SessionTokens(Keyring::create(secrets, "session").value());
  };
  const std::string text = with({old_secret}).issue(session, now, random);
  EXPECT_EQ(with({old_secret, new_secret}).read(text, now), session);
  EXPECT_EQ(with({new_secret, old_secret}).read(text, now), session);
  EXPECT_FALSE(with({new_secret}).read(text, now));
}

TEST_F(SessionTokensTest, EndAfterThirtyDaysWithoutUse) {
  using std::chrono::hours;
  const std::string text = issue(session);
  EXPECT_EQ(sessions.read(text, now + kSessionLife - hours(1)), session);
  EXPECT_FALSE(sessions.read(text, now + kSessionLife));
  EXPECT_EQ(sessions.read(text, now - hours(1)), session) << "of a node whose clock is ahead";
  const std::string renewed = sessions.issue(session, now + hours(24 * 29), random);
  EXPECT_EQ(sessions.read(renewed, now + kSessionLife + hours(24)), session);
}

TEST_F(SessionTokensTest, RefuseForgeries) {
  const SessionTokens others(Keyring::create({"another secret, just as long"}, "session").value());
  EXPECT_FALSE(sessions.read(others.issue(session, now, random), now));
  EXPECT_FALSE(sessions.read(session.visitor.text(), now));
  EXPECT_FALSE(sessions.read("", now));
  // The former format: signed, so that anybody could read it.
  EXPECT_FALSE(sessions.read(keyring.sign(session.visitor.text()), now));
}

TEST_F(SessionTokensTest, RefuseAnyFlippedBit) {
  const std::string text = issue(session);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string forged = text;
      forged[at] = static_cast<char>(forged[at] ^ (1 << bit));
      EXPECT_FALSE(sessions.read(forged, now)) << at << ", bit " << bit;
    }
  }
}

TEST_F(SessionTokensTest, RefuseGenuineSealsOverOtherShapes) {
  constexpr std::size_t kIds = 1 + kSessionBlockedMax + kSessionBlockedNetworksMax;
  const std::string whole(16 + 4 + kIds * sizeof(VisitorId), 'x');
  EXPECT_TRUE(sessions.read(keyring.seal(whole, "session"), now));
  for (const std::string& payload :
       {std::string("x"), whole.substr(1), whole + "x", whole.substr(sizeof(VisitorId)),
        std::string(whole.size(), '\0')}) {
    EXPECT_FALSE(sessions.read(keyring.seal(payload, "session"), now)) << payload.size();
  }
  EXPECT_FALSE(sessions.read(keyring.seal(whole, "another context"), now));
}

}  // namespace
}  // namespace nexus::credentials
