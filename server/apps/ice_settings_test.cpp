// SPDX-License-Identifier: MIT
#include "apps/ice_settings.hpp"

#include <gmock/gmock.h>
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

TEST(IceUrl, SaysWhichAddressWasMeant) {
  const auto said = [](const char* url, IceKind kind) {
    return ice_url_problem(url, kind).value();
  };
  using testing::HasSubstr;
  EXPECT_THAT(said("stun.example:3478", IceKind::kStun), HasSubstr("mean stun:stun.example:3478?"));
  EXPECT_THAT(said("stun://stun.example", IceKind::kStun), HasSubstr("mean stun:stun.example?"));
  EXPECT_THAT(said("TURNS:a?transport=tcp", IceKind::kTurn),
              HasSubstr("mean turns:a?transport=tcp?"));
  EXPECT_THAT(said("turn.example", IceKind::kTurn), HasSubstr("mean turn:turn.example?"));
}

}  // namespace
}  // namespace nexus::apps
