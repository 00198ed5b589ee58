// SPDX-License-Identifier: MIT
#include "transport/listen_address.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

ListenAddress listen_at(std::string_view text) { return ListenAddress::parse(text, 8080).value(); }

std::string listen_error(std::string_view text) {
  const auto parsed = ListenAddress::parse(text, 8080);
  return parsed ? "" : parsed.error();
}

TEST(ListenAddresses, AreAnAddressWithOrWithoutAPort) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"127.0.0.1", "127.0.0.1:8080"},
      {"0.0.0.0:80", "0.0.0.0:80"},
      {"::", "[::]:8080"},
      {"[::1]:0", "[::1]:0"},
      {"2001:db8::1", "[2001:db8::1]:8080"}};
  for (const auto& [text, meant] : rows) EXPECT_EQ(listen_at(text).text(), meant);
}

TEST(ListenAddresses, AreThePathOfAUnixSocketWithOrWithoutAMode) {
  EXPECT_EQ(listen_at("unix:/run/a.sock").path, "/run/a.sock");
  EXPECT_EQ(listen_at("unix:/run/a.sock").file_mode, 0660U);
  EXPECT_EQ(listen_at("unix:/run/a.sock?mode=0600").file_mode, 0600U);
  EXPECT_EQ(listen_at("unix:/run/a.sock?mode=666").text(), "unix:/run/a.sock");
  EXPECT_TRUE(listen_at("unix:/run/a.sock").is_unix());
  EXPECT_FALSE(listen_at("::").is_unix());
}

TEST(ListenAddresses, MayExpectProxyHeaders) {
  EXPECT_FALSE(listen_at("127.0.0.1").expects_proxy_header);
  for (const char* const text :
       {"10.0.0.1?proxy_protocol", "::?proxy_protocol", "[::]:81?proxy_protocol",
        "unix:/a?mode=600&proxy_protocol", "unix:/a?proxy_protocol&mode=600"}) {
    EXPECT_TRUE(listen_at(text).expects_proxy_header) << text;
  }
  EXPECT_EQ(listen_at("unix:/a?proxy_protocol&mode=600").file_mode, 0600U);
  EXPECT_EQ(listen_at("10.0.0.1?proxy_protocol").text(), "10.0.0.1:8080");
}

TEST(ListenAddresses, AreRefusedWithASuggestion) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "not nothing"},
      {"localhost", "did you mean 127.0.0.1 ?"},
      {"localhost:80", "did you mean 127.0.0.1:80 ?"},
      {"*", "did you mean :: ?"},
      {":80", "did you mean [::]:80 ?"},
      {"[::1]", "did you mean ::1 ?"},
      {"/run/a.sock", "did you mean unix:/run/a.sock ?"},
      {"0.0.0.0:65536", "must be an IP address"},
      {"0.0.0.0:", "must be an IP address"},
      {"[0.0.0.0]:80", "must be an IP address"},
      {"unix:run/a.sock", "whole path"},
      {"unix:/run/", "whole path"},
      {"unix:", "whole path"},
      {"unix:/a?mode=", "three octal digits"},
      {"unix:/a?mode=688", "three octal digits"},
      {"unix:/a?mode=4666", "three octal digits"},
      {"unix:/a?user=www", "three octal digits"},
      {"unix:/a?mode=666&", "three octal digits"},
      {"127.0.0.1?mode=666", "may end with ?proxy_protocol"},
      {"127.0.0.1?", "may end with ?proxy_protocol"},
      {"127.0.0.1?proxy_protocol=true", "may end with ?proxy_protocol"},
      {"unix:/" + std::string(kSocketPathBytesMax, 'a'), "108 bytes"}};
  for (const auto& [text, why] : rows) {
    EXPECT_NE(listen_error(text).find(why), std::string::npos)
        << text << ": " << listen_error(text);
  }
  EXPECT_EQ(listen_error("unix:/" + std::string(kSocketPathBytesMax - 1, 'a')), "");
}

TEST(ListenAddresses, OverlapIfBothCannotListen) {
  const auto overlap = [](std::string_view one, std::string_view other) {
    EXPECT_EQ(listen_at(one).overlaps(listen_at(other)), listen_at(other).overlaps(listen_at(one)));
    return listen_at(one).overlaps(listen_at(other));
  };
  EXPECT_TRUE(overlap("127.0.0.1", "127.0.0.1:8080"));
  EXPECT_TRUE(overlap("0.0.0.0", "127.0.0.1"));
  EXPECT_TRUE(overlap("::", "127.0.0.1"));
  EXPECT_TRUE(overlap("::", "0.0.0.0"));
  EXPECT_TRUE(overlap("unix:/a", "unix:/a?mode=666"));
  EXPECT_FALSE(overlap("0.0.0.0", "::1"));
  EXPECT_FALSE(overlap("127.0.0.1", "127.0.0.1:8081"));
  EXPECT_FALSE(overlap("127.0.0.1", "::1"));
  EXPECT_FALSE(overlap("127.0.0.1:0", "127.0.0.1:0"));
  EXPECT_FALSE(overlap("unix:/a", "unix:/b"));
  EXPECT_FALSE(overlap("unix:/a", "::"));
}

}  // namespace
}  // namespace nexus::transport
