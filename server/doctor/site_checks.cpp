// SPDX-License-Identifier: MIT
#include "apps/socket_url.hpp"
#include "apps/version.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "credentials/credentials.hpp"
#include "doctor/checks.hpp"
#include "doctor/verdicts.hpp"
#include "doctor/web.hpp"
#include "protocol/generated/messages.hpp"
#include "transport/origin_policy.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

constexpr std::size_t kOriginsMax = 8;
constexpr std::size_t kHomesMax = 64;
constexpr const char* kNginxCure =
    "cp deploy/nginx/nexuschat.conf /etc/nginx/conf.d/ && nginx -t && systemctl reload nginx";

class SiteCheck {
 public:
  SiteCheck(const Case& given, std::string origin, Diagnosis& findings)
      : case_(given),
        origin_(std::move(origin)),
        server_(WebServer::of_origin(origin_)),
        findings_(findings) {}

  void run() {
    if (!check_info()) return;
    check_socket();
    if (server_.is_secure) check_inside();
    for (std::size_t i = 0; i < case_.homes.size() && i < kHomesMax; ++i) {
      check_home(case_.homes[i]);
    }
  }

 private:
  /// The site's folder on its host.
  [[nodiscard]] const std::string& folder() const { return case_.config.server.base_path; }

  /// False if there is nothing more to ask.
  bool check_info() {
    auto connection = server_.open();
    if (!connection) {
      findings_.fail(
          fmt::format("{}: cannot be reached: {}", origin_, connection.error()),
          fmt::format("getent hosts {}; systemctl status nginx; nft list ruleset", server_.host));
      return false;
    }
    if ((*connection)->certificate() != nullptr) {
      judge_certificate(origin_, *(*connection)->certificate(), findings_);
    }
    const auto answer = get(server_, folder() + "/v1/info");
    const std::string protocol =
        fmt::format("\"protocol\":{},", protocol::limits::kProtocolVersion);
    if (!answer || answer->status != 200 ||
        answer->body.find("\"protocol\":") == std::string::npos) {
      findings_.fail(
          fmt::format("{}/v1/info: not answered by a matching node ({})", origin_,
                      answer ? fmt::format("status {}", answer->status) : answer.error()),
          "systemctl status the matching nodes, and compare /etc/nginx/nexuschat/"
          "matching.conf with their addresses");
      return false;
    }
    if (answer->body.find(protocol) == std::string::npos) {
      findings_.fail(
          fmt::format("{}: speaks another version of the protocol than this program", origin_),
          "install the same version on every machine and restart");
    } else if (answer->body.find(fmt::format("\"version\":\"{}\"", apps::kVersion)) ==
               std::string::npos) {
      findings_.warn(fmt::format("{}: runs another version than this program", origin_),
                     "install the same version on every machine and restart, one after the other");
    } else {
      findings_.ok(fmt::format("{}: a matching node answers", origin_));
    }
    return true;
  }

  void check_socket() {
    const auto socket = Socket::open(server_, folder() + "/v1/match", origin_);
    const int status = socket ? socket->status() : 0;
    if (status == 101) return findings_.ok(fmt::format("{}: pages open sockets", origin_));
    std::string what = fmt::format("{}: a page's socket is refused ({})", origin_,
                                   socket ? fmt::format("status {}", status) : socket.error());
    if (status == 403) {
      return findings_.fail(std::move(what),
                            fmt::format("server.allowed_origins of the running matching nodes must "
                                        "name {}; systemctl reload them",
                                        origin_));
    }
    if (status == 503) return findings_.fail(std::move(what), "journalctl -u nexus-matching@*");
    findings_.fail(std::move(what), kNginxCure);
  }

  void check_inside() {
    const auto answer = get(server_, folder() + "/readyz");
    if (!answer) return;
    if (answer->status != 200 && answer->status != 503) {
      return findings_.ok(fmt::format("{}: /readyz is not reached from outside", origin_));
    }
    findings_.warn(
        fmt::format("{}/readyz: strangers read the state of the node", origin_),
        "let the proxy answer 404 for /livez and /readyz, as deploy/nginx/nexuschat.conf "
        "and deploy/caddy/Caddyfile do");
  }

  /// Opens the room socket as a page would, and sits down in a room that only that node accepts.
  void check_home(const Home& home) {
    std::string path = home.url.empty() ? folder() + "/v1/room" : home.url;
    WebServer server = server_;
    if (const auto url = apps::parse_socket_url(path)) {
      server = WebServer::of_origin(url->origin());
      path = url->path;
    }
    auto socket = Socket::open(server, path, origin_);
    const std::string place =
        fmt::format("{} of node {}", home.url.empty() ? origin_ + path : home.url, home.node);
    if (!socket || socket->status() != 101) {
      return findings_.fail(
          fmt::format("{}: a page of {} cannot open it ({})", place, origin_,
                      socket ? fmt::format("status {}", socket->status()) : socket.error()),
          fmt::format("a line `{} ADDRESS:PORT;` in /etc/nginx/nexuschat/signalling.conf, then "
                      "systemctl reload nginx",
                      home.node));
    }
    const std::string seat = token_for(home.node);
    if (seat.empty()) return;
    const bool is_sent = socket->send(fmt::format(R"({{"type":"join","seat":"{}"}})", seat));
    const auto answer = is_sent ? socket->receive() : std::nullopt;
    socket->close();
    if (answer && answer->find("\"joined\"") != std::string::npos) {
      return findings_.ok(fmt::format("{}: leads to that node", place));
    }
    judge_refusal(home, place, answer.value_or(std::string()));
  }

  /// `answer` of the node is not `joined`.
  void judge_refusal(const Home& home, const std::string& place, const std::string& answer) {
    const auto says = [&](std::string_view text) { return answer.find(text) != std::string::npos; };
    if (says("another node")) {
      return findings_.fail(
          fmt::format("{}: leads to another node", place),
          fmt::format("correct the line of {} in /etc/nginx/nexuschat/signalling.conf, then "
                      "systemctl reload nginx",
                      home.node));
    }
    const bool is_behind = says("clock that is ahead");
    if (is_behind || says("\"token_expired\"")) {
      return findings_.fail(
          fmt::format("{}: its clock is {} this machine's: its visitors cannot enter rooms", place,
                      is_behind ? "more than 30 s behind" : "a minute or more ahead of"),
          "timedatectl set-ntp true, on both machines");
    }
    findings_.fail(fmt::format("{}: no room can be entered there", place),
                   "journalctl -u nexus-signalling@*; compare credentials.secrets of the node");
  }

  [[nodiscard]] std::string token_for(const std::string& node) const {
    std::vector<std::string> secrets;
    for (const apps::Secret& secret : case_.config.secrets) secrets.push_back(secret.reveal());
    const auto credentials = credentials::Credentials::create(secrets);
    if (!credentials) return {};  // nexuschat made one that nobody else knows
    SystemRandom random;
    return credentials->seats.issue({.room = RoomId::random(random),
                                     .role = Role::kInitiator,
                                     .ticket = TicketId::random(random),
                                     .visitor = VisitorId::random(random),
                                     .home = {.node = {node}, .incarnation = {}},
                                     .secret = {},
                                     .issued = SystemClock().wall()});
  }

  const Case& case_;
  const std::string origin_;
  const WebServer server_;
  Diagnosis& findings_;
};

}  // namespace

void check_site(Case& given, Diagnosis& findings) {
  std::size_t count = 0;
  for (const std::string& origin : given.config.server.allowed_origins) {
    if (transport::OriginPolicy::is_wildcard(origin) || ++count > kOriginsMax) continue;
    SiteCheck(given, origin, findings).run();
  }
  if (count == 0) {
    findings.ok("server.allowed_origins names no public name, so none was examined");
  }
}

}  // namespace nexus::doctor
