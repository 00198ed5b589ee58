// SPDX-License-Identifier: MIT
#include "apps/ice_settings.hpp"

#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

TEST(IceUrl, TakesWhatBrowsersTake) {
  for (const char* url : {"stun:stun.example", "stun:stun.example:3478", "stuns:stun.example:5349",
                          "stun:192.0.2.1", "stun:[2001:db8::1]:3478", "stun:[2001:db8::1]"}) {
    EXPECT_FALSE(ice_url_problem(url, IceKind::kStun)) << url;
  }
  for (const char* url : {"turn:turn.example", "turn:turn.example:3478?transport=udp",
                          "turn:turn.example?transport=tcp", "turns:turn.example:443?transport=tcp",
                          "turn:[2001:db8::1]:3478?transport=tcp"}) {
    EXPECT_FALSE(ice_url_problem(url, IceKind::kTurn)) << url;
  }
}

TEST(IceUrl, RefusesWhatWouldBreakEveryCall) {
  for (const char* url : {"",
                          "stun",
                          "stun:",
                          "stun::3478",
                          "stun:stun.example:",
                          "stun:stun.example:0",
                          "stun:stun.example:65536",
                          "stun:stun.example:port",
                          "stun://stun.example",
                          "stun:user@stun.example",
                          "stun:2001:db8::1",
                          "stun:[2001:db8::1",
                          "stun:[x]:1",
                          "stun:[2001:db8::1]3478",
                          "stun:stun.example?transport=udp",
                          "turn:stun.example",
                          "http://stun.example",
                          "STUN:stun.example",
                          " stun:stun.example",
                          "stunss:stun.example"}) {
    EXPECT_TRUE(ice_url_problem(url, IceKind::kStun)) << url;
  }
  for (const char* url : {"turn:", "turn:turn.example?", "turn:turn.example?transport=sctp",
                          "turn:turn.example?transport=tcp&x=1", "turns:turn.example?transport=udp",
                          "turn:turn.example/?transport=tcp", "stun:turn.example"}) {
    EXPECT_TRUE(ice_url_problem(url, IceKind::kTurn)) << url;
  }
}

TEST(TurnSecret, MustBeLongAndNobodyElses) {
  EXPECT_FALSE(turn_secret_problem("q0Cq3pKxJZrkVd9mWbn1h2Yt5sGfLw8e"));
  EXPECT_FALSE(turn_secret_problem("0123456789abcdef"));
  for (const char* secret :
       {"", "north", "q0Cq3pKxJZrkVd9", "coturn's static-auth-secret", "CHANGE-ME-0123456789",
        "replace this text, please", "my-Secret-0123456789", "aaaaaaaaaaaaaaaaaaaaaaaa",
        "1234512345123451234512345"}) {
    const auto problem = turn_secret_problem(secret);
    ASSERT_TRUE(problem) << secret;
    EXPECT_NE(problem->find("openssl rand"), std::string::npos);
    if (*secret != '\0') {
      EXPECT_EQ(problem->find(secret), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace nexus::apps
