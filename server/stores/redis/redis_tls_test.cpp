// TLS with a real redis-server: which certificates are accepted, and what the log reports.
// SPDX-License-Identifier: MIT
#include "stores/redis/redis_tls.hpp"

#include "stores/redis/test_authority.hpp"
#include "stores/redis/test_node.hpp"
#include "stores/redis/test_sentinels.hpp"
#include "stores/redis/test_server.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using testing::HasSubstr;

class LinesKept final : public LogSink {
 public:
  void write(std::string line) override { text += line; }
  std::string text;
};

void copy_over(const std::string& from, const std::string& to) {
  std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
}

class RedisTlsServers : public testing::Test {
 protected:
  /// The options of a server that speaks TLS only, and demands a client certificate or not.
  std::vector<std::string> options(const TestAuthority::Issued& own, bool demands_certificate) {
    return {"--port",
            "0",
            "--tls-port",
            "{port}",
            "--tls-cert-file",
            own.certificate_file,
            "--tls-key-file",
            own.key_file,
            "--tls-ca-cert-file",
            authority_.certificate_file(),
            "--tls-replication",
            "yes",
            "--tls-auth-clients",
            demands_certificate ? "yes" : "no"};
  }
  void start(const std::string& names = "IP:127.0.0.1,DNS:localhost",
             bool demands_certificate = false) {
    server_ = std::make_unique<RedisServer>(options(authority_.issue(names), demands_certificate));
  }
  [[nodiscard]] RedisUrl url(RedisTls tls, std::string host = "127.0.0.1") const {
    return {.servers = {{std::move(host), server_->address().port}}, .tls = std::move(tls)};
  }
  [[nodiscard]] RedisTls trusting() const { return {.ca_file = authority_.certificate_file()}; }
  [[nodiscard]] RedisTls showing(const TestAuthority::Issued& own) const {
    return {.ca_file = authority_.certificate_file(),
            .certificate_file = own.certificate_file,
            .key_file = own.key_file};
  }

  void connect(const RedisUrl& url) {
    client_ = std::make_unique<RedisClient>(loop_, RedisClientOptions{.url = url}, random_, log_);
    client_->start();
  }
  [[nodiscard]] bool becomes_ready() {
    return run_until(loop_, [this] { return client_->ready(); });
  }
  /// Why the first attempt failed.
  [[nodiscard]] std::string why_not(const RedisUrl& url) {
    // A server that refuses a client certificate closes with unread input, so that its reset may
    // overtake its reason.
    for (int tries = 0; tries < 50; ++tries) {
      lines_->text.clear();
      connect(url);
      EXPECT_TRUE(run_until(loop_, [this] { return !lines_->text.empty(); }));
      EXPECT_FALSE(client_->ready());
      if (lines_->text.find("reset by peer") == std::string::npos) break;
    }
    return lines_->text;
  }

  boost::asio::io_context loop_;
  SystemRandom random_;
  std::shared_ptr<LinesKept> lines_ = std::make_shared<LinesKept>();
  Log log_{LogLevel::kWarn, lines_};
  TestAuthority authority_;
  std::unique_ptr<RedisServer> server_;
  std::unique_ptr<RedisClient> client_;
};

TEST_F(RedisTlsServers, ServeAStoreByAddressAndByName) {
  start();
  for (const char* const host : {"127.0.0.1", "localhost"}) {
    Node node(loop_, url(trusting(), host), "node");
    node.start_and_wait();
    ASSERT_TRUE(node.renew().has_value());
    // More than one TLS record each way.
    matching::Ticket ticket = node.ticket(host);
    ticket.offer = std::string(60'000, 'o');
    ASSERT_TRUE(node.find(ticket).has_value());
    const auto reply = node.find(node.ticket(host)).value();
    ASSERT_TRUE(std::holds_alternative<matching::Proposal>(reply));
    EXPECT_EQ(std::get<matching::Proposal>(reply).partner_sdp, ticket.offer);
  }
}

TEST_F(RedisTlsServers, AreNotTrustedUnderAnotherAuthority) {
  start();
  const TestAuthority other;
  EXPECT_THAT(why_not(url({.ca_file = other.certificate_file()})),
              HasSubstr("127.0.0.1: the server's certificate is not trusted"));
  EXPECT_THAT(why_not(url(RedisTls{})), HasSubstr("redis.ca_file must hold the CA"))
      << "the system's CAs did not sign it";
}

TEST_F(RedisTlsServers, AreRefusedUnderAnotherName) {
  start("DNS:redis.example,IP:127.0.0.2");
  EXPECT_THAT(why_not(url(trusting())),
              HasSubstr("the server's certificate does not name 127.0.0.1"));
  EXPECT_THAT(why_not(url(trusting(), "localhost")),
              HasSubstr("the server's certificate does not name localhost"));
}

TEST_F(RedisTlsServers, MayDemandAClientCertificate) {
  start("IP:127.0.0.1", true);
  EXPECT_THAT(why_not(url(trusting())), HasSubstr("the server demands a client certificate: set "
                                                  "redis.certificate_file and redis.key_file"));
  const auto own = authority_.issue("DNS:node.example");
  connect(url(showing(own)));
  EXPECT_TRUE(becomes_ready());
  TestAuthority other;
  EXPECT_THAT(why_not(url(showing(other.issue("DNS:node.example")))),
              HasSubstr("the server does not trust redis.certificate_file"));
}

TEST_F(RedisTlsServers, AreReachedWithRenewedFilesWithoutARestart) {
  start("IP:127.0.0.1", true);
  TestAuthority former;
  const auto old_own = former.issue("DNS:node.example");
  const auto new_own = authority_.issue("DNS:node.example");
  RedisTls files{.ca_file = former.certificate_file() + ".used",
                 .certificate_file = old_own.certificate_file + ".used",
                 .key_file = old_own.key_file + ".used"};
  copy_over(former.certificate_file(), files.ca_file);
  copy_over(old_own.certificate_file, files.certificate_file);
  copy_over(old_own.key_file, files.key_file);
  EXPECT_THAT(why_not(url(files)), HasSubstr("not trusted"));
  copy_over(authority_.certificate_file(), files.ca_file);
  copy_over(new_own.certificate_file, files.certificate_file);
  copy_over(new_own.key_file, files.key_file);
  EXPECT_TRUE(becomes_ready());
  // A file that is gone ends no connection, and is named at the next one.
  std::filesystem::remove(files.ca_file);
  EXPECT_TRUE(client_->ready());
  EXPECT_THAT(why_not(url(files)),
              HasSubstr("redis.ca_file " + files.ca_file + " cannot be read: No such file"));
}

TEST_F(RedisTlsServers, AndOthersAreToldApart) {
  start();
  RedisServer plain;
  RedisUrl with_tls = plain.url();
  with_tls.tls = trusting();
  EXPECT_THAT(why_not(with_tls), testing::AnyOf(HasSubstr("does not speak TLS"),
                                                HasSubstr("is this the server's tls-port?")));
  RedisUrl without = url(trusting());
  without.tls.reset();
  EXPECT_THAT(why_not(without),
              testing::AnyOf(HasSubstr("must begin with rediss://"), HasSubstr("malformed reply")));
}

TEST_F(RedisTlsServers, AreFoundBySentinelsWithTls) {
  const auto own = authority_.issue("IP:127.0.0.1");
  server_ = std::make_unique<RedisServer>(options(own, true));
  RedisServer sentinel(options(own, true), RedisServer::Kind::kSentinel);
  monitor(sentinel, *server_);
  RedisUrl sentinels{.servers = {sentinel.address()},
                     .primary_name = kPrimaryName,
                     .tls = showing(authority_.issue("DNS:node.example"))};
  connect(sentinels);
  EXPECT_TRUE(becomes_ready());
  sentinels.tls = trusting();
  EXPECT_THAT(why_not(sentinels), HasSubstr("the server demands a client certificate"));
}

TEST_F(RedisTlsServers, NeedSoundFiles) {
  const auto own = authority_.issue("DNS:node.example");
  const auto other = authority_.issue("DNS:node.example");
  EXPECT_EQ(tls_problem({}), std::nullopt);
  EXPECT_EQ(tls_problem(showing(own)), std::nullopt);
  EXPECT_THAT(
      tls_problem({.ca_file = "/nowhere/ca.pem"}),
      testing::Optional(HasSubstr("redis.ca_file /nowhere/ca.pem cannot be read: No such")));
  EXPECT_THAT(tls_problem({.ca_file = own.key_file}),
              testing::Optional(HasSubstr("holds no certificate in PEM")));
  EXPECT_THAT(tls_problem({.certificate_file = own.key_file, .key_file = own.key_file}),
              testing::Optional(HasSubstr("redis.certificate_file " + own.key_file + " holds no")));
  EXPECT_THAT(
      tls_problem({.certificate_file = own.certificate_file, .key_file = own.certificate_file}),
      testing::Optional(HasSubstr("holds no private key")));
  EXPECT_THAT(tls_problem({.certificate_file = own.certificate_file, .key_file = other.key_file}),
              testing::Optional(HasSubstr("is not the key of redis.certificate_file")));
  const std::string empty = own.key_file + ".empty";
  std::ofstream(empty).flush();
  EXPECT_THAT(tls_problem({.ca_file = empty}),
              testing::Optional(HasSubstr("holds no certificate in PEM")));
  EXPECT_THAT(tls_problem({.ca_file = "/"}), testing::Optional(HasSubstr("cannot be read")));
  const std::string pipe = own.key_file + ".pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(tls_problem({.ca_file = pipe}), testing::Optional(HasSubstr("not a regular file")));
}

}  // namespace
}  // namespace nexus::stores
