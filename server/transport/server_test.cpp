// Connections: limits, timeouts, stopping, and many at once; end to end, over loopback.
// SPDX-License-Identifier: MIT
#include "transport/server.hpp"

#include "transport/server_refusals.hpp"
#include "transport/testing/server_fixture.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <sys/resource.h>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

using namespace std::chrono_literals;

class Servers : public ServerFixture {};

/// Written by the loop's thread, read by the test's.
class LinesKept final : public LogSink {
 public:
  void write(std::string line) override {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }
  [[nodiscard]] std::size_t count(std::string_view part) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::count_if(
        lines_.begin(), lines_.end(),
        [&](const std::string& line) { return line.find(part) != std::string::npos; }));
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

TEST_F(Servers, SayClearlyThatAPortIsTaken) {
  start();
  in_loop([&] {
    const auto again = listen("127.0.0.1:" + std::to_string(port));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error(), "127.0.0.1:" + std::to_string(port) + " is taken by another program");
    EXPECT_FALSE(listen("203.0.113.1"));
  });
}

TEST_F(Servers, AwaitAnAddressIfTheyMay) {
  options.may_await_address = true;
  start();
  in_loop([&] { EXPECT_TRUE(listen("203.0.113.1")); });
}

TEST_F(Servers, TakeIpv4OnTheIpv6Wildcard) {
  before_listening = [&] {
    if (const auto any = listen("::")) port = *any;
  };
  start();
  if (port == 0) GTEST_SKIP() << "no IPv6 here";
  EXPECT_TRUE(connect().open());
}

TEST_F(Servers, RefuseOptionsThatCannotWork) {
  options.allowed_origins = {"chat.example"};
  EXPECT_THROW(Server(loop, options, Log(LogLevel::kError), clock), std::invalid_argument);
  options.allowed_origins.clear();
  options.trusted_proxies = {"nginx"};
  EXPECT_THROW(Server(loop, options, Log(LogLevel::kError), clock), std::invalid_argument);
}

TEST_F(Servers, CutASlowRequestAtItsDeadlineWhateverTrickles) {
  options.handshake_timeout = 200ms;
  start();
  RawClient client(port);
  const auto begin = std::chrono::steady_clock::now();
  std::thread trickle([&] {
    for (int i = 0; i < 200 && client.send("X"); ++i) std::this_thread::sleep_for(20ms);
  });
  EXPECT_EQ(client.response().status, 408);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  trickle.join();
  EXPECT_EQ(refusals_of(kBadRequest), 1U);
}

TEST_F(Servers, CutSilentAndIdleConnections) {
  options.handshake_timeout = 100ms;
  options.keep_alive_timeout = 150ms;
  start();
  RawClient silent(port);
  EXPECT_TRUE(silent.is_ended());
  RawClient idle(port);
  EXPECT_EQ(idle.get("/").status, 404);
  EXPECT_TRUE(idle.is_ended());
  EXPECT_TRUE(eventually([&] { return open_connections() == 0; }));
}

TEST_F(Servers, GiveALaterRequestItsOwnDeadline) {
  options.handshake_timeout = 150ms;
  start();
  RawClient client(port);
  EXPECT_EQ(client.get("/").status, 404);
  client.send("GET / HT");
  EXPECT_EQ(client.response().status, 408);
}

TEST_F(Servers, LimitConnectionsPerAddress) {
  options.loopback_is_exempt = false;
  options.connections_per_address_max = 3;
  options.spare_share_per_address = 0;
  start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(opened());
  RawClient fourth(port);
  const HttpReply refused = fourth.response();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_TRUE(RawClient(port, "127.0.0.2").open());  // other addresses are unaffected
  clients.pop_back();
  EXPECT_TRUE(eventually([&] { return RawClient(port).open(); }));
}

TEST_F(Servers, CountWhatIsHeldForAClosedSocketAgainstItsAddress) {
  options.loopback_is_exempt = false;
  options.connections_per_address_max = 2;
  options.spare_share_per_address = 0;
  options.connections_per_address_per_second_max = 1'000'000;
  Hold held;
  handler.when_closed = [&](WebSocket& socket) { held = server->hold_address(socket.id()); };
  start();
  RawClient stays = opened();
  (void)opened();
  EXPECT_TRUE(eventually([&] { return open_sockets() == 1; }));
  EXPECT_EQ(RawClient(port).response().status, 429);
  in_loop([&] {
    handler.when_closed = nullptr;
    held.reset();
  });
  EXPECT_TRUE(eventually([&] { return RawClient(port).open(); }));
}

TEST_F(Servers, GiveAnAddressAShareOfTheConnectionsBeyondHalf) {
  options.loopback_is_exempt = false;
  options.connections_max = 80;
  options.connections_per_address_max = 3;
  options.spare_share_per_address = 4;
  start();
  std::vector<RawClient> clients;
  const auto open_all = [&](const char* address) {
    int opened = 0;
    for (;; ++opened) {
      RawClient next(port, address);
      if (!next.open()) return opened;
      clients.push_back(std::move(next));
    }
  };
  // Each takes a quarter of what is spare of forty, or three.
  EXPECT_EQ(open_all("127.0.0.2"), 8);
  EXPECT_EQ(open_all("127.0.0.3"), 6);
  EXPECT_EQ(open_all("127.0.0.4"), 5);
  for (int i = 5; i < 12; ++i) {
    EXPECT_GE(open_all(("127.0.0." + std::to_string(i)).c_str()), 3) << i;
  }
}

TEST_F(Servers, LimitHowFastAnAddressConnects) {
  options.loopback_is_exempt = false;
  options.spare_share_per_address = 0;
  start();
  int refused = 0;
  for (int i = 0; i < 40; ++i) refused += RawClient(port).get("/").status == 429;
  EXPECT_GE(refused, 10);
  EXPECT_EQ(RawClient(port, "127.0.0.2").get("/").status, 404);
}

TEST_F(Servers, LimitVisitorsBehindATrustedProxyByTheirOwnAddress) {
  options.trusted_proxies = {"127.0.0.1"};
  options.connections_per_address_max = 2;
  options.spare_share_per_address = 0;
  start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 6; ++i) {  // the proxy itself is not limited
    clients.emplace_back(port);
    const std::string from = "X-Forwarded-For: 9.9.9.9, 198.51.100." + std::to_string(i / 2);
    ASSERT_TRUE(clients.back().open("/ws", {from}));
  }
  EXPECT_EQ(handler.last_note(), "open /ws? from 198.51.100.2");
  RawClient seventh(port);
  const HttpReply refused =
      seventh.request(upgrade_request("/ws", {"X-Forwarded-For: 198.51.100.0"}));
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(seventh.is_ended());
}

TEST_F(Servers, IgnoreForwardedForFromStrangers) {
  options.trusted_proxies = {"10.0.0.0/8"};
  start();
  RawClient client(port);
  ASSERT_TRUE(client.open("/ws", {"X-Forwarded-For: 198.51.100.7"}));
  EXPECT_EQ(handler.last_note(), "open /ws? from 127.0.0.1");
  EXPECT_EQ(refusals_of(kUntrustedProxy), 1U);
  EXPECT_EQ(counted([](const auto& all) { return all.clients_unnamed.value(RefusalIndex{0}); }),
            1U);
  EXPECT_EQ(counted([](const auto& all) { return all.clients_unnamed.value(RefusalIndex{1}); }),
            0U);
}

TEST_F(Servers, SayWhichVisitorsAreLocal) {
  options.trusted_proxies = {"127.0.0.0/8", "198.51.100.1"};
  start();
  const auto is_local = [&](std::initializer_list<std::string_view> headers) {
    RawClient client(port);
    EXPECT_TRUE(client.open("/ws", headers));
    EXPECT_TRUE(handler.last_note().starts_with("open"));
    return handler.was_local.load();
  };
  EXPECT_TRUE(is_local({}));
  EXPECT_FALSE(is_local({"X-Forwarded-For: 198.51.100.7"}));
  EXPECT_TRUE(is_local({"X-Forwarded-For: 198.51.100.1"})) << "a proxy speaks for itself";
  EXPECT_FALSE(is_local({"X-Forwarded-For: 10.1.2.3"})) << "the proxy knows that network";
}

TEST_F(Servers, CountLoopbackAsANetworkUnlessExempt) {
  options.loopback_is_exempt = false;
  start();
  RawClient client(port);
  ASSERT_TRUE(client.open("/ws"));
  EXPECT_TRUE(handler.last_note().starts_with("open"));
  EXPECT_FALSE(handler.was_local);
}

TEST_F(Servers, LimitAProxyThatNobodyTrustsAsOneAddressEvenOnLoopback) {
  options.connections_per_address_max = 2;
  options.spare_share_per_address = 0;
  start();
  const auto from = [](int i) { return "X-Forwarded-For: 198.51.100." + std::to_string(i); };
  std::vector<RawClient> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back(port);
    ASSERT_TRUE(clients.back().open("/ws", {from(i)}));
  }
  RawClient third(port);
  EXPECT_EQ(third.request(upgrade_request("/ws", {from(3)})).status, 429);
  EXPECT_TRUE(connect().open()) << "a peer of this machine that is no proxy stays exempt";
  EXPECT_EQ(refusals_of(kUntrustedProxy), 3U);
}

TEST_F(Servers, KnowAProxyThatNobodyTrustsByEveryHeaderOfProxies) {
  options.connections_per_address_max = 1;
  options.spare_share_per_address = 0;
  start();
  const std::string_view lines[] = {"X-Forwarded-For:",
                                    "Forwarded: for=\"[2001:db8::1]:4711\";proto=https",
                                    "X-Real-IP: 198.51.100.1",
                                    "via: 1.1 gate",
                                    "X-Forwarded-Host: chat.example",
                                    "X-Forwarded-Proto: https",
                                    "X-Forwarded-Port: 443",
                                    "CF-Connecting-IP: 198.51.100.1",
                                    "true-client-ip: 198.51.100.1",
                                    "Fly-Client-IP: 2001:db8::1",
                                    "X-Envoy-External-Address: 198.51.100.1",
                                    "CDN-Loop: cloudflare"};
  RawClient first(port);
  ASSERT_TRUE(first.open("/ws", {lines[0]}));
  for (const std::string_view line : lines) {
    EXPECT_EQ(connect().request(upgrade_request("/ws", {line})).status, 429) << line;
  }
  EXPECT_TRUE(connect().open()) << "a peer of this machine that is no proxy stays exempt";
}

TEST_F(Servers, LimitATrustedProxyThatNamesNoClientAsItself) {
  options.trusted_proxies = {"127.0.0.1"};
  options.connections_per_address_max = 2;
  options.spare_share_per_address = 0;
  start();
  std::vector<RawClient> clients;
  for (const std::string_view line : {"X-Forwarded-For: unknown", "X-Other: 198.51.100.1"}) {
    clients.emplace_back(port);
    ASSERT_TRUE(clients.back().open("/ws", {line}));
  }
  RawClient third(port);
  EXPECT_EQ(third.request(upgrade_request("/ws")).status, 429);
  EXPECT_EQ(refusals_of(kNoClientAddress), 3U);
  EXPECT_EQ(counted([](const auto& all) { return all.clients_unnamed.value(RefusalIndex{1}); }),
            3U);
  EXPECT_TRUE(connect().open("/ws", {"X-Forwarded-For: 198.51.100.1"}));
}

TEST_F(Servers, ExemptThisMachineAlsoBehindItsOwnProxy) {
  options.trusted_proxies = {"127.0.0.1"};
  options.connections_per_address_max = 1;
  options.spare_share_per_address = 0;
  start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(port);
    ASSERT_TRUE(clients.back().open("/ws", {"X-Forwarded-For: 127.0.0.1"}));
  }
  EXPECT_EQ(refusals_of(kNoClientAddress), 0U);
}

TEST_F(Servers, RefuseMoreConnectionsThanTheyHold) {
  options.connections_max = 2;
  start();
  RawClient first = opened();
  RawClient second = opened();
  RawClient third(port);
  const HttpReply refused = third.response();
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.has("Retry-After"));
  EXPECT_EQ(refusals_of(kServerFull), 1U);
}

TEST_F(Servers, RefuseSocketsWhileTheirOwnerSaysSo) {
  bool refuses = true;
  options.refuses_sockets = [&] { return refuses; };
  start();
  RawClient first(port);
  const HttpReply refused = first.request(upgrade_request("/ws"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.has("Retry-After"));
  in_loop([&] { refuses = false; });
  RawClient second(port);
  EXPECT_TRUE(second.open("/ws"));
}

TEST_F(Servers, PauseWithoutDescriptorsAndRecover) {
  const auto lines = std::make_shared<LinesKept>();
  log = Log(LogLevel::kInfo, lines);
  options.shortage_calm_time = 500ms;
  start();
  RawClient open_before = opened();
  // Once before: UBSan's check of a type that it has not met yet needs a descriptor of its own.
  log.info("written");
  EXPECT_EQ(lines->count("event=written"), 1U);
  open_before.send(frame(kText, "served"));
  EXPECT_EQ(open_before.next_frame()->payload, "served");
  std::vector<RawClient> clients;
  for (int i = 0; i < 10; ++i) clients.emplace_back(port);
  EXPECT_TRUE(eventually([&] { return open_connections() == 11; }));
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  rlimit tight = before;
  // Clients take the lower numbers first; no number is left for the accepted end.
  clients.emplace_back(port);
  EXPECT_TRUE(eventually([&] { return open_connections() == 12; }));
  const int next = dup(0);
  close(next);
  tight.rlim_cur = static_cast<rlim_t>(next) + 1;
  setrlimit(RLIMIT_NOFILE, &tight);
  RawClient late(port);
  EXPECT_TRUE(eventually(
      [&] { return counted([](const auto& all) { return all.accept_failures.value(); }) > 0; }));
  const std::uint64_t failures =
      counted([](const auto& all) { return all.accept_failures.value(); });
  std::this_thread::sleep_for(300ms);
  EXPECT_LE(counted([](const auto& all) { return all.accept_failures.value(); }) - failures,
            4U);  // no busy loop
  EXPECT_EQ(lines->count("event=accept_paused"), 1U);
  EXPECT_EQ(lines->count("event=accept_resumed"), 0U);
  open_before.send(frame(kText, "still served"));
  EXPECT_EQ(open_before.next_frame()->payload, "still served");
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_TRUE(late.open());
  EXPECT_TRUE(eventually([&] { return lines->count("event=accept_resumed") == 1; }));
  EXPECT_EQ(lines->count("event=accept_paused"), 1U);
}

TEST_F(Servers, StopAcceptingButServeWhoIsThere) {
  start();
  RawClient open_before = opened();
  RawClient idle(port);
  EXPECT_EQ(idle.get("/").status, 404);
  RawClient undecided(port);
  EXPECT_TRUE(eventually([&] { return open_connections() == 3; }));
  in_loop([&] { server->stop_accepting(); });
  EXPECT_THROW(RawClient{port}, std::runtime_error);
  EXPECT_TRUE(idle.is_ended());
  open_before.send(frame(kText, "hello"));
  EXPECT_EQ(open_before.next_frame()->payload, "hello");
  const HttpReply refused = undecided.request(upgrade_request("/ws"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.has("Retry-After"));
  in_loop([&] { server->close_all(4000, "drain"); });
  EXPECT_EQ(open_before.close_code(), 4000);
  open_before.send(close_frame(4000));
  EXPECT_TRUE(eventually([&] { return server->open_sockets() == 0; }));
}

TEST_F(Servers, MayGoWhileClientsAreConnected) {
  start();
  RawClient client = opened();
  in_loop([&] { server.reset(); });
  EXPECT_TRUE(client.is_ended());
  EXPECT_EQ(handler.last_note(), "open /ws? from 127.0.0.1");
}

TEST_F(Servers, ServeTimersAndOthersDuringAFlood) {
  constexpr std::size_t kLong = 125;
  handler.when_text = [](WebSocket& socket, std::string_view text) {
    if (text.size() < kLong) socket.send_text(text);
  };
  start();
  RawClient flooder = opened();
  RawClient other = opened();
  std::atomic<bool> is_over = false;
  std::thread flood([&] {
    const std::string message = frame(kText, std::string(kLong, 'x'));
    std::string many;
    for (int i = 0; i < 500; ++i) many += message;
    while (!is_over && flooder.send(many)) {
    }
  });
  for (int i = 0; i < 100; ++i) {
    other.send(frame(kText, std::to_string(i)));
    ASSERT_EQ(other.next_frame()->payload, std::to_string(i));
  }
  is_over = true;
  flood.join();
}

TEST_F(Servers, HoldFiveThousandIdleSocketsAndLetThemGo) {
  rlimit descriptors{};
  getrlimit(RLIMIT_NOFILE, &descriptors);
  descriptors.rlim_cur = descriptors.rlim_max;
  setrlimit(RLIMIT_NOFILE, &descriptors);
  if (descriptors.rlim_cur < 10'100) GTEST_SKIP() << "needs 10,100 descriptors";
  options.handshake_timeout = 60s;
  start();
  {
    std::vector<RawClient> clients;
    clients.reserve(5000);
    for (int i = 0; i < 5000; ++i) {
      clients.emplace_back(port);
      clients.back().send(upgrade_request("/ws"));
    }
    for (RawClient& client : clients) ASSERT_EQ(client.response().status, 101);
    EXPECT_EQ(open_sockets(), 5000U);
    for (RawClient& client : clients) client.send(frame(kText, "all at once"));
    for (RawClient& client : clients) ASSERT_EQ(client.next_frame()->payload, "all at once");
  }
  EXPECT_TRUE(eventually([&] { return open_connections() == 0; }));
  EXPECT_EQ(open_sockets(), 0U);
  EXPECT_EQ(closed_with(1006), 5000U);
}

}  // namespace
}  // namespace nexus::transport::testing
