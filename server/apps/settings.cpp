// SPDX-License-Identifier: MIT
#include "apps/settings.hpp"

#include "apps/setting_types.hpp"
#include "apps/special_types.hpp"
#include "transport/base_path.hpp"
#include "transport/ip_address.hpp"

namespace nexus::apps {
namespace {

/// More items than any list setting of this project needs.
constexpr std::size_t kItemsMax = 1000;

using guard::MessageLimits;
using matching::ConductLimits;
using matching::CoolDownLimits;
using matching::DeskOptions;
using matching::Patience;
using matching::PopularLimits;
using matching::RecentLimits;
using moderation::EvidenceLimits;
using signalling::RoomsOptions;
using stores::RedisTls;
using transport::ServerOptions;

}  // namespace

const std::vector<Setting>& settings() {
  using enum UsedBy;
  static const std::vector<Setting> kSettings{
      {"server", "listen", kAll,
       "where to listen: IP addresses, perhaps with a port (0.0.0.0:8080, [::1]:8080), and Unix "
       "sockets (unix:/path, unix:/path?mode=660); with ?proxy_protocol behind it, proxies send "
       "PROXY "
       "headers of version 2; 0.0.0.0 is all of IPv4, and :: is IPv6 and IPv4",
       listen_list()},
      {"server", "port", kAll, "port of the addresses that name none; 0: any free one",
       number(at(&Config::port), 0, 65535)},
      {"server", "base_path", kAll,
       "folder of the site below its host, such as /chat, if the proxy passes it on; empty: none",
       text("path", at(&Config::server, &ServerOptions::base_path),
            transport::BasePath::problem_of)},
      {"server", "allowed_origins", kAll,
       "origins whose pages may open sockets; none: only the server's own, which is enough only on "
       "a loopback address",
       list("origins such as https://chat.example, or https://*.example.org for any one label",
            at(&Config::server, &ServerOptions::allowed_origins), kItemsMax, origin_problem)},
      {"server", "allow_missing_origin", kAll,
       "whether programs that send no Origin, which browsers always do, may open sockets",
       boolean(at(&Config::server, &ServerOptions::allow_missing_origin))},
      {"server", "trusted_proxies", kAll, "proxies whose X-Forwarded-For is believed",
       list("IP addresses or blocks", at(&Config::server, &ServerOptions::trusted_proxies),
            kItemsMax, transport::Cidr::problem_of)},
      {"server", "connect_sources", kAll,
       "room sockets on other hosts that the web app may connect to (CSP)",
       list("addresses such as wss://rooms.example",
            at(&Config::server, &ServerOptions::extra_connect_sources), kItemsMax,
            connect_source_problem)},
      {"server", "connections_max", kAll, "open connections; more get 503",
       number(at(&Config::server, &ServerOptions::connections_max), 1, 10'000'000)},
      {"server", "connections_per_address_max", kAll,
       "open connections of one IPv4 address or IPv6 /64; more get 429",
       number(at(&Config::server, &ServerOptions::connections_per_address_max), 1, 10'000'000)},
      {"server", "spare_share_per_address", kAll,
       "while more than half of connections_max is free, an address may hold one in so many of the "
       "connections beyond that half; 0: never more than connections_per_address_max",
       number(at(&Config::server, &ServerOptions::spare_share_per_address), 0, 10'000'000)},
      {"server", "connections_per_address_per_second_max", kAll,
       "new connections a second of one IPv4 address or IPv6 /64; more get 429",
       number(at(&Config::server, &ServerOptions::connections_per_address_per_second_max), 1,
              10'000'000)},
      {"server", "requests_per_address_per_second_max", kAll,
       "HTTP requests a second of one IPv4 address or IPv6 /64, those of 5 s at once; more get 429",
       number(at(&Config::server, &ServerOptions::requests_per_address_per_second_max), 1,
              10'000'000)},
      {"server", "loopback_is_exempt", kAll,
       "whether 127.0.0.0/8 and ::1 may exceed the limits of an address, unless they send "
       "X-Forwarded-For",
       boolean(at(&Config::server, &ServerOptions::loopback_is_exempt))},
      {"server", "unread_mib_max", kAll, "MiB queued for clients that do not read, in total",
       mebibytes(at(&Config::server, &ServerOptions::outgoing_bytes_total_max), 1, 1'000'000)},
      {"server", "drain_delay_s", kAll,
       "seconds between a signal to end, when /readyz begins to answer 503, and the drain; "
       "meanwhile the node serves as before, so that load balancers notice first",
       seconds(at(&Config::drain_delay), 0, 600)},
      {"limits", "messages_per_10_s_max", kAll, "messages of one socket in 10 s; 0: no limit",
       rate(0, 1'000'000,
            {at(&Config::match_limits, &MessageLimits::all),
             at(&Config::room_limits, &MessageLimits::all)})},
      {"limits", "chats_per_second_max", kSignalling,
       "chat messages of one socket a second; 0: no limit",
       rate(0, 1'000'000, {at(&Config::room_limits, &MessageLimits::costly)})},
      {"limits", "finds_per_second_max", kMatching,
       "searches and reports of one socket a second; 0: no limit",
       number(at(&Config::match_limits, &MessageLimits::costly, &guard::Rate::count), 0,
              1'000'000)},
      {"limits", "find_burst", kMatching, "searches and reports of one socket at once",
       number(at(&Config::match_limits, &MessageLimits::costly, &guard::Rate::burst), 1,
              1'000'000)},
      {"limits", "finds_per_network_per_second_max", kMatching,
       "searches of one IPv4 address or IPv6 /64 a second; an IPv4 /24 or IPv6 /56 may search 4 "
       "times as often, an IPv6 /48 16 times; 0: no limit",
       number(at(&Config::desk, &DeskOptions::network_finds, &guard::Rate::count), 0, 1'000'000)},
      {"limits", "find_burst_per_network", kMatching, "searches of such a network at once",
       number(at(&Config::desk, &DeskOptions::network_finds, &guard::Rate::burst), 1, 1'000'000)},
      {"limits", "work_bits", kMatching,
       "proof of work for a search beyond that rate: 2^bits hashes in the visitor's browser, which "
       "take 0.1 to 0.5 s for 17; up to 4 bits more for a network that goes on; 0: none, such "
       "searches wait",
       number(at(&Config::desk, &DeskOptions::work_bits), 0, 24)},
      {"limits", "descriptions_per_network_per_second_max", kMatching,
       "pre-generated descriptions that visitors of one network receive a second; further matches "
       "come without; 0: no limit",
       number(at(&Config::desk, &DeskOptions::conduct, &ConductLimits::descriptions,
                 &guard::Rate::count),
              0, 1'000'000)},
      {"site", "name", kMatching, "name of the site, for visitors; empty: NexusChat",
       text("text of 80 bytes at most", at(&Config::site, &SiteOptions::name), site_name_problem)},
      {"site", "contact_url", kMatching, "where visitors reach you, also about a ban",
       text("https:, http: or mailto: address", at(&Config::site, &SiteOptions::contact_url),
            page_url_problem)},
      {"site", "privacy_url", kMatching, "your privacy notice",
       text("https:, http: or mailto: address", at(&Config::site, &SiteOptions::privacy_url),
            page_url_problem)},
      {"site", "hotline_url", kMatching,
       "a hotline for children in danger, named when a visitor reports one",
       text("https:, http: or mailto: address", at(&Config::site, &SiteOptions::hotline_url),
            page_url_problem)},
      {"web", "directory", kAll, "folder of the built web app; empty: none is served",
       text("path", at(&Config::web_directory), path_problem)},
      {"web", "peer_link", kMatching,
       "what connects two browsers: native (RTCPeerConnection; finds a new path when one breaks) "
       "or simple-peer (the library simple-peer-light)",
       choice<PeerLink>(at(&Config::peer_link),
                        {{"native", PeerLink::kNative}, {"simple-peer", PeerLink::kSimplePeer}})},
      {"node", "name", kAll, "name of this process; unique in the deployment, the same each time",
       text("name of 1 to 64 letters, digits, dots, dashes or underscores", at(&Config::node),
            name_problem)},
      {"node", "state_directory", kAllInOne,
       "folder for what should outlive a restart: the week's key of network tags; empty: memory "
       "only",
       text("path", at(&Config::state_directory), path_problem)},
      {"matching", "waiting_max", kMatching, "visitors that wait; more are refused",
       number(at(&Config::waiting_max), 1, 100'000'000)},
      {"matching", "lanes", kMatching,
       "groups of visitors that never meet; the first is the default", lanes()},
      {"matching", "interests_patience_s", kMatching,
       "seconds before a visitor is matched without a common interest",
       seconds(at(&Config::desk, &DeskOptions::patience, &Patience::interests), 0, 3600)},
      {"matching", "languages_patience_s", kMatching,
       "seconds before a visitor is matched without a common language",
       seconds(at(&Config::desk, &DeskOptions::patience, &Patience::languages), 0, 3600)},
      {"matching", "popular_interests_min", kMatching,
       "networks that must search with an interest within ten minutes before pages suggest it; 0: "
       "pages suggest none",
       number(at(&Config::desk, &DeskOptions::popular, &PopularLimits::networks_min), 0, 1000)},
      {"matching", "hidden_interests", kMatching,
       "interests that pages never suggest, in any spelling",
       list("texts of up to 48 bytes",
            at(&Config::desk, &DeskOptions::popular, &PopularLimits::hidden), kItemsMax,
            interest_problem)},
      {"matching", "no_shows_free", kMatching,
       "matches that visitors of one network may miss in a row without a delay",
       number(at(&Config::desk, &DeskOptions::conduct, &ConductLimits::no_shows_free), 0, 1000)},
      {"matching", "no_show_delay_max_s", kMatching,
       "longest time that searches of a network meet only each other, because its visitors do not "
       "come to their matches; 0: none",
       seconds(at(&Config::desk, &DeskOptions::conduct, &ConductLimits::delay_max), 0, 3600)},
      {"matching", "recent_minutes", kMatching,
       "minutes in which the same two visitors do not meet again",
       duration<std::chrono::minutes>(at(&Config::desk, &DeskOptions::recent, &RecentLimits::life),
                                      0, 1440)},
      {"matching", "recent_patience_s", kMatching,
       "seconds before they do meet again because nobody else waits",
       seconds(at(&Config::desk, &DeskOptions::patience, &Patience::recent), 0, 3600)},
      {"matching", "own_network_patience_s", kMatching,
       "seconds for which a search avoids visitors of its own network; 0: not at all",
       seconds(at(&Config::desk, &DeskOptions::patience, &Patience::own_network), 0, 3600)},
      {"matching", "blocked_network_patience_s", kMatching,
       "seconds for which a search avoids the networks of blocked partners; 0: not at all",
       seconds(at(&Config::desk, &DeskOptions::patience, &Patience::blocked_networks), 0, 3600)},
      {"signalling", "url", kSignalling,
       "where browsers find the room socket: an address, or a path on the site's own host; empty: "
       "/v1/room of nexuschat, ws://localhost:PORT/v1/room of nexus-signalling",
       room_url()},
      {"signalling", "rooms_max", kSignalling, "open rooms; more are refused",
       number(at(&Config::rooms, &RoomsOptions::rooms_max), 1, 10'000'000)},
      {"signalling", "resume_grace_s", kSignalling,
       "seconds a disconnected visitor's seat is kept; 0: not at all",
       seconds(at(&Config::rooms, &RoomsOptions::resume_grace), 0, 300)},
      {"signalling", "hidden_grace_s", kSignalling,
       "the same for a visitor whose page was in the background",
       seconds(at(&Config::rooms, &RoomsOptions::hidden_grace), 0, 300)},
      {"signalling", "reload_grace_s", kSignalling,
       "the same after a page was closed or reloaded, which browsers cannot distinguish; 0: not at "
       "all",
       seconds(at(&Config::rooms, &RoomsOptions::reload_grace), 0, 300)},
      {"signalling", "replay_mib_max", kSignalling,
       "MiB of messages kept for disconnected visitors, in total; beyond, rooms with nobody "
       "connected end",
       mebibytes(at(&Config::rooms, &RoomsOptions::replay_bytes_total_max), 1, 100'000)},
      {"reports", "file", kMatching,
       "file for visitors' reports, one JSON object a line; {node} stands for node.name; empty: "
       "reports are log lines without their notes",
       text("path", at(&Config::reports_file), report_pattern_problem)},
      {"reports", "mib_max", kMatching,
       "MiB of that file; a full file becomes FILE.1, and three former files are kept",
       mebibytes(at(&Config::reports_bytes_max), 1, 1'000'000)},
      {"reports", "per_network_per_day_max", kMatching,
       "reports of one IPv4 address or IPv6 /64 a day; an IPv4 /24 or IPv6 /56 may send 4 times as "
       "many, an IPv6 /48 16 times; more are refused; 0: no limit",
       rate(0, 1'000'000, {at(&Config::desk, &DeskOptions::network_reports)})},
      {"reports", "cool_down_networks", kMatching,
       "reports of this many different networks put a visitor into the slower lane; 0: never",
       number(at(&Config::desk, &DeskOptions::cool_down, &CoolDownLimits::networks), 0, 1000)},
      {"reports", "cool_down_window_minutes", kMatching, "minutes within which they count",
       duration<std::chrono::minutes>(
           at(&Config::desk, &DeskOptions::cool_down, &CoolDownLimits::window), 1, 10'080)},
      {"reports", "cool_down_hours", kMatching, "hours that the visitor stays in the slower lane",
       duration<std::chrono::hours>(
           at(&Config::desk, &DeskOptions::cool_down, &CoolDownLimits::duration), 1, 168)},
      {"reports", "evidence_recipient", kMatching,
       "public key of nexuschat keygen: reporters may then send pictures and chat that only its "
       "secret key opens; empty: no evidence is taken",
       text("public key", at(&Config::evidence_key), evidence_key_problem)},
      {"reports", "evidence_mib_max", kMatching,
       "MiB of evidence, kept beside reports.file; beyond, the oldest is deleted",
       mebibytes(at(&Config::evidence, &EvidenceLimits::bytes_max), 1, 1'000'000)},
      {"reports", "evidence_days", kMatching, "days after which evidence is deleted",
       duration<std::chrono::days>(at(&Config::evidence, &EvidenceLimits::keep), 1, 3650)},
      {"bans", "file", kAll, "file of the operator's bans, one JSON object a line; empty: no bans",
       text("path", at(&Config::bans_file), path_problem)},
      {"redis", "url", kSplit,
       "the Redis that joins the processes: "
       "redis://[user:password@]host[:port][,host...][/database]"
       ", redis+sentinel://host,.../primary or unix:///path; rediss:// and rediss+sentinel:// use "
       "TLS",
       redis_url()},
      {"redis", "url_file", kSplit, "file that holds redis.url in one line",
       secret_file(&SecretFiles::redis_url)},
      {"redis", "password", kSplit, "password of redis.url, if that names none", redis_password()},
      {"redis", "password_file", kSplit, "file that holds redis.password in one line",
       secret_file(&SecretFiles::redis_password)},
      {"redis", "ca_file", kSplit,
       "PEM file of the CAs that may sign Redis's certificate, with rediss://; empty: the system's",
       text("path", at(&Config::redis_tls, &RedisTls::ca_file), path_problem)},
      {"redis", "certificate_file", kSplit,
       "PEM file of the certificate, with its chain, that this process shows to Redis; empty: none",
       text("path", at(&Config::redis_tls, &RedisTls::certificate_file), path_problem)},
      {"redis", "key_file", kSplit, "PEM file of the private key of redis.certificate_file",
       text("path", at(&Config::redis_tls, &RedisTls::key_file), path_problem)},
      {"redis", "pool", kSplit, "name of the pool that visitors wait in",
       text("name of 1 to 64 letters, digits, dots, dashes or underscores", at(&Config::redis_pool),
            name_problem)},
      {"credentials", "secrets", kAll,
       "signs tokens, the same for every process; the first signs, both are accepted. nexuschat "
       "makes one if there is none",
       secrets(&Config::secrets, "secrets")},
      {"credentials", "secrets_file", kAll, "file that holds credentials.secrets, one a line",
       secret_file(&SecretFiles::secrets)},
      {"ice", "stun_urls", kMatching, "STUN servers for the browsers",
       ice_urls(at(&Config::stun_urls), IceKind::kStun)},
      {"ice", "turn_urls", kMatching, "TURN servers for the browsers, with credentials",
       ice_urls(at(&Config::turn_urls), IceKind::kTurn)},
      {"ice", "turn_secrets", kMatching,
       "coturn's static-auth-secret; the first makes credentials, the second is not used",
       secrets(&Config::turn_secrets, "turn_secrets")},
      {"ice", "turn_secrets_file", kMatching, "file that holds ice.turn_secrets, one a line",
       secret_file(&SecretFiles::turn_secrets)},
      {"ice", "shield", kMatching,
       "relay-only calls, in which partners do not learn each other's address: off, choice (if "
       "either visitor wants it) or always",
       choice<matching::RelayPolicy>(at(&Config::desk, &DeskOptions::relay_policy),
                                     {{"off", matching::RelayPolicy::kOff},
                                      {"choice", matching::RelayPolicy::kChoice},
                                      {"always", matching::RelayPolicy::kAlways}})},
      {"metrics", "listen", kAll,
       "address that serves GET /metrics for Prometheus; off: none; empty: 127.0.0.1, at 1400 "
       "above "
       "the port of server.listen",
       text("IP address and port, or off", at(&Config::metrics_listen), metrics_listen_problem)},
      {"log", "level", kAll, "the least important lines to log",
       choice<LogLevel>(at(&Config::log_level), {{"debug", LogLevel::kDebug},
                                                 {"info", LogLevel::kInfo},
                                                 {"warn", LogLevel::kWarn},
                                                 {"error", LogLevel::kError}})},
      {"log", "format", kAll, "form of a log line: text (key=value) or json (one object)",
       choice<bool>(at(&Config::logs_json), {{"text", false}, {"json", true}})},
  };
  return kSettings;
}

}  // namespace nexus::apps
