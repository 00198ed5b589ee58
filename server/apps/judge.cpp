// Settings in combination.
// SPDX-License-Identifier: MIT
#include "apps/judge.hpp"

#include "apps/listening.hpp"
#include "apps/metrics_page.hpp"
#include "apps/socket_url.hpp"
#include "stores/redis/redis_tls.hpp"
#include "stores/redis/redis_url.hpp"
#include "transport/ip_address.hpp"
#include "transport/loopback_host.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

/// Reports each finding unless one of its settings was refused already: the operator has to correct
/// that setting first, and the finding may only follow from it.
class Judge {
 public:
  Judge(const Judged& judged, Findings& findings) : judged_(judged), findings_(findings) {}

  void refuse(std::initializer_list<std::string_view> about, std::string what) {
    if (is_open(about)) findings_.problems.push_back(std::move(what));
  }
  void warn(std::initializer_list<std::string_view> about, std::string what) {
    if (is_open(about)) findings_.warnings.push_back(std::move(what));
  }

 private:
  [[nodiscard]] bool is_open(std::initializer_list<std::string_view> about) const {
    return std::none_of(about.begin(), about.end(),
                        [&](std::string_view name) { return judged_.refused.contains(name); });
  }

  const Judged& judged_;
  Findings& findings_;
};

void judge_tls(const Judged& judged, const stores::RedisUrl& url, Judge& judge) {
  const stores::RedisTls& tls = judged.config.redis_tls;
  const std::pair<std::string_view, const std::string&> files[] = {
      {"redis.ca_file", tls.ca_file},
      {"redis.certificate_file", tls.certificate_file},
      {"redis.key_file", tls.key_file}};
  for (const auto& [name, file] : files) {
    if (url.tls || file.empty()) continue;
    judge.refuse(
        {"redis.url", name},
        fmt::format("{}: used only for TLS, and redis.url does not begin with rediss:// or "
                    "rediss+sentinel://",
                    name));
  }
  if (tls.certificate_file.empty() != tls.key_file.empty()) {
    judge.refuse({"redis.certificate_file", "redis.key_file"},
                 fmt::format("{}: needed with {}",
                             tls.key_file.empty() ? "redis.key_file" : "redis.certificate_file",
                             tls.key_file.empty() ? "redis.certificate_file" : "redis.key_file"));
  }
}

void judge_store(const Judged& judged, Judge& judge) {
  const auto& [program, config, given, refused] = judged;
  if (!program.all_in_one()) {
    const auto url = stores::parse_redis_url(config.redis_url);
    if (url && !url->password.empty() && !config.redis_password.empty()) {
      judge.refuse({"redis.url", "redis.password"},
                   "redis.password: redis.url holds a password too: keep one of them");
    }
    if (url) judge_tls(judged, *url, judge);
    if (!config.secrets.empty()) return;
    return judge.refuse({"credentials.secrets"},
                        "credentials.secrets: every matching and signalling process needs the same "
                        "secret (make one with: openssl rand -base64 32), such as in the "
                        "file that credentials.secrets_file names");
  }
  for (const std::string_view name :
       {"redis.url", "redis.url_file", "redis.password", "redis.password_file", "redis.ca_file",
        "redis.certificate_file", "redis.key_file", "redis.pool"}) {
    if (!given.contains(name)) continue;
    judge.refuse({}, fmt::format("{}: nexuschat keeps everything in its own memory and never uses "
                                 "Redis; leave the setting out, or run nexus-matching and "
                                 "nexus-signalling",
                                 name));
  }
}

std::string_view host_of_origin(std::string_view origin) {
  return transport::host_of_authority(origin.substr(origin.find("://") + 3));
}

/// The first origin whose visitors are on other machines; nullptr without one.
const std::string* remote_origin(const Config& config) {
  const std::vector<std::string>& origins = config.server.allowed_origins;
  const auto found = std::find_if(origins.begin(), origins.end(), [](const auto& origin) {
    return !transport::is_loopback_host(host_of_origin(origin));
  });
  return found == origins.end() ? nullptr : &*found;
}

/// Whether visitors reach the STUN and TURN servers, which their browsers connect to.
void judge_ice_hosts(const Judged& judged, Judge& judge) {
  const Config& config = judged.config;
  const std::string* const remote = remote_origin(config);
  if (!judged.program.matching || remote == nullptr) return;
  const std::pair<std::string_view, const Values&> lists[] = {{"ice.stun_urls", config.stun_urls},
                                                              {"ice.turn_urls", config.turn_urls}};
  for (const auto& [name, urls] : lists) {
    for (const std::string_view url : urls) {
      const std::string_view authority = url.substr(url.find(':') + 1);
      const auto host = transport::host_of_authority(authority.substr(0, authority.find('?')));
      if (host != "0.0.0.0" && host != "[::]" && !transport::is_loopback_host(host)) continue;
      judge.refuse({name, "server.allowed_origins"},
                   fmt::format("{}: a visitor of {} would look for {} on their own machine; write "
                               "the server's public name or address",
                               name, *remote, url));
    }
  }
}

void judge_relays(const Judged& judged, Judge& judge) {
  const Config& config = judged.config;
  // A signalling process follows each room's token and needs no TURN server for it.
  if (!judged.program.matching) return;
  if (!config.turn_urls.empty() && config.turn_secrets.empty()) {
    judge.refuse({"ice.turn_urls", "ice.turn_secrets"},
                 "ice.turn_secrets: needed with ice.turn_urls (coturn's static-auth-secret; make "
                 "one with: openssl rand -base64 32)");
  }
  if (config.turn_urls.empty() && !config.turn_secrets.empty()) {
    judge.warn({"ice.turn_urls", "ice.turn_secrets"},
               "ice.turn_secrets: not used, because ice.turn_urls names no TURN server");
  }
  if (config.turn_urls.empty() && config.desk.relay_policy != matching::RelayPolicy::kOff) {
    judge.refuse({"ice.turn_urls", "ice.shield"},
                 "ice.shield: choice and always need ice.turn_urls: without a relay nobody could "
                 "talk");
  }
}

/// Where the page finds the room socket.
struct RoomAddress {
  std::string text;
  SocketUrl url;
  bool is_default = false;
};

/// nullopt if there is nothing to judge.
std::optional<RoomAddress> room_address(const Judged& judged) {
  const Program& program = judged.program;
  const Config& config = judged.config;
  const bool is_default = config.rooms.url.empty();
  // nexuschat's own default is a path. A matching process does not announce where rooms are.
  if (is_default && (program.all_in_one() || !program.signalling)) return std::nullopt;
  if (is_default && main_port(config) == 0) return std::nullopt;  // see judge_unix_sockets()
  std::string text =
      is_default ? fmt::format("ws://localhost:{}/v1/room", main_port(config)) : config.rooms.url;
  auto url = parse_socket_url(text);
  if (!url) return std::nullopt;
  return RoomAddress{std::move(text), std::move(*url), is_default};
}

/// Whether the page's Content-Security-Policy lets it connect to the room socket.
void judge_connect_sources(const Judged& judged, const RoomAddress& room, Judge& judge) {
  const auto& [program, config, given, refused] = judged;
  const SocketUrl& url = room.url;
  const std::vector<std::string>& origins = config.server.allowed_origins;
  const bool is_own = std::find(origins.begin(), origins.end(), url.origin()) != origins.end() ||
                      (origins.empty() && url.port == main_port(config));
  if (is_own || is_covered(url, config.server.extra_connect_sources)) return;
  std::string what = fmt::format(
      "server.connect_sources: the page may not connect to {}, which is another host or port than "
      "the page's own; add \"{}://{}\"",
      room.text, url.is_secure ? "wss" : "ws", url.origin().substr(url.origin().find("://") + 3));
  const auto about = {std::string_view("signalling.url"),
                      std::string_view("server.allowed_origins"),
                      std::string_view("server.connect_sources")};
  if (program.matching && !config.web_directory.empty())
    return judge.refuse(about, std::move(what));
  // Another process serves the page, and its configuration may allow this address.
  const bool is_same_host = std::any_of(origins.begin(), origins.end(), [&](const auto& origin) {
    return host_of_origin(origin) == host_of_origin(url.origin());
  });
  if (program.matching || (!origins.empty() && !is_same_host)) {
    judge.warn(about, what + ", unless the server of the page allows it already");
  }
}

/// Whether the browsers of all visitors can connect to the room socket.
void judge_room_url(const Judged& judged, Judge& judge) {
  const auto room = room_address(judged);
  if (!room) return;
  const std::vector<std::string>& origins = judged.config.server.allowed_origins;
  const auto about = {std::string_view("signalling.url"),
                      std::string_view("server.allowed_origins")};
  const std::string* const remote = remote_origin(judged.config);
  if (transport::is_loopback_host(room->url.host) && remote != nullptr) {
    return judge.refuse(
        about, fmt::format("signalling.url: a visitor of {} would look for {}{} on their own "
                           "machine; write the public address, such as wss://rooms.example/v1/room,"
                           " or behind one name a path such as /s/NODE/v1/room",
                           *remote, room->is_default ? "the default " : "", room->text));
  }
  const auto secure = std::find_if(origins.begin(), origins.end(),
                                   [](const auto& origin) { return origin.starts_with("https:"); });
  if (!room->url.is_secure && secure != origins.end()) {
    return judge.refuse(
        about, fmt::format("signalling.url: browsers refuse {} to the page of {}, which came by "
                           "TLS; write a wss:// address, or behind one name a path such as "
                           "/s/NODE/v1/room",
                           room->text, *secure));
  }
  judge_connect_sources(judged, *room, judge);
}

void judge_proxies(const Judged& judged, Judge& judge) {
  for (const std::string& block : judged.config.server.trusted_proxies) {
    if (!block.ends_with("/0")) continue;
    judge.warn({}, fmt::format("server.trusted_proxies: {} believes the X-Forwarded-For of "
                               "everybody, so every visitor can choose an address; name the "
                               "proxies alone",
                               block));
  }
}

/// Without a list, a page may open sockets if its host equals the request's. On a loopback address
/// only this machine's browsers connect. Elsewhere, and behind the proxy that a Unix socket needs,
/// any name that resolves to the server would do (DNS rebinding).
void judge_origins(const Judged& judged, Judge& judge) {
  const Config& config = judged.config;
  if (!config.server.allowed_origins.empty()) return;
  for (const std::string& text : config.listen) {
    const auto address = transport::ListenAddress::parse(text, config.port);
    if (!address || (!address->is_unix() && address->ip.is_loopback())) continue;
    judge.refuse(
        {"server.listen", "server.allowed_origins"},
        fmt::format(
            "server.allowed_origins: needed when server.listen has {}, which is no loopback "
            "address: name the site, such as https://chat.example, or pages of any name "
            "that leads here could open sockets",
            text));
  }
}

void judge_base_path(const Judged& judged, Judge& judge) {
  const std::string& base = judged.config.server.base_path;
  const std::string& room = judged.config.rooms.url;
  if (base.empty() || !room.starts_with('/') || room.starts_with(base + "/")) return;
  judge.warn(
      {"server.base_path", "signalling.url"},
      fmt::format("signalling.url: {} is a path of the host, outside server.base_path; if the "
                  "proxy has it in the folder, write {}{}",
                  room, base, room));
}

void judge_overlaps(const Judged& judged, Judge& judge) {
  const auto addresses = listen_addresses(judged.config);
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    for (std::size_t j = i + 1; j < addresses.size(); ++j) {
      if (!addresses[i].overlaps(addresses[j])) continue;
      judge.refuse({"server.listen", "server.port"},
                   fmt::format("server.listen: {} and {} overlap (:: includes IPv4); leave one out",
                               addresses[i].text(), addresses[j].text()));
    }
  }
}

bool is_unix(const transport::ListenAddress& address) { return address.is_unix(); }

/// Whether clients behind a Unix socket, and those of PROXY headers, are distinguished.
void judge_proxied_sockets(const Judged& judged, Judge& judge) {
  const auto addresses = listen_addresses(judged.config);
  const auto& proxies = judged.config.server.trusted_proxies;
  const bool trusts_loopback = std::any_of(proxies.begin(), proxies.end(), [](const auto& block) {
    const auto cidr = transport::Cidr::parse(block);
    return cidr && cidr->contains(transport::IpAddress::parse("127.0.0.1").value());
  });
  for (const transport::ListenAddress& address : addresses) {
    if (!address.expects_proxy_header) continue;
    if (!proxies.empty() && (trusts_loopback || !address.is_unix())) continue;
    judge.refuse(
        {"server.listen", "server.trusted_proxies"},
        fmt::format("server.trusted_proxies: needed with ?proxy_protocol: {} would close "
                    "every connection; name the proxies{}",
                    address.text(), address.is_unix() ? " (127.0.0.1 for a Unix socket)" : ""));
  }
  if (!trusts_loopback && std::any_of(addresses.begin(), addresses.end(), is_unix)) {
    judge.warn({"server.listen", "server.trusted_proxies"},
               "server.trusted_proxies: a proxy on a Unix socket counts as 127.0.0.1; without that "
               "address in the list, all its visitors count as one address");
  }
}

/// A process without a port has no default name and no default address of its rooms.
void judge_unix_sockets(const Judged& judged, Judge& judge) {
  const Config& config = judged.config;
  const auto addresses = listen_addresses(config);
  if (addresses.empty() || !std::all_of(addresses.begin(), addresses.end(), is_unix)) return;
  if (!judged.program.all_in_one() && config.node.empty()) {
    judge.refuse(
        {"server.listen", "node.name"},
        "node.name: needed when server.listen has only Unix sockets: there is no port that "
        "distinguishes this process from others of the machine");
  }
  if (judged.program.signalling && !judged.program.all_in_one() && config.rooms.url.empty()) {
    judge.refuse({"server.listen", "signalling.url"},
                 "signalling.url: needed when server.listen has only Unix sockets: name the room "
                 "socket's address at the proxy, such as /s/NODE/v1/room");
  }
}

/// The page has no password: every client that reaches it can read its counts.
void judge_metrics(const Judged& judged, Judge& judge) {
  const Config& config = judged.config;
  const auto address = parse_metrics_address(config.metrics_listen);
  if (config.metrics_listen == kNoMetrics || !address) return;
  for (const auto& visitors : listen_addresses(config)) {
    if (!address->overlaps(visitors)) continue;
    return judge.refuse({"metrics.listen", "server.listen", "server.port"},
                        fmt::format("metrics.listen: visitors reach the server at {}; choose "
                                    "another port",
                                    visitors.text()));
  }
  if (address->is_unix() || address->ip.is_loopback()) return;
  judge.warn({"metrics.listen"},
             fmt::format("metrics.listen: {} is no loopback address: everybody who reaches it can "
                         "read the metrics; let a firewall admit your Prometheus only",
                         address->text()));
}

void judge_evidence(const Judged& judged, Judge& judge) {
  const Config& config = judged.config;
  if (config.evidence_key.empty() || !config.reports_file.empty()) return;
  judge.refuse(
      {"reports.evidence_recipient", "reports.file"},
      "reports.evidence_recipient: needs reports.file too: the evidence is kept beside it");
}

}  // namespace

void judge_settings(const Judged& judged, Findings& findings) {
  Judge judge(judged, findings);
  judge_store(judged, judge);
  judge_relays(judged, judge);
  judge_ice_hosts(judged, judge);
  judge_room_url(judged, judge);
  judge_proxies(judged, judge);
  judge_origins(judged, judge);
  judge_overlaps(judged, judge);
  judge_proxied_sockets(judged, judge);
  judge_unix_sockets(judged, judge);
  judge_base_path(judged, judge);
  judge_metrics(judged, judge);
  judge_evidence(judged, judge);
}

}  // namespace nexus::apps
