// SPDX-License-Identifier: MIT
#include "base/clock.hpp"
#include "base/text.hpp"
#include "credentials/turn_credential.hpp"
#include "doctor/checks.hpp"
#include "doctor/connection.hpp"
#include "doctor/stun.hpp"
#include "doctor/verdicts.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

/// A UDP request that was lost is sent again.
constexpr int kTries = 2;
constexpr int kUnauthorized = 401, kForbidden = 403, kMismatch = 437, kStaleNonce = 438,
              kQuota = 486;

/// A turn: or turns: address (RFC 7065), which ice_url_problem() accepts.
struct TurnUrl {
  std::string text, host;
  std::uint16_t port = 0;
  Carrier carrier = Carrier::kUdp;
};

TurnUrl parse(const std::string& text) {
  TurnUrl url{.text = text, .host = {}};
  const bool is_secure = text.starts_with("turns:");
  const std::size_t question = std::min(text.find('?'), text.size());
  std::string_view authority(text);
  authority = authority.substr(0, question).substr(is_secure ? 6 : 5);
  const bool is_tcp = text.substr(question) == "?transport=tcp";
  url.carrier = is_secure ? Carrier::kTls : is_tcp ? Carrier::kTcp : Carrier::kUdp;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  url.host = authority.substr(0, colon);
  if (bracket != std::string_view::npos) url.host = authority.substr(1, bracket - 1);
  url.port = is_secure ? 5349 : 3478;
  if (colon != std::string_view::npos) {
    url.port = parse_number<std::uint16_t>(authority.substr(colon + 1)).value_or(url.port);
  }
  return url;
}

/// Peers inside the operator's network, in host order.
struct Inside {
  std::string_view name;
  std::uint32_t address;
};
constexpr std::array<Inside, 4> kInside{{{"127.0.0.1", 0x7F000001},
                                         {"10.0.0.1", 0x0A000001},
                                         {"192.168.0.1", 0xC0A80001},
                                         {"169.254.169.254", 0xA9FEA9FE}}};

class TurnCheck {
 public:
  TurnCheck(TurnUrl url, const apps::Config& config, Diagnosis& findings)
      : url_(std::move(url)), findings_(findings) {
    const std::string secret = config.turn_secrets.front().reveal();
    const auto credential =
        credentials::make_turn_credential(secret, "doctor", SystemClock().wall());
    account_.username = credential.username;
    account_.password = credential.credential;
  }

  void run() {
    auto connection = Connection::open(url_.carrier, url_.host, url_.port);
    if (!connection) {
      return findings_.fail(fmt::format("{}: {} port {} cannot be reached: {}", url_.text,
                                        url_.host, url_.port, connection.error()),
                            "systemctl status coturn, on its machine; its firewall must let in "
                            "this port");
    }
    connection_ = std::move(*connection);
    if (connection_->certificate() != nullptr) {
      judge_certificate(url_.text, *connection_->certificate(), findings_);
    }
    if (!allocate()) return;
    check_inside();
    (void)ask(StunMethod::kRefresh, [](StunRequest& request) {
      request.add(StunAttribute::kLifetime, std::string(4, '\0'));
    });
  }

 private:
  template <class Fill>
  std::optional<StunReply> ask(StunMethod method, const Fill& fill) {
    for (int i = 0; i < 2; ++i) {  // a nonce may be stale
      StunRequest request(method);
      fill(request);
      if (!account_.nonce.empty()) request.sign(account_);
      auto reply = exchange(request);
      if (!reply) return std::nullopt;
      const bool is_challenge =
          reply->error == kStaleNonce || (reply->error == kUnauthorized && account_.nonce.empty());
      if (!is_challenge) return reply;
      account_.realm = reply->get(StunAttribute::kRealm);
      account_.nonce = reply->get(StunAttribute::kNonce);
      if (account_.nonce.empty()) return reply;
    }
    return std::nullopt;
  }

  std::optional<StunReply> exchange(const StunRequest& request) {
    const int tries = url_.carrier == Carrier::kUdp ? kTries : 1;
    for (int i = 0; i < tries; ++i) {
      if (!connection_->send(request.bytes())) return std::nullopt;
      for (;;) {
        auto packet = receive();
        if (!packet) break;
        auto reply = read_stun_reply(*packet);
        if (reply && reply->transaction == request.transaction()) return reply;
      }
    }
    return std::nullopt;
  }

  /// The next whole message.
  std::optional<std::string> receive() {
    for (;;) {
      const auto size = stun_message_bytes(received_);
      if (size && received_.size() >= *size) {
        std::string message = received_.substr(0, *size);
        received_.erase(0, *size);
        return message;
      }
      auto bytes = connection_->receive();
      if (!bytes || bytes->empty()) return std::nullopt;
      if (url_.carrier == Carrier::kUdp) return bytes;
      received_ += *bytes;
    }
  }

  bool allocate() {
    const auto reply = ask(StunMethod::kAllocate, [](StunRequest& request) {
      request.add(StunAttribute::kRequestedTransport, std::string("\x11\0\0\0", 4));  // UDP
    });
    if (!reply) {
      findings_.fail(
          fmt::format("{}: no answer of a TURN server", url_.text),
          url_.carrier == Carrier::kUdp
              ? fmt::format("nft list ruleset, on its machine: udp port {} must be open", url_.port)
              : "systemctl status coturn, on its machine");
      return false;
    }
    if (reply->error != 0) {
      findings_.fail(fmt::format("{}: no relay for us (error {})", url_.text, reply->error),
                     allocate_cure(reply->error));
      return false;
    }
    const std::string relay =
        read_xor_address(reply->get(StunAttribute::kRelayedAddress), reply->transaction);
    findings_.ok(fmt::format("{}: a relay at {}", url_.text, relay));
    if (is_private(relay) && !is_private(connection_->peer())) {
      findings_.warn(
          fmt::format("{}: the relay names {}, which browsers cannot reach", url_.text, relay),
          fmt::format("external-ip={} in /etc/turnserver.conf, then systemctl restart coturn",
                      connection_->peer()));
    }
    return true;
  }

  static std::string allocate_cure(int error) {
    switch (error) {
      case kUnauthorized:
        return "compare the first of ice.turn_secrets with `static-auth-secret` in "
               "/etc/turnserver.conf, and both clocks (timedatectl)";
      case kQuota:
        return "raise `user-quota` and `total-quota` in /etc/turnserver.conf";
      case kForbidden:
        return "journalctl -u coturn";
      case kMismatch:
        return "systemctl restart coturn";
      default:
        return "journalctl -u coturn";
    }
  }

  void check_inside() {
    std::string reached;
    for (const Inside& peer : kInside) {
      const auto reply = ask(StunMethod::kCreatePermission,
                             [&](StunRequest& request) { request.add_peer(peer.address, 80); });
      if (!reply) {
        return findings_.fail(fmt::format("{}: no answer to a permission", url_.text),
                              "journalctl -u coturn");
      }
      if (reply->error == 0) reached += fmt::format("{}{}", reached.empty() ? "" : ", ", peer.name);
    }
    if (reached.empty()) {
      return findings_.ok(
          fmt::format("{}: the relay sends nothing into private networks", url_.text));
    }
    findings_.fail(
        fmt::format("{}: strangers may reach {} through the relay", url_.text, reached),
        "cp deploy/coturn/turnserver.conf /etc/turnserver.conf, fill it in, systemctl restart "
        "coturn: its `denied-peer-ip` lines refuse them");
  }

  const TurnUrl url_;
  Diagnosis& findings_;
  StunAccount account_;
  std::unique_ptr<Connection> connection_;
  std::string received_;
};

}  // namespace

void check_turn(Case& given, Diagnosis& findings) {
  const apps::Config& config = given.config;
  if (!given.program.matching) return;
  if (config.turn_urls.empty()) {
    return findings.warn("ice.turn_urls: empty, so some pairs of networks cannot reach each other",
                         "docs/turn.md shows how to run coturn");
  }
  if (config.turn_secrets.empty()) return;  // the settings were refused
  for (const std::string& url : config.turn_urls) TurnCheck(parse(url), config, findings).run();
}

}  // namespace nexus::doctor
