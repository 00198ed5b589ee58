// Bodies of requests, over loopback: received in pieces, limited, dropped.
// SPDX-License-Identifier: MIT
#include "transport/refusal_kinds.hpp"
#include "transport/testing/server_fixture.hpp"

#include <atomic>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

using namespace std::chrono_literals;

/// Keeps the body, and counts those that were dropped.
struct KeptBody final : HttpBody {
  KeptBody(std::atomic<int>& dropped, bool with_room) : dropped_(dropped), has_room_(with_room) {}
  ~KeptBody() override { dropped_ += is_finished_ ? 0 : 1; }
  void write(std::string_view piece) override { text_ += piece; }
  HttpResponse finish() override {
    is_finished_ = true;
    if (!has_room_) return problem(507, "no room");
    HttpResponse response;
    response.body = text_;
    return response;
  }

 private:
  std::atomic<int>& dropped_;
  bool has_room_;
  bool is_finished_ = false;
  std::string text_;
};

class HttpBodies : public ServerFixture {
 protected:
  HttpBodies() {
    before_listening = [this] {
      server->route_body(
          "/v1/body", {.bytes_max = 100'000, .begin = [this](const HttpRequest& request) -> Begun {
                         if (!request.header("Authorization"))
                           return fail(problem(403, "no token"));
                         return std::make_unique<KeptBody>(dropped, request.query != "full");
                       }});
    };
  }
  using Begun = Result<std::unique_ptr<HttpBody>, HttpResponse>;

  [[nodiscard]] static std::string head(std::size_t bytes, std::string_view query = {},
                                        std::string_view origin = "https://chat.example") {
    return "POST /v1/body" + std::string(query) +
           " HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nOrigin: " + std::string(origin) +
           "\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n";
  }

  std::atomic<int> dropped = 0;
};

TEST_F(HttpBodies, ArriveInPieces) {
  start();
  const std::string body = std::string(50'000, 'a') + std::string(50'000, 'b');
  RawClient client(port);
  client.send(head(body.size()) + body.substr(0, 10));
  client.send(body.substr(10, 60'000));
  client.send(body.substr(60'010));
  const HttpReply reply = client.response();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, body);
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_TRUE(client.is_ended());
  EXPECT_EQ(connect().request(head(0)).body, "");
  EXPECT_EQ(connect().request(head(3, "?full") + "abc").status, 507);
}

TEST_F(HttpBodies, AreRefusedBeforeTheyAreRead) {
  start();
  const auto status = [&](const std::string& text) { return connect().request(text).status; };
  EXPECT_EQ(status(head(100'001)), 413);
  EXPECT_EQ(status(head(2'000'000'000'000)), 413);
  EXPECT_EQ(status(head(3, "", "https://evil.example") + "abc"), 403);
  const std::string start_of =
      "POST /v1/body HTTP/1.1\r\nHost: x\r\nOrigin: https://chat.example\r\n";
  EXPECT_EQ(status(start_of + "Content-Length: 3\r\n\r\nabc"), 403);  // no token
  EXPECT_EQ(status(start_of + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 411);
  EXPECT_EQ(status(start_of + "\r\n"), 411);
  EXPECT_EQ(status("POST /v1/body HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"), 403);
  HttpReply get = connect().get("/v1/body");
  EXPECT_EQ(get.status, 405);
  EXPECT_EQ(get.header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(refusals_of(kWrongOrigin), 2U);
  EXPECT_EQ(dropped, 0);
}

TEST_F(HttpBodies, AreDroppedWhenTheyDoNotEnd) {
  options.body_timeout = 100ms;
  options.bodies_max = 2;
  start();
  RawClient slow(port);
  slow.send(head(10) + "abc");
  EXPECT_EQ(slow.response().status, 408);
  EXPECT_TRUE(eventually([&] { return dropped == 1; }));
  RawClient broken(port);
  broken.send(head(10) + "abc");
  broken.reset();
  EXPECT_TRUE(eventually([&] { return dropped == 2; }));
}

TEST_F(HttpBodies, AreLimitedInNumber) {
  options.bodies_max = 1;
  start();
  RawClient first(port);
  first.send(head(4) + "ab");
  EXPECT_TRUE(first.is_silent(50));
  EXPECT_EQ(connect().request(head(2) + "ab").status, 503);
  first.send("cd");
  EXPECT_EQ(first.response().body, "abcd");
  EXPECT_EQ(connect().request(head(2) + "ab").body, "ab");
}

}  // namespace
}  // namespace nexus::transport::testing
