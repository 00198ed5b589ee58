// SPDX-License-Identifier: MIT
#include "transport/base_path.hpp"

#include "transport/testing/server_fixture.hpp"

#include <string>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

TEST(BasePaths, AreFoldersWithoutASlashAtTheEnd) {
  for (const char* const text : {"", "/chat", "/a/b-c/d_e", "/v2", "/chat.example"}) {
    EXPECT_EQ(BasePath::problem_of(text), std::nullopt) << text;
  }
  const std::string long_path = "/" + std::string(kBasePathBytesMax, 'a');
  for (const std::string& text :
       {std::string("/"), std::string("chat"), std::string("/chat/"), std::string("//chat"),
        std::string("/a//b"), std::string("/../a"), std::string("/a b"), std::string("/a?b"),
        std::string("/%41"), std::string("/v1"), std::string("/assets/x"), long_path}) {
    EXPECT_NE(BasePath::problem_of(text), std::nullopt) << text;
  }
  EXPECT_NE(BasePath::problem_of("chat/")->find("did you mean /chat?"), std::string::npos);
}

class SitesInAFolder : public ServerFixture {
 protected:
  SitesInAFolder() {
    options.base_path = "/chat";
    before_listening = [this] {
      server->route_get("/v1/info", [](const HttpRequest& request) {
        HttpResponse response;
        response.body = request.path;
        return response;
      });
      server->route_get("/chatter", [](const auto&) { return HttpResponse{}; });
    };
  }
};

TEST_F(SitesInAFolder, AreServedWhetherAProxyRemovesTheFolderOrNot) {
  start();
  RawClient client = connect();
  EXPECT_EQ(client.get("/chat/v1/info").body, "/v1/info");
  EXPECT_EQ(client.get("/v1/info").body, "/v1/info");
  EXPECT_EQ(client.get("/chatter").status, 200) << "another name that begins alike";
  EXPECT_EQ(client.get("/chat/chat/v1/info").status, 404);
  EXPECT_EQ(client.get("/other/v1/info").status, 404);
  EXPECT_TRUE(connect().open("/chat/ws"));
  EXPECT_EQ(handler.notes().front(), "open /ws? from 127.0.0.1");
  EXPECT_TRUE(connect().open("/ws"));
}

TEST_F(SitesInAFolder, SendBrowsersToTheFolder) {
  start();
  RawClient client = connect();
  HttpReply reply = client.get("/chat?lane=x");
  EXPECT_EQ(reply.status, 308);
  EXPECT_EQ(reply.header("Location"), "/chat/?lane=x");
  EXPECT_EQ(client.get("/chat").header("Location"), "/chat/");
}

}  // namespace
}  // namespace nexus::transport::testing
