// SPDX-License-Identifier: MIT
#include "transport/http_parser.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

constexpr HeadLimits kLimits{2048, 512};

/// 200 for a head that is complete and valid, 0 for an incomplete one, else the status of the
/// refusal.
int verdict(std::string_view bytes) {
  const auto result = parse_request_head(bytes, kLimits);
  if (!result) return result.error().status;
  return *result ? 200 : 0;
}

RequestHead head(std::string_view bytes) {
  return parse_request_head(bytes, kLimits).value().value();
}

TEST(RequestHead, SplitsTheTarget) {
  const RequestHead plain = head("GET /a/b?c=d?e HTTP/1.1\r\nHost: x\r\n\r\nrest");
  EXPECT_EQ(plain.request.method, "GET");
  EXPECT_EQ(plain.request.path, "/a/b");
  EXPECT_EQ(plain.request.query, "c=d?e");
  EXPECT_EQ(plain.bytes, 36U);
  EXPECT_TRUE(plain.keep_alive);
  EXPECT_EQ(head("GET http://x.example/a?b HTTP/1.1\r\nHost: x\r\n\r\n").request.path, "/a");
  EXPECT_EQ(head("GET HTTP://x.example HTTP/1.1\r\nHost: x\r\n\r\n").request.path, "/");
}

TEST(RequestHead, IsIncompleteUntilItsLastByte) {
  const std::string whole = "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(verdict(std::string_view(whole).substr(0, length)), 0) << length;
  }
  EXPECT_EQ(verdict(whole), 200);
  EXPECT_EQ(verdict("\r\n" + whole), 200);  // RFC 9112, section 2.2
  EXPECT_EQ(head("\r\n" + whole + "more").bytes, whole.size() + 2);
}

TEST(RequestHead, FindsHeadersInAnyCaseAndJoinsThem) {
  const HttpRequest request = head("GET / HTTP/1.1\r\nhost: x\r\nA: 1\r\na:  2 \r\n\r\n").request;
  EXPECT_EQ(request.header("HOST"), "x");
  EXPECT_EQ(request.joined("a"), "1, 2");
  EXPECT_EQ(request.count("A"), 2U);
  EXPECT_FALSE(request.header("B"));
}

TEST(RequestHead, RefusesWhatIsMalformed) {
  const std::string host = "\r\nHost: x\r\n\r\n";
  for (const std::string& text :
       {"GET /" + host, "GET / HTTP/2.0" + host, "GET / HTTP/1.2" + host, " GET / HTTP/1.1" + host,
        "GET  / HTTP/1.1" + host, "GET a HTTP/1.1" + host, "GET * HTTP/1.1" + host,
        "GET /#x HTTP/1.1" + host, "GET /\x01 HTTP/1.1" + host, "G\x00T / HTTP/1.1" + host,
        std::string("GET / HTTP/1.1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost x\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost : x\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
        std::string("\x16\x03\x01\x02\x00 tls\r\n\r\n", 13)}) {
    EXPECT_EQ(verdict(text), 400) << text;
  }
}

TEST(RequestHead, SeesABody) {
  const std::string start = "POST / HTTP/1.1\r\nHost: x\r\n";
  EXPECT_TRUE(head(start + "Content-Length: 5\r\n\r\n").has_body);
  EXPECT_TRUE(head(start + "Transfer-Encoding: chunked\r\n\r\n").has_body);
  EXPECT_FALSE(head(start + "Content-Length: 0\r\n\r\n").has_body);
  EXPECT_FALSE(head(start + "\r\n").has_body);
}

TEST(RequestHead, HoldsItsLimits) {
  const std::string long_target = "GET /" + std::string(600, 'a');
  EXPECT_EQ(verdict(long_target), 414);
  EXPECT_EQ(verdict(long_target + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
  const std::string many = "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(3000, 'b');
  EXPECT_EQ(verdict(many), 431);
  EXPECT_EQ(verdict(many + "\r\n\r\n"), 431);
}

TEST(RequestHead, SurvivesDamage) {
  const unsigned seed = 9112;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string good =
      "GET http://x/a?b=%20c HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\n"
      "Content-Length: 0\r\nA: \xE9\r\n\r\nbehind";
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = good.substr(0, 1 + random() % good.size());
    for (std::size_t changes = random() % 4; changes > 0; --changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    const std::vector<char> exact(bytes.begin(), bytes.end());  // no NUL that hides an overrun
    const auto result = parse_request_head({exact.data(), exact.size()}, kLimits);
    if (result && *result) {
      ASSERT_LE((*result)->bytes, bytes.size());
    }
  }
}

TEST(RequestHead, KnowsWhoWantsToStay) {
  EXPECT_FALSE(head("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").keep_alive);
  EXPECT_FALSE(head("GET / HTTP/1.0\r\n\r\n").keep_alive);
}

}  // namespace
}  // namespace nexus::transport
