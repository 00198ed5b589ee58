// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

class SessionTokensTest : public testing::Test {
 protected:
  SeededRandom random{3};
  Keyring keyring = Keyring::create({"a secret of good length"}, "session").value();
  SessionTokens sessions{keyring};
  Session session{VisitorId::random(random), {}};
};

TEST_F(SessionTokensTest, BringBackTheSameVisitor) {
  EXPECT_EQ(sessions.read(sessions.issue(session)), session);
}

TEST_F(SessionTokensTest, BringBackWhomTheVisitorBlocked) {
  session.blocked = {VisitorId::random(random), VisitorId::random(random)};
  EXPECT_EQ(sessions.read(sessions.issue(session)), session);
}

TEST_F(SessionTokensTest, RefuseForgeries) {
  const SessionTokens others(Keyring::create({"another secret, just as long"}, "session").value());
  EXPECT_FALSE(sessions.read(others.issue(session)));
  EXPECT_FALSE(sessions.read(session.visitor.text()));
  EXPECT_FALSE(sessions.read(""));
}

TEST_F(SessionTokensTest, RefuseGenuineSignaturesOverOtherShapes) {
  for (const char* payload : {"x", "AAAAAAAAAAAAAAAAAAAAAAx", "AAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_FALSE(sessions.read(keyring.sign(payload))) << payload;
  }
}

}  // namespace
}  // namespace nexus::credentials
