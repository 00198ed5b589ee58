// HTTP end to end, over loopback: routes, files, the upgrade's refusals.
// SPDX-License-Identifier: MIT
#include "transport/server_refusals.hpp"
#include "transport/testing/server_fixture.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Http : public ServerFixture {
 protected:
  Http() {
    directory = fs::temp_directory_path() / ("nexus-http-test-" + std::to_string(getpid()));
    write("site/index.html", "<!doctype html>index");
    write("site/assets/app-1234.js", std::string(500, 'j'));
    write("site/assets/app-1234.js.br", "brotli");
    write("site/assets/app-1234.js.gz", "gzip");
    write("site/a b.txt", "blank");
    write("site/.secret", "hidden");
    write("secret.txt", "outside");
    fs::create_symlink(directory / "secret.txt", directory / "site/link.txt");
    before_listening = [this] {
      server->serve_files(directory / "site");
      server->route_get("/v1/info", [](const HttpRequest& request) {
        HttpResponse response;
        response.body =
            "{\"from\":\"" + request.client_address + "\",\"q\":\"" + request.query + "\"}";
        return response;
      });
    };
  }
  ~Http() override { fs::remove_all(directory); }

  void write(const fs::path& name, std::string_view content) const {
    fs::create_directories((directory / name).parent_path());
    std::ofstream(directory / name, std::ios::binary) << content;
  }
  HttpReply get(std::string_view path, std::string_view headers = {}) {
    return connect().get(path, headers);
  }
  int upgrade(std::initializer_list<std::string_view> lines, std::string_view path = "/ws") {
    RawClient client(port);
    const HttpReply reply = client.request(upgrade_request(path, lines));
    if (reply.status != 101) {
      EXPECT_TRUE(client.is_ended()) << reply.head;
    }
    return reply.status;
  }

  fs::path directory;
};

TEST_F(Http, AnswersRoutesForGetAndHead) {
  start();
  RawClient client(port);
  const HttpReply reply = client.get("/v1/info?x=1");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"from":"127.0.0.1","q":"x=1"})");
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_TRUE(reply.header("Date").ends_with(" GMT"));
  const HttpReply head = client.request("HEAD /v1/info?x=1 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), std::to_string(reply.body.size()));
  EXPECT_EQ(client.get("/v1/info").status, 200);  // no body followed the head
}

TEST_F(Http, ServesTheAppInTheBestEncodingTaken) {
  start();
  const std::string path = "/assets/app-1234.js";
  const HttpReply plain = get(path);
  EXPECT_EQ(plain.body, std::string(500, 'j'));
  EXPECT_FALSE(plain.has("Content-Encoding"));
  EXPECT_EQ(plain.header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(plain.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  const HttpReply brotli = get(path, "Accept-Encoding: gzip, deflate, br, zstd\r\n");
  EXPECT_EQ(brotli.body, "brotli");
  EXPECT_EQ(brotli.header("Content-Encoding"), "br");
  EXPECT_NE(brotli.header("ETag"), plain.header("ETag"));
  EXPECT_EQ(get(path, "Accept-Encoding: gzip\r\n").body, "gzip");
  EXPECT_EQ(get(path, "Accept-Encoding: br;q=0, gzip;q=0.5\r\n").body, "gzip");
  EXPECT_EQ(get(path, "Accept-Encoding: *;q=0.1, br; q=0.0\r\n").body, "gzip");
  EXPECT_FALSE(get(path, "Accept-Encoding: identity\r\n").has("Content-Encoding"));
  EXPECT_EQ(get("/assets/app-1234.js.br").status, 404);
}

TEST_F(Http, ServesAnEditedFileWithoutItsFormerEncodings) {
  write("site/page.html", "<b>a</b> and a");
  write("site/page.html.gz", "gzip");
  start();
  const std::string gzip = "Accept-Encoding: gzip\r\n";
  const std::string etag = get("/page.html").header("ETag");
  EXPECT_EQ(get("/page.html", gzip).body, "gzip");
  in_loop([&] { server->edit_file("/page.html", {{"a", "aa"}, {"aa", "c"}}); });
  EXPECT_EQ(get("/page.html", gzip).body, "<b>c</b> cnd c");
  EXPECT_NE(get("/page.html").header("ETag"), etag);
  // Each edit begins with the file as it was read.
  in_loop([&] { server->edit_file("/page.html", {{"and", "or"}}); });
  EXPECT_EQ(get("/page.html", gzip).body, "<b>a</b> or a");
  in_loop([&] { server->edit_file("/page.html", {{"nothing", "x"}}); });
  EXPECT_EQ(get("/page.html", gzip).body, "gzip");
  EXPECT_EQ(get("/page.html").header("ETag"), etag);
  in_loop([&] { server->edit_file("/missing.html", {{"a", "b"}}); });
  EXPECT_EQ(get("/missing.html").status, 404);
}

TEST_F(Http, AnswersNotModified) {
  start();
  RawClient client(port);
  const HttpReply first = client.get("/");
  EXPECT_EQ(first.body, "<!doctype html>index");
  EXPECT_EQ(first.header("Cache-Control"), "no-cache");
  const std::string etag = first.header("ETag");
  for (const std::string& condition : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
    const HttpReply again = client.get("/", "If-None-Match: " + condition + "\r\n");
    EXPECT_EQ(again.status, 304) << condition;
    EXPECT_EQ(again.header("ETag"), etag);
    EXPECT_FALSE(again.has("Content-Length"));
  }
  EXPECT_EQ(client.get("/", "If-None-Match: \"x\"\r\n").status, 200);
}

TEST_F(Http, HasNothingWhereThereIsNoFileAndNoRoute) {
  start();
  EXPECT_EQ(get("/").body, "<!doctype html>index");
  EXPECT_EQ(get("/?lane=adult").body, "<!doctype html>index");
  EXPECT_EQ(get("/index.html").body, "<!doctype html>index");
  EXPECT_EQ(get("/a%20b.txt").body, "blank");
  for (const std::string_view path : {"/healthz", "/metrics", "/room/abc", "/admin", "/.env",
                                      "/missing.js", "/assets", "/assets/", "/assets/missing.css",
                                      "/v1/nothing", "/v1", "/v1/info/", "//", "/index.html/"}) {
    const HttpReply reply = get(path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
    EXPECT_NE(reply.body.find(R"("status":404)"), std::string::npos);
    const std::string target = std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const std::string_view method : {"HEAD ", "OPTIONS ", "POST ", "DELETE "}) {
      EXPECT_EQ(connect().request(std::string(method) + target).status, 404) << method << path;
    }
  }
}

TEST_F(Http, SaysWhichMethodsAPathTakes) {
  start();
  RawClient client(port);
  const auto ask = [&](std::string_view path) {
    return client.request("OPTIONS " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
  };
  for (const std::string_view path : {"/", "/assets/app-1234.js", "/v1/info", "*"}) {
    const HttpReply reply = ask(path);
    EXPECT_EQ(reply.status, 204) << path;
    EXPECT_EQ(reply.header("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_FALSE(reply.has("Content-Length"));
    EXPECT_FALSE(reply.has("Access-Control-Allow-Origin"));
  }
  EXPECT_EQ(ask("/ws").header("Allow"), "GET, OPTIONS");
  EXPECT_EQ(ask("/%").status, 404);
  EXPECT_EQ(connect().request("GET * HTTP/1.1\r\nHost: x\r\n\r\n").status, 400);
  EXPECT_EQ(connect().request("OPTIONS / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na").status,
            413);
}

TEST_F(Http, AnswersHeadAsGetWithoutTheBody) {
  start();
  RawClient client(port);
  for (const std::string_view path : {"/", "/assets/app-1234.js", "/v1/info", "/metrics"}) {
    const HttpReply whole = client.get(path);
    const HttpReply head =
        client.request("HEAD " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(head.status, whole.status) << path;
    EXPECT_EQ(head.header("Content-Length"), std::to_string(whole.body.size()));
    EXPECT_EQ(head.header("Content-Type"), whole.header("Content-Type"));
    EXPECT_EQ(head.body, "");
  }
}

TEST_F(Http, NeverLeavesTheDirectory) {
  start();
  for (const std::string_view path :
       {"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt",
        "/link.txt", "/.secret", "//secret.txt", "/./../secret.txt", "/..\\secret.txt",
        "/%2e%2e%5csecret.txt"}) {
    const HttpReply reply = get(path);
    EXPECT_EQ(reply.body.find("outside"), std::string::npos) << path;
    EXPECT_EQ(reply.body.find("hidden"), std::string::npos) << path;
  }
  EXPECT_EQ(get("/%").status, 400);
  EXPECT_EQ(get("/%zz").status, 400);
  EXPECT_EQ(get("/index.html%00.txt").status, 400);
}

TEST_F(Http, SendsSecurityHeadersOnEverything) {
  options.extra_connect_sources = {"wss://node2.chat.example"};
  start();
  for (const std::string_view path :
       {"/", "/assets/app-1234.js", "/v1/info", "/missing.js", "/ws"}) {
    const HttpReply reply = get(path);
    const std::string policy = reply.header("Content-Security-Policy");
    EXPECT_NE(policy.find("connect-src 'self' wss://node2.chat.example;"), std::string::npos)
        << path;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
    // WebAssembly of the site's own files, but no text as code.
    EXPECT_NE(policy.find("script-src 'self' 'wasm-unsafe-eval';"), std::string::npos);
    EXPECT_EQ(policy.find("'unsafe"), std::string::npos);
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer");
    EXPECT_NE(reply.header("Permissions-Policy").find("camera=(self)"), std::string::npos);
    EXPECT_EQ(reply.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin");
  }
}

TEST_F(Http, RefusesOtherMethodsBodiesAndNonsense) {
  start();
  const auto status = [&](std::string_view text) { return connect().request(text).status; };
  HttpReply post = connect().request("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(post.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(post.header("Connection"), "close");
  EXPECT_EQ(status("DELETE /v1/info HTTP/1.1\r\nHost: x\r\n\r\n"), 405);
  EXPECT_EQ(status("POST /ws HTTP/1.1\r\nHost: x\r\n\r\n"), 405);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"), 413);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            413);
  EXPECT_EQ(status("nonsense\r\n\r\n"), 400);
  EXPECT_EQ(status("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /" + std::string(5000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(20'000, 'x') + "\r\n\r\n"),
            431);
}

TEST_F(Http, KeepsConnectionsAliveUnlessToldOtherwise) {
  start();
  RawClient client(port);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.get("/v1/info").status, 200);
  const HttpReply last = client.get("/v1/info", "Connection: close\r\n");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client.is_ended());
  RawClient old(port);
  EXPECT_EQ(old.request("GET /v1/info HTTP/1.0\r\n\r\n").status, 200);
  EXPECT_TRUE(old.is_ended());
}

TEST_F(Http, AnswersPipelinedRequestsInOrder) {
  start();
  RawClient client(port);
  std::string requests;
  for (int i = 0; i < 300; ++i) {
    requests += "GET /v1/info?" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  for (std::size_t at = 0; at < requests.size(); at += 777) {
    client.send(std::string_view(requests).substr(at, 777));
  }
  for (int i = 0; i < 300; ++i) {
    const std::string number = "\"q\":\"" + std::to_string(i) + "\"";
    ASSERT_NE(client.response().body.find(number), std::string::npos) << i;
  }
}

TEST_F(Http, WaitsWithPipelinedRequestsForASlowReader) {
  write("site/big.txt", std::string(2'000'000, 'b'));
  start();
  RawClient client(port, nullptr, 4096);
  std::string requests;
  for (int i = 0; i < 5; ++i) requests += "GET /big.txt HTTP/1.1\r\nHost: x\r\n\r\n";
  client.send(requests + "GET /a%20b.txt HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(100ms);
  EXPECT_LT(counted([](const auto& all) { return all.http_responses.total(); }), 5U);
  for (int i = 0; i < 5; ++i) ASSERT_EQ(client.response().body.size(), 2'000'000U);
  EXPECT_EQ(client.response().body, "blank");
}

TEST_F(Http, GivesUpAResponseThatNobodyTakes) {
  write("site/big.txt", std::string(20'000'000, 'b'));
  options.write_stall_timeout = 150ms;
  start();
  RawClient client(port, nullptr, 4096);
  client.send("GET /big.txt HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(eventually(
      [&] { return counted([](const auto& all) { return all.responses_stalled.value(); }) == 1; }));
  EXPECT_EQ(open_connections(), 0U);
}

TEST_F(Http, UpgradesWhatIsAskedRightly) {
  start();
  RawClient client(port);
  const HttpReply reply = client.request(upgrade_request(
      "/ws", {"Sec-WebSocket-Protocol: other, nexuschat.v2",
              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"}));
  EXPECT_EQ(reply.status, 101);
  EXPECT_EQ(reply.header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(reply.header("Sec-WebSocket-Protocol"), "nexuschat.v2");
  EXPECT_FALSE(reply.has("Sec-WebSocket-Extensions"));
  EXPECT_EQ(upgrade({"Upgrade: WebSocket", "Connection: UPGRADE"}), 101);
  RawClient later(port);  // an upgrade on a connection that has already carried a request
  EXPECT_EQ(later.get("/v1/info").status, 200);
  EXPECT_TRUE(later.open());
}

TEST_F(Http, RefusesUpgradesThatAreNot) {
  start();
  EXPECT_EQ(get("/ws").status, 426);
  RawClient client(port);
  const HttpReply version = client.request(upgrade_request("/ws", {"Sec-WebSocket-Version: 8"}));
  EXPECT_EQ(version.status, 426);
  EXPECT_EQ(version.header("Sec-WebSocket-Version"), "13");
  EXPECT_EQ(version.header("Upgrade"), "websocket");
  EXPECT_EQ(upgrade({"Upgrade"}), 426);
  EXPECT_EQ(upgrade({"Upgrade: h2c"}), 426);
  EXPECT_EQ(upgrade({"Connection: keep-alive"}), 426);
  EXPECT_EQ(upgrade({"Sec-WebSocket-Version"}), 426);
  EXPECT_EQ(upgrade({"Sec-WebSocket-Key"}), 400);
  EXPECT_EQ(upgrade({"Sec-WebSocket-Key: short"}), 400);
  EXPECT_EQ(upgrade({"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=!"}), 400);
  EXPECT_EQ(upgrade({"Sec-WebSocket-Protocol"}), 400);
  EXPECT_EQ(upgrade({"Sec-WebSocket-Protocol: nexuschat.v1"}), 400);
  EXPECT_EQ(upgrade({"Sec-WebSocket-Protocol: NexusChat.v2"}), 400);
  EXPECT_EQ(upgrade({"Host"}), 400);
  EXPECT_EQ(get("/v1/info", "Upgrade: websocket\r\nConnection: Upgrade\r\n").status, 200);
  EXPECT_EQ(counted([](const auto& all) { return all.sockets_opened.value(); }), 0U);
}

TEST_F(Http, RefusesEveryOriginButTheListed) {
  start();
  EXPECT_EQ(upgrade({"Origin: https://chat.example"}), 101);
  EXPECT_EQ(upgrade({"Origin"}), 403);
  EXPECT_EQ(upgrade({"Origin: https://chat.example", "Origin: https://evil.example"}), 403);
  for (const std::string_view origin : {"",
                                        "null",
                                        "http://chat.example",
                                        "https://chat.example:8443",
                                        "https://chat.example:443",
                                        "https://chat.example/",
                                        "https://CHAT.example",
                                        "HTTPS://chat.example",
                                        "https://chat.example.evil.example",
                                        "https://evilchat.example",
                                        "https://a.chat.example",
                                        "https://chat.example@evil.example",
                                        "https://evil.example?https://chat.example",
                                        "chat.example",
                                        "wss://chat.example",
                                        "https://chat.exampl",
                                        "https://chat.example.",
                                        "https://chat.example,https://evil.example",
                                        "*",
                                        "file://"}) {
    const std::string line = "Origin: " + std::string(origin);
    EXPECT_EQ(upgrade({line}), 403) << origin;
  }
  EXPECT_EQ(refusals_of(kWrongOrigin), 22U);
}

TEST_F(Http, TakesTheSameOriginWithoutAList) {
  options.allowed_origins.clear();
  start();
  EXPECT_EQ(upgrade({"Host: localhost:8080", "Origin: http://localhost:8080"}), 101);
  EXPECT_EQ(upgrade({"Host: localhost:8080", "Origin: http://localhost:8081"}), 403);
  EXPECT_EQ(upgrade({"Host: localhost:8080", "Origin"}), 403);
}

}  // namespace
}  // namespace nexus::transport::testing
