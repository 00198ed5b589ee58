// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

TEST(SessionTokens, BringBackTheSameVisitorAndRefuseForgeries) {
  SeededRandom random(3);
  const SessionTokens sessions(Keyring::create({"a secret of good length"}, "session").value());
  const SessionTokens others(Keyring::create({"another secret, just as long"}, "session").value());
  const VisitorId visitor = VisitorId::random(random);
  EXPECT_EQ(sessions.read(sessions.issue(visitor)), visitor);
  EXPECT_FALSE(sessions.read(others.issue(visitor)));
  EXPECT_FALSE(sessions.read(visitor.text()));
  EXPECT_FALSE(sessions.read(""));
}

}  // namespace
}  // namespace nexus::credentials
