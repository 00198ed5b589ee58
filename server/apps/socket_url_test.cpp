// SPDX-License-Identifier: MIT
#include "apps/socket_url.hpp"

#include "apps/setting_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

TEST(SocketUrl, KnowsWhichSourcesCoverAnAddress) {
  const auto covered = [](const char* url, std::vector<std::string> sources) {
    return is_covered(parse_socket_url(url).value(), sources);
  };
  EXPECT_TRUE(covered("wss://a.example/v1/room", {"wss://b", "wss://a.example"}));
  EXPECT_TRUE(covered("wss://a.example/v1/room", {"wss://A.example:443"}));
  EXPECT_TRUE(covered("wss://a.example:7/v1/room", {"wss://*.example:*"}));
  EXPECT_TRUE(covered("wss://a.example/v1/room", {"ws://a.example"}));
  EXPECT_TRUE(covered("wss://a.example/s/1/v1/room", {"wss://a.example/s/"}));
  EXPECT_TRUE(covered("wss://a.example/v1/room", {"wss:"}));
  EXPECT_FALSE(covered("wss://a.example/v1/room", {}));
  EXPECT_FALSE(covered("ws://a.example/v1/room", {"wss://a.example"}));
  EXPECT_FALSE(covered("wss://a.example:7/v1/room", {"wss://a.example"}));
  EXPECT_FALSE(covered("wss://example/v1/room", {"wss://*.example"}));
  EXPECT_FALSE(covered("wss://a.example/v1/room", {"wss://a.example/s/"}));
}

TEST(SocketUrl, HasOneFormForAllSpellingsOfAnAddress) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> rows{
      {"wss://rooms.example/v1/room",
       {"wss://rooms.example/v1/room/", "WSS://Rooms.Example/v1/room",
        "wss://rooms.example./v1/room", "wss://rooms.example:443/v1/room",
        "wss://rooms.example:0443/v1/room//", "wss://rooms.example/v1/room?",
        "wss://rooms.example/v1/%72oo%6D", "wss://rooms.example/./s/../v1/room",
        "wss://rooms.example/s/%2e%2E/v1/room"}},
      {"ws://rooms.example/v1/room", {"ws://rooms.example:80/v1/room"}},
      {"wss://rooms.example:80/v1/room", {"wss://rooms.example:00080/v1/room"}},
      {"wss://xn--rume-loa.example/v1/room", {"wss://XN--RUME-LOA.example/v1/room"}},
      {"ws://[::1]:8001/v1/room",
       {"ws://[0:0:0:0:0:0:0:1]:8001/v1/room", "ws://[::0001]:8001/v1/room/"}},
      {"ws://[2001:db8::a]/v1/room",
       {"ws://[2001:DB8::A]:80/v1/room", "ws://[2001:0db8:0:0::000a]/v1/room"}},
      {"ws://127.0.0.1:8001/v1/room",
       {"ws://127.1:8001/v1/room", "ws://0x7f.0.0.1:8001/v1/room", "ws://2130706433:8001/v1/room",
        "ws://0177.0.0.1.:8001/v1/room"}},
      {"/s/rooms-1/v1/room",
       {"/s/rooms-1/v1/room/", "/s/./rooms-1/v1/room", "/s/x/../rooms-1/v1/room",
        "/s/rooms%2D1/v1/room"}},
      {"", {""}}};
  for (const auto& [canonical, spellings] : rows) {
    EXPECT_EQ(canonical_room_url(canonical), canonical);
    for (const std::string& spelling : spellings) {
      EXPECT_FALSE(room_url_problem(spelling)) << spelling;
      EXPECT_EQ(canonical_room_url(spelling), canonical) << spelling;
    }
  }
}

TEST(SocketUrl, KeepsWhatDistinguishesAddresses) {
  for (const char* url :
       {"wss://a/V1/Room", "wss://a/s/%2F/v1/room", "wss://a/v1/room?node=1", "wss://a/s/1/",
        "ws://a:443/v1/room", "wss://a:80/v1/room", "/s//v1/room", "/s/%2e%2e%2Fa"}) {
    const std::string_view expected = std::string_view(url) == "/s/%2e%2e%2Fa" ? "/s/..%2Fa" : url;
    EXPECT_EQ(canonical_room_url(url), expected);
  }
}

TEST(SocketUrl, IsAPathOnTheOnlyHostOfTheSite) {
  const std::string path = "/s/rooms-1/v1/room", whole = "wss://chat.example" + path;
  EXPECT_EQ(as_path_of_site(whole, {"https://chat.example"}), path);
  EXPECT_EQ(as_path_of_site(path, {"https://chat.example"}), path);
  EXPECT_EQ(as_path_of_site("", {"https://chat.example"}), "");
  const std::vector<std::vector<std::string>> others{
      {},
      {"https://chat.example:8443"},
      {"http://chat.example"},
      {"https://*.chat.example"},
      {"https://chat.example", "https://www.chat.example"}};
  for (const auto& origins : others) EXPECT_EQ(as_path_of_site(whole, origins), whole);
}

TEST(SocketUrl, RefusesAHostThatNoBrowserAccepts) {
  for (const char* url :
       {"ws://256.0.0.1/v1/room", "ws://1.2.3.4.5/v1/room", "ws://rooms.09/v1/room",
        "ws://[::1].:80/v1/room", "ws://[::ffff:127.0.0.1]/v1/room", "ws://räume.example/v1/room",
        "ws://./v1/room", "w\tss://a/v1/room"}) {
    EXPECT_FALSE(parse_socket_url(url)) << url;
    EXPECT_TRUE(room_url_problem(url)) << url;
  }
  EXPECT_TRUE(room_url_problem("/..//elsewhere/v1/room")) << "it would name another host";
  EXPECT_TRUE(room_url_problem("ws://0:1/v1/room")) << "it is 0.0.0.0";
}

}  // namespace
}  // namespace nexus::apps
