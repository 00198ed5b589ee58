// Bodies of requests, over loopback: received in pieces, limited, dropped.
// SPDX-License-Identifier: MIT
#include "transport/server_refusals.hpp"
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

TEST_F(HttpBodies, OfSmallSizeHaveLittleTime) {
  options.handshake_timeout = 500ms;
  options.body_bytes_per_second_min = 1000;
  start();
  RawClient large(port);
  large.send(head(60'000) + "abc");
  RawClient small(port);
  small.send(head(10) + "abc");
  EXPECT_EQ(small.response().status, 408);
  large.send(std::string(59'997, 'd'));
  EXPECT_EQ(large.response().status, 200);
}

TEST_F(HttpBodies, OfOneAddressLeaveRoomForOthers) {
  options.trusted_proxies = {"127.0.0.1"};
  options.bodies_per_address_max = 2;
  start();
  const auto from = [](std::string_view address) {
    std::string text = head(2);
    return text.insert(text.size() - 2, "X-Forwarded-For: " + std::string(address) + "\r\n");
  };
  const auto status = [&](std::string_view address) {
    return connect().request(from(address) + "ab").status;
  };
  RawClient first(port);
  RawClient second(port);
  first.send(from("203.0.113.7") + "a");
  second.send(from("203.0.113.7") + "a");
  RawClient subnet(port);
  RawClient other_subnet(port);
  subnet.send(from("2001:db8:7:1::1") + "a");
  other_subnet.send(from("2001:db8:7:2::1") + "a");
  EXPECT_TRUE(first.is_silent(50));
  const HttpReply refused = connect().request(from("203.0.113.7") + "ab");
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(refused.has("Retry-After"));
  EXPECT_EQ(status("2001:db8:7:3::1"), 429) << "a /48 is one address";
  EXPECT_EQ(status("203.0.113.8"), 200);
  EXPECT_EQ(status("2001:db8:8:1::1"), 200);
  first.send("b");
  EXPECT_EQ(first.response().status, 200);
  EXPECT_EQ(status("203.0.113.7"), 200);
  EXPECT_EQ(refusals_of(kTooManyBodies), 2U);
}

TEST_F(HttpBodies, OfOneRouteLeaveRoomForOthers) {
  options.bodies_max = 1;
  const auto first_route = before_listening;
  before_listening = [&] {
    first_route();
    server->route_body("/v1/open", {.bytes_max = 9, .begin = [this](const HttpRequest&) -> Begun {
                                      return std::make_unique<KeptBody>(dropped, true);
                                    }});
  };
  start();
  const std::string open =
      "POST /v1/open HTTP/1.1\r\nHost: x\r\nOrigin: https://chat.example\r\n"
      "Content-Length: 2\r\n\r\n";
  RawClient slow(port);
  slow.send(open + "a");
  EXPECT_TRUE(slow.is_silent(50));
  EXPECT_EQ(connect().request(open + "ab").status, 503);
  EXPECT_EQ(connect().request(head(2) + "ab").status, 200);
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
