// SPDX-License-Identifier: MIT
#include "transport/origin_policy.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

TEST(OriginPolicy, TakesExactlyTheListed) {
  const OriginPolicy policy({"https://chat.example", "http://localhost:5173"}, false);
  EXPECT_TRUE(policy.allows("https://chat.example", "anything"));
  EXPECT_TRUE(policy.allows("http://localhost:5173", "anything"));
  for (const std::string_view origin : {"",
                                        "null",
                                        "chat.example",
                                        "//chat.example",
                                        "http://chat.example",
                                        "wss://chat.example",
                                        "https://chat.example/",
                                        "https://chat.example:443",
                                        "https://chat.example:8443",
                                        "https://chat.example.",
                                        "https://chat.example.evil.example",
                                        "https://evilchat.example",
                                        "https://sub.chat.example",
                                        "https://CHAT.example",
                                        "HTTPS://chat.example",
                                        "https://chat.example@evil.example",
                                        "https://evil.example/https://chat.example",
                                        "https://evil.example#https://chat.example",
                                        " https://chat.example",
                                        "https://chat.example ",
                                        "https://chat.example, https://evil.example",
                                        "http://localhost",
                                        "http://localhost:51730",
                                        "https://chat.exampl",
                                        "*"}) {
    EXPECT_FALSE(policy.allows(origin, "chat.example")) << origin;
  }
}

TEST(OriginPolicy, AWildcardIsExactlyOneLabel) {
  const OriginPolicy policy({"https://*.example.org", "http://*.dev.example.org:8080"}, false);
  for (const std::string_view origin :
       {"https://a.example.org", "https://a-b_1.example.org", "http://x.dev.example.org:8080"}) {
    EXPECT_TRUE(policy.allows(origin, "anything")) << origin;
  }
  for (const std::string_view origin : {"https://example.org",
                                        "https://.example.org",
                                        "https://*.example.org",
                                        "https://a.b.example.org",
                                        "https://aexample.org",
                                        "https://evil.org/a.example.org",
                                        "https://evil.org#.example.org",
                                        "https://a@b.example.org",
                                        "https://a:1.example.org",
                                        "https://a.example.org.",
                                        "https://a.example.org:8443",
                                        "http://a.example.org",
                                        "https://A.example.org",
                                        "https://a.example.org.evil.org",
                                        "http://x.dev.example.org",
                                        "http://dev.example.org:8080",
                                        "https:// .example.org",
                                        "wss://a.example.org",
                                        "null",
                                        ""}) {
    EXPECT_FALSE(policy.allows(origin, "a.example.org")) << origin;
  }
  for (const char* wildcard :
       {"https://*", "https://*.org", "https://*.", "https://*..org", "https://*.a.",
        "https://*.a..b", "https://*.*.example.org", "https://a.*.example.org",
        "https://a*.example.org", "https://*a.example.org", "*.example.org",
        "https://*.example.org/", "https://*.1.2.3", "https://*.Example.org",
        "https://*.example.org:443", "https://*.example.org:*", "https://*.[::1]",
        "https://**.example.org"}) {
    EXPECT_THROW(OriginPolicy({wildcard}, false), std::invalid_argument) << wildcard;
  }
}

TEST(OriginPolicy, RefusesAMissingOriginUnlessTold) {
  EXPECT_FALSE(OriginPolicy({"https://a.example"}, false).allows(std::nullopt, "a.example"));
  EXPECT_FALSE(OriginPolicy({}, false).allows(std::nullopt, "a.example"));
  EXPECT_TRUE(OriginPolicy({"https://a.example"}, true).allows(std::nullopt, "a.example"));
}

TEST(OriginPolicy, WithoutAListTakesNoNameThatCouldBeMadeToLeadHere) {
  const OriginPolicy policy({}, false);
  for (const std::string_view host :
       {"chat.example", "chat.example:8080", "localhost.chat.example", "10.0.0.1", "[::2]:8080",
        "[2001:db8::1]", "128.0.0.1:8080", "0.0.0.0:8080", "127.0.0.1.chat.example"}) {
    EXPECT_FALSE(policy.allows("http://" + std::string(host), host)) << host;
  }
}

TEST(OriginPolicy, WithoutAListTakesTheSameHostOnly) {
  const OriginPolicy policy({}, false);
  EXPECT_TRUE(policy.allows("http://localhost:8080", "localhost:8080"));
  EXPECT_TRUE(policy.allows("https://localhost", "localhost"));
  EXPECT_TRUE(policy.allows("http://chat.localhost:8080", "chat.localhost:8080"));
  EXPECT_TRUE(policy.allows("http://[::1]:8080", "[::1]:8080"));
  EXPECT_TRUE(policy.allows("http://127.0.0.1:8080", "127.0.0.1:8080"));
  for (const std::string_view origin :
       {"http://localhost", "http://localhost:8081", "http://evil.example", "null", "",
        "ftp://localhost:8080", "localhost:8080", "http://localhost:8080/",
        "http://x@localhost:8080"}) {
    EXPECT_FALSE(policy.allows(origin, "localhost:8080")) << origin;
  }
  EXPECT_FALSE(policy.allows("http://", ""));
  EXPECT_FALSE(policy.allows("http://a/b", "a/b"));
}

TEST(OriginPolicy, RefusesAListThatNoBrowserCouldMatch) {
  for (const char* origin : {"https://chat.example/", "chat.example", "https://Chat.example", "*",
                             "https://*.example", "https://chat.example:443", "http://a:80", "null",
                             "https://chat.example:", "https://chat.example:0", "https://a:99999",
                             "https://", "https://a b", "https://[::1", "https://[127.0.0.1]"}) {
    EXPECT_THROW(OriginPolicy({origin}, false), std::invalid_argument) << origin;
  }
  EXPECT_NO_THROW(OriginPolicy({"https://[2001:db8::1]:8443", "http://a-b.c_d:1"}, false));
}

}  // namespace
}  // namespace nexus::transport
