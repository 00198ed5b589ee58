// Connections that begin with a PROXY header, end to end over loopback.
// SPDX-License-Identifier: MIT
#include "transport/proxy_header.hpp"
#include "transport/server_refusals.hpp"
#include "transport/testing/server_fixture.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

using namespace std::chrono_literals;
/// Including zeros.
template <std::size_t Size>
std::string raw_bytes(const char (&text)[Size]) {
  return {text, Size - 1};
}

/// A header for the client 198.51.100.`last`.
std::string header_for(int last) {
  std::string header = raw_bytes("\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0C\xC6\x33\x64");
  header += static_cast<char>(last);
  return header + raw_bytes("\x0A\x00\x00\x01\x12\x34\x01\xBB");
}
const std::string kHealthCheck = raw_bytes("\r\n\r\n\0\r\nQUIT\n\x20\x00\x00\x00");

class ProxiedServers : public ServerFixture {
 protected:
  ProxiedServers() {
    options.trusted_proxies = {"127.0.0.1"};
    options.spare_share_per_address = 0;
    before_listening = [this] { proxied_port = listen("127.0.0.1:0?proxy_protocol").value(); };
  }
  [[nodiscard]] RawClient through_proxy(int last) const {
    RawClient client(proxied_port);
    client.send(header_for(last));
    return client;
  }

  std::uint16_t proxied_port = 0;
};

TEST_F(ProxiedServers, TakeTheClientFromTheHeader) {
  start();
  RawClient client = through_proxy(7);
  ASSERT_TRUE(client.open());
  EXPECT_EQ(handler.last_note(), "open /ws? from 198.51.100.7");
  EXPECT_FALSE(handler.was_local);
  client.send(frame(kText, "hello"));
  EXPECT_EQ(client.next_frame()->payload, "hello");
  EXPECT_EQ(refusals_of(kNoClientAddress), 0U);
}

TEST_F(ProxiedServers, ReadAHeaderInPiecesAndWithTheRequestBehindIt) {
  start();
  RawClient slow(proxied_port);
  for (const char byte : header_for(7)) {
    slow.send({&byte, 1});
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_TRUE(slow.open());
  RawClient fast(proxied_port);
  fast.send(header_for(8) + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(fast.response().status, 404);
}

TEST_F(ProxiedServers, LimitTheClientAndNotTheProxy) {
  options.connections_per_address_max = 2;
  start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(through_proxy(1 + i / 2));
    ASSERT_TRUE(clients.back().open());
  }
  RawClient third = through_proxy(1);
  EXPECT_EQ(third.response().status, 429) << "before any request";
  EXPECT_EQ(refusals_of(kAddressLimit), 1U);
  clients.pop_back();
  EXPECT_TRUE(eventually([&] { return through_proxy(3).open(); }));
}

TEST_F(ProxiedServers, IgnoreForwardedForOfAClientThatIsNoProxy) {
  start();
  ASSERT_TRUE(through_proxy(7).open("/ws", {"X-Forwarded-For: 203.0.113.1"}));
  EXPECT_EQ(handler.notes().front(), "open /ws? from 198.51.100.7");
  EXPECT_EQ(refusals_of(kUntrustedProxy), 1U);
}

TEST_F(ProxiedServers, FollowTwoProxiesBehindEachOther) {
  options.trusted_proxies = {"127.0.0.1", "198.51.100.9"};
  start();
  ASSERT_TRUE(through_proxy(9).open("/ws", {"X-Forwarded-For: 203.0.113.1"}));
  EXPECT_EQ(handler.notes().front(), "open /ws? from 203.0.113.1");
}

TEST_F(ProxiedServers, ServeAProxysOwnConnections) {
  start();
  RawClient check(proxied_port);
  check.send(kHealthCheck);
  EXPECT_EQ(check.get("/nothing").status, 404);
  RawClient socket(proxied_port);
  socket.send(kHealthCheck);
  ASSERT_TRUE(socket.open());
  EXPECT_EQ(handler.notes().front(), "open /ws? from 127.0.0.1");
  EXPECT_EQ(refusals_of(kNoClientAddress), 1U) << "a WebSocket that counts as the proxy's own";
}

TEST_F(ProxiedServers, CloseAPeerThatIsNoTrustedProxy) {
  start();
  RawClient stranger(proxied_port, "127.0.0.2");
  EXPECT_TRUE(stranger.is_ended());
  EXPECT_EQ(refusals_of(kNoTrustedProxy), 1U);
}

TEST_F(ProxiedServers, CloseAProxyThatSendsNoHeader) {
  options.handshake_timeout = 200ms;
  start();
  for (const std::string& bytes :
       {raw_bytes("GET / HTTP/1.1\r\n"), raw_bytes("PROXY TCP4 198.51.100.7 10.0.0.1 1 2\r\n"),
        raw_bytes("\r\n\r\n\0\r\nQUIT\n\x21\x11\xFF\xFF")}) {
    RawClient client(proxied_port);
    client.send(bytes);
    EXPECT_TRUE(client.is_ended());
  }
  EXPECT_EQ(refusals_of(kBadProxyHeader), 3U);
  RawClient silent(proxied_port);
  EXPECT_TRUE(silent.is_ended());
  EXPECT_EQ(refusals_of(kBadProxyHeader), 4U) << "it took too long";
}

TEST_F(ProxiedServers, HoldNothingForAConnectionThatEndedEarly) {
  options.connections_per_address_max = 1;
  start();
  {
    RawClient early(proxied_port);
    early.send(header_for(7).substr(0, 20));
    EXPECT_TRUE(eventually([&] { return open_connections() == 1; }));
  }
  EXPECT_TRUE(eventually([&] { return open_connections() == 0; }));
  EXPECT_EQ(refusals_of(kBadProxyHeader), 0U);
  EXPECT_TRUE(through_proxy(7).open());
}

TEST_F(ProxiedServers, ExpectNoHeaderElsewhere) {
  start();
  EXPECT_TRUE(connect().open());
  RawClient client(port);
  client.send(header_for(7) + "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.response().status, 400);
}

}  // namespace
}  // namespace nexus::transport::testing
