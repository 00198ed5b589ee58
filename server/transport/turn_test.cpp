// The budget of a connection in one turn of the loop: no connection makes others wait for its own
// backlog. Counts the order of service; end to end, over loopback.
// SPDX-License-Identifier: MIT
#include "transport/server_refusals.hpp"
#include "transport/testing/server_fixture.hpp"

#include <algorithm>
#include <future>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

using namespace std::chrono_literals;

class Turns : public ServerFixture {
 protected:
  Turns() {
    before_listening = [this] {
      server->route_get("/who", [this](const HttpRequest& request) {
        served.push_back(request.query);
        return HttpResponse{};
      });
    };
    handler.when_text = [this](WebSocket& socket, std::string_view text) {
      served.emplace_back(text);
      socket.send_text(text);
    };
  }

  static std::string request(std::string_view who) {
    return "GET /who?" + std::string(who) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  static std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  }

  /// Holds the loop while `send` puts input into the kernel, so that one turn finds all of it.
  void while_held(const std::function<void()>& send) {
    std::promise<void> held;
    std::promise<void> released;
    loop.post([&held, until = released.get_future().share()] {
      held.set_value();
      until.wait();
    });
    held.get_future().wait();
    send();
    released.set_value();
    in_loop([] {});  // the work above has ended
  }
  /// How many of the others' inputs were served before the one named `who`.
  [[nodiscard]] long served_before(std::string_view who) {
    long before = -1;
    in_loop([&] {
      const auto found = std::find(served.begin(), served.end(), who);
      if (found != served.end()) before = found - served.begin();
    });
    return before;
  }

  std::vector<std::string> served;  // in order; on the loop's thread
};

TEST_F(Turns, ServeOneRequestOfAPipelineBeforeOtherConnections) {
  start();
  std::vector<RawClient> pipelines;
  for (int i = 0; i < 18; ++i) pipelines.emplace_back(port);
  RawClient other(port);
  EXPECT_EQ(other.get("/who?first").status, 200);
  const std::string many = repeated(request("pipeline"), 1000);
  while_held([&] {
    for (RawClient& client : pipelines) client.send(many);
    other.send(request("other"));
  });
  EXPECT_EQ(other.response().status, 200);
  EXPECT_LE(served_before("other"), 1 + 2 * 18);
  for (RawClient& client : pipelines) {
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.response().status, 200) << i;
  }
}

TEST_F(Turns, ServeAFewFramesOfABurstBeforeOtherConnections) {
  start();
  RawClient burst = opened();
  RawClient other = opened();
  const std::string many = repeated(frame(kText, "burst"), 4000);
  while_held([&] {
    burst.send(many);
    other.send(frame(kText, "other"));
  });
  EXPECT_EQ(other.next_frame()->payload, "other");
  EXPECT_LE(served_before("other"), static_cast<long>(2 * options.turn_frames_max));
  for (int i = 0; i < 4000; ++i) ASSERT_EQ(burst.next_frame()->payload, "burst") << i;
}

TEST_F(Turns, ServeAFewBytesOfABurstBeforeOtherConnections) {
  options.turn_bytes_max = 10'000;
  start();
  RawClient burst = opened();
  RawClient other = opened();
  const std::string message(3000, 'b');
  while_held([&] {
    burst.send(repeated(frame(kText, message), 20));
    other.send(frame(kText, "other"));
  });
  EXPECT_EQ(other.next_frame()->payload, "other");
  EXPECT_LE(served_before("other"), 2 * 4);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(burst.next_frame()->payload, message) << i;
}

TEST_F(Turns, EndABurstWithItsConnection) {
  start();
  {
    RawClient burst = opened();
    while_held([&] {
      burst.send(repeated(frame(kText, "burst"), 4000));
      burst.reset();
    });
  }
  EXPECT_TRUE(eventually([&] { return open_connections() == 0; }));
}

TEST_F(Turns, CloseInOrderBehindABurst) {
  start();
  RawClient burst = opened();
  burst.send(repeated(frame(kText, "burst"), 500) + close_frame(1000));
  for (int i = 0; i < 500; ++i) ASSERT_EQ(burst.next_frame()->payload, "burst") << i;
  EXPECT_EQ(burst.close_code(), 1000);
}

TEST_F(Turns, EndThePipelineWhenTheServerStops) {
  start();
  RawClient pipeline(port);
  pipeline.send(repeated(request("pipeline"), 500));
  EXPECT_EQ(pipeline.response().status, 200);
  in_loop([&] { server->stop_accepting(); });
  while (pipeline.response().status == 200) {
  }
  EXPECT_TRUE(eventually([&] { return open_connections() == 0; }));
}

TEST_F(Turns, LimitTheRequestsOfAnAddress) {
  options.loopback_is_exempt = false;
  options.requests_per_address_per_second_max = 2;
  start();
  RawClient client(port);
  int admitted = 0;
  HttpReply reply = client.get("/who");
  for (; reply.status == 200 && admitted < 100; reply = client.get("/who")) ++admitted;
  EXPECT_GE(admitted, 10);  // those of five seconds at once
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.header("Retry-After"), "5");
  EXPECT_TRUE(client.is_ended());
  EXPECT_EQ(refusals_of(kRequestRate), 1U);
  EXPECT_EQ(RawClient(port, "127.0.0.2").get("/who").status, 200);
}

TEST_F(Turns, LimitTheRequestsOfVisitorsBehindATrustedProxyByTheirOwnAddress) {
  options.trusted_proxies = {"127.0.0.1"};
  options.requests_per_address_per_second_max = 1;
  start();
  const auto status = [&](std::string_view visitor) {
    return connect().get("/who", "X-Forwarded-For: " + std::string(visitor) + "\r\n").status;
  };
  int refused = 0;
  for (int i = 0; i < 30; ++i) refused += status("198.51.100.1") == 429;
  EXPECT_GE(refused, 1);
  EXPECT_EQ(status("198.51.100.2"), 200);
  refused = 0;
  for (int i = 0; i < 30; ++i) refused += status("2001:db8::" + std::to_string(i + 1)) == 429;
  EXPECT_GE(refused, 1) << "a /64 counts as one address";
}

/// Reading on costs a processor, while the client has its answer already.
TEST_F(Turns, DiscardLittleOfWhatARefusedClientStillSends) {
  options.close_timeout = 60s;
  options.drained_bytes_max = 100'000;
  start();
  RawClient flooder(port);
  flooder.send("nonsense\r\n\r\n");
  EXPECT_EQ(flooder.response().status, 400);
  const std::string more(50'000, 'x');
  EXPECT_TRUE(flooder.send(more));
  int sent = 1;
  while (sent < 1000 && flooder.send(more)) ++sent;
  EXPECT_LT(sent, 1000) << "the connection is not reset";
  EXPECT_TRUE(eventually([&] { return open_connections() == 0; }));
}

}  // namespace
}  // namespace nexus::transport::testing
