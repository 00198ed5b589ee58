// SPDX-License-Identifier: MIT
#include "apps/listening.hpp"
#include "apps/version.hpp"
#include "base/clock.hpp"
#include "base/text.hpp"
#include "credentials/credentials.hpp"
#include "doctor/checks.hpp"
#include "doctor/redis_line.hpp"
#include "protocol/generated/messages.hpp"
#include "stores/redis/redis_wire.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nexus::doctor {
namespace {

using stores::RedisAddress;
using stores::RedisReply;
using stores::RedisUrl;

/// The functions in Lua need it.
constexpr int kRedisVersionMin = 7;
/// Tokens may be issued by one clock and read by another.
constexpr auto kClockWarn = std::chrono::seconds(2);
constexpr auto kClockFail = credentials::kClockSkewMax;
/// How often a cluster or a replica may send the doctor on.
constexpr int kRedirectionsMax = 3;

std::string cli(const RedisAddress& at, std::string_view command) {
  return at.is_socket() ? fmt::format("redis-cli -s {} {}", at.host, command)
                        : fmt::format("redis-cli -h {} -p {} {}", at.host, at.port, command);
}

/// The value of `name:value` in the answer to INFO.
std::string info_of(const std::optional<RedisReply>& info, std::string_view name) {
  const std::string* const text = info ? info->text() : nullptr;
  if (text == nullptr) return {};
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name) && line.substr(name.size(), 1) == ":") {
      return std::string(trimmed(std::string_view(line).substr(name.size() + 1)));
    }
  }
  return {};
}

std::string_view error_of(const std::optional<RedisReply>& reply) {
  if (!reply) return "no answer";
  return reply->error() == nullptr ? std::string_view() : std::string_view(reply->error()->text);
}

class RedisCheck {
 public:
  RedisCheck(Case& given, Diagnosis& findings)
      : program_(given.program), config_(given.config), homes_(given.homes), findings_(findings) {}

  void run() {
    auto url = stores::parse_redis_url(config_.redis_url);
    if (!url) return;  // the settings were refused
    url_ = std::move(*url);
    if (url_.password.empty()) url_.password = config_.redis_password.reveal();
    if (url_.tls) url_.tls = config_.redis_tls;
    // As the programs do: the first server that takes writes.
    bool is_reached = false;
    std::string refusal;
    for (const RedisAddress& server : url_.servers) {
      if (!connect(server) || (!url_.primary_name.empty() && !follow_sentinel(server))) continue;
      if (!log_in()) return;
      is_reached = true;
      refusal = try_write();
      if (!refusal.starts_with("READONLY")) break;
    }
    for (auto& [what, cure] : unreached_) {
      is_reached ? findings_.warn(std::move(what), std::move(cure))
                 : findings_.fail(std::move(what), std::move(cure));
    }
    if (!is_reached) return;
    check_version();
    check_eviction();
    if (!refusal.empty()) {
      return findings_.fail(fmt::format("Redis at {} takes no write: {}", at_.text(), refusal),
                            write_cure(refusal));
    }
    findings_.ok("Redis takes a write");
    check_clock();
    check_members();
  }

 private:
  /// Connects to the primary that the Sentinel of this line names.
  bool follow_sentinel(const RedisAddress& sentinel) {
    if (!url_.password.empty()) (void)authenticate();  // Sentinels mostly have no password
    const auto reply = line_->ask({"SENTINEL", "get-master-addr-by-name", url_.primary_name});
    const auto* const words = reply ? reply->array() : nullptr;
    const auto* const host = words && words->size() == 2 ? (*words)[0].text() : nullptr;
    const auto* const port = words && words->size() == 2 ? (*words)[1].text() : nullptr;
    if (host != nullptr && port != nullptr) {
      return connect({*host, parse_number<std::uint16_t>(*port).value_or(6379)});
    }
    unreached_.emplace_back(fmt::format("redis.url: the Sentinel {} knows no primary \"{}\"",
                                        sentinel.text(), url_.primary_name),
                            cli(sentinel, "SENTINEL masters"));
    return false;
  }

  bool connect(const RedisAddress& server) {
    at_ = server;
    auto line = RedisLine::open(server, url_.tls);
    if (!line) {
      unreached_.emplace_back(
          fmt::format("redis.url: {} cannot be reached: {}", server.text(), line.error()),
          server.is_socket() ? fmt::format("ls -l {}", server.host)
                             : "systemctl status redis-server, on the machine of Redis; its `bind` "
                               "must name the address, and its firewall let this machine in");
      return false;
    }
    line_ = std::move(*line);
    const Certificate* const shown = line_->certificate();
    if (shown == nullptr || shown->problem.empty()) return true;
    unreached_.emplace_back(
        fmt::format("redis.url: the certificate of {} is refused: {}", server.text(),
                    shown->problem),
        "redis.ca_file = the file of the authority that signed it, and the name or address of the "
        "certificate in redis.url");
    return false;
  }

  std::optional<RedisReply> authenticate() {
    return url_.user.empty() ? line_->ask({"AUTH", url_.password})
                             : line_->ask({"AUTH", url_.user, url_.password});
  }

  bool log_in() {
    if (!url_.password.empty()) {
      const std::string_view error = error_of(keep(authenticate()));
      if (!error.empty()) {
        findings_.fail(fmt::format("redis.password: {} refuses it: {}", at_.text(), error),
                       "compare redis.password with `requirepass` in /etc/redis/redis.conf, or "
                       "with the user in its `aclfile`");
        return false;
      }
    }
    const std::string_view error = error_of(keep(line_->ask({"PING"})));
    if (error.empty()) {
      findings_.ok(fmt::format("Redis at {} answers", at_.text()));
      return true;
    }
    const bool has_no_password = error.starts_with("NOAUTH");
    findings_.fail(fmt::format("Redis at {} refuses us: {}", at_.text(), error),
                   has_no_password
                       ? "set redis.password, or redis.password_file, to `requirepass` of "
                         "/etc/redis/redis.conf"
                       : cli(at_, "PING"));
    return false;
  }

  void check_version() {
    const auto info = line_->ask({"INFO", "server"});
    const std::string version = info_of(info, "redis_version");
    if (version.empty()) return;  // optional for a user with few rights
    const int major = std::atoi(version.c_str());
    if (major >= kRedisVersionMin) return findings_.ok(fmt::format("Redis is version {}", version));
    findings_.fail(fmt::format("Redis is version {}, but {} is needed", version, kRedisVersionMin),
                   "apt-get install redis-server, on Debian 12 or newer");
  }

  void check_eviction() {
    const auto info = line_->ask({"INFO", "memory"});
    const std::string policy = info_of(info, "maxmemory_policy");
    if (policy.empty()) return;
    if (policy == "noeviction") return findings_.ok("Redis evicts nothing (noeviction)");
    findings_.fail(
        fmt::format("Redis may evict keys (maxmemory-policy is {}): rooms and tickets would vanish",
                    policy),
        cli(at_, "CONFIG SET maxmemory-policy noeviction") +
            "; and the same line in /etc/redis/redis.conf");
  }

  /// The error of a write; empty if there is none. A cluster sends us to the node that has the key.
  std::string try_write() {
    const std::string key = stores::RedisPool{.name = config_.redis_pool}.prefix() + "doctor";
    std::string error;
    for (int i = 0; i < kRedirectionsMax; ++i) {
      error = error_of(keep(line_->ask({"SET", key, "1", "PX", "1000"})));
      if (!error.starts_with("MOVED ")) break;
      const std::size_t colon = error.rfind(':'), blank = error.rfind(' ');
      const RedisAddress owner{error.substr(blank + 1, colon - blank - 1),
                               parse_number<std::uint16_t>(error.substr(colon + 1)).value_or(6379)};
      if (!connect(owner)) break;
      if (!url_.password.empty()) (void)authenticate();
    }
    return error;
  }

  [[nodiscard]] std::string write_cure(std::string_view error) const {
    if (error.starts_with("READONLY")) {
      return "name the primary, or all servers, in redis.url: this one is a replica";
    }
    if (error.starts_with("OOM")) return cli(at_, "CONFIG SET maxmemory 0");
    if (error.starts_with("MISCONF")) return cli(at_, "CONFIG SET stop-writes-on-bgsave-error no");
    if (error.starts_with("NOPERM")) {
      return "give the user the rights in docs/deployment.md, \"A Redis user with few rights\"";
    }
    return cli(at_, "INFO persistence");
  }

  void check_clock() {
    const auto reply = line_->ask({"TIME"});
    const auto* const words = reply ? reply->array() : nullptr;
    const auto* const text = words == nullptr || words->empty() ? nullptr : words->front().text();
    const auto seconds = text == nullptr ? std::nullopt : parse_number<std::int64_t>(*text);
    if (!seconds) return;
    const auto here =
        std::chrono::duration_cast<std::chrono::seconds>(SystemClock().wall().time_since_epoch());
    const auto offset = std::chrono::seconds(*seconds) - here;
    if (std::chrono::abs(offset) < kClockWarn) {
      return findings_.ok("the clocks of Redis and of this machine agree");
    }
    std::string what =
        fmt::format("the clock of Redis differs from this machine's by {} s", offset.count());
    const char* const cure = "timedatectl set-ntp true, on both machines";
    if (std::chrono::abs(offset) < kClockFail) return findings_.warn(std::move(what), cure);
    findings_.fail(what + ": tokens of one machine are refused by the other", cure);
  }

  struct Other {
    std::string kind, name, place, url, secrets, version;
    [[nodiscard]] std::string title() const {
      return fmt::format("{} {} ({})", kind == "m" ? "nexus-matching" : "nexus-signalling", name,
                         place.empty() ? "somewhere" : place);
    }
  };

  static std::vector<Other> read_members(const RedisReply::Array& rows) {
    std::vector<Other> members;
    for (const RedisReply& row : rows) {
      const auto* const words = row.array();
      if (words == nullptr || words->size() < 5) continue;
      std::vector<std::string> texts;
      for (const RedisReply& word : *words) {
        const auto* const text = word.text();
        texts.push_back(text == nullptr ? std::string() : *text);
      }
      members.push_back({texts[0].substr(0, 1),
                         texts[0].substr(std::min<std::size_t>(1, texts[0].size())), texts[1],
                         texts[2], texts[3], texts[4]});
    }
    return members;
  }

  void check_members() {
    const std::string prefix = stores::RedisPool{.name = config_.redis_pool}.prefix();
    const auto reply = line_->ask({"FCALL", "nexus_members", "1", prefix, "0"});
    const auto* const rows = reply ? reply->array() : nullptr;
    const std::vector<Other> members = rows == nullptr ? std::vector<Other>() : read_members(*rows);
    if (members.empty()) {
      return findings_.warn(
          fmt::format("no process has enrolled in the pool \"{}\" of this Redis",
                      config_.redis_pool),
          "systemctl start the services; if they run, compare their redis.url and redis.pool");
    }
    check_kinds(members);
    for (const Other& other : members) {
      check_member(other);
      if (other.kind == "s") homes_.push_back({other.name, other.url});
    }
  }

  void check_kinds(const std::vector<Other>& members) {
    const auto count = [&](std::string_view kind) {
      return std::count_if(members.begin(), members.end(),
                           [&](const Other& other) { return other.kind == kind; });
    };
    const auto matching = count("m"), signalling = count("s");
    std::string what = fmt::format("the pool \"{}\" has {} matching and {} signalling processes",
                                   config_.redis_pool, matching, signalling);
    if (matching > 0 && signalling > 0) return findings_.ok(std::move(what));
    findings_.fail(
        std::move(what),
        fmt::format("systemctl start nexus-{}@PORT, or compare its redis.url and redis.pool",
                    matching == 0 ? "matching" : "signalling"));
  }

  void check_member(const Other& other) {
    const std::string_view own_kind = program_.matching ? "m" : "s";
    const std::string place = apps::listening_place(apps::listen_addresses(config_));
    const bool is_self = other.kind == own_kind && !place.empty() && other.place == place;
    if (!accept_each_other(other)) {
      findings_.fail(
          fmt::format("credentials.secrets: those here and those of {} do not accept each other",
                      other.title()),
          "copy the file of the secrets to every machine and restart; docs/deployment.md, \"Change "
          "the secret\"");
    }
    if (!is_self && other.kind == own_kind && other.name == config_.node) {
      findings_.fail(
          fmt::format("node.name: {} has this name already", other.title()),
          "give each process a node.name of its own, such as --node-name %l-%i in its unit");
    }
    if (!is_self && !other.url.empty() && program_.signalling && other.url == config_.rooms.url) {
      findings_.fail(fmt::format("signalling.url: {} has {} already", other.title(), other.url),
                     "give each signalling process a signalling.url that leads to it alone");
    }
    check_version_of(other);
  }

  [[nodiscard]] bool accept_each_other(const Other& other) const {
    std::vector<std::string> secrets;
    for (const apps::Secret& secret : config_.secrets) secrets.push_back(secret.reveal());
    const auto own = credentials::Credentials::create(secrets);
    if (!own) return true;  // the settings were refused
    const std::string ours = fmt::format(" {} ", fmt::join(own->fingerprints, " "));
    const std::string theirs = fmt::format(" {} ", other.secrets);
    const std::string signs = other.secrets.substr(0, other.secrets.find(' '));
    return ours.find(fmt::format(" {} ", signs)) != std::string::npos &&
           theirs.find(fmt::format(" {} ", own->fingerprints.front())) != std::string::npos;
  }

  void check_version_of(const Other& other) {
    const std::size_t blank = other.version.find(' ');
    if (blank == std::string::npos) return;
    const std::string program = other.version.substr(0, blank);
    const std::string protocol = other.version.substr(blank + 1);
    if (protocol != std::to_string(protocol::limits::kProtocolVersion)) {
      findings_.fail(fmt::format("{} speaks version {} of the protocol, and this program {}",
                                 other.title(), protocol, protocol::limits::kProtocolVersion),
                     "install the same version on every machine and restart");
    } else if (program != apps::kVersion) {
      findings_.warn(fmt::format("{} is version {}, and this program {}", other.title(), program,
                                 apps::kVersion),
                     "install the same version on every machine and restart, one after the other");
    }
  }

  /// The latest reply, which texts of errors point into.
  const std::optional<RedisReply>& keep(std::optional<RedisReply> reply) {
    latest_ = std::move(reply);
    return latest_;
  }

  const apps::Program& program_;
  const apps::Config& config_;
  std::vector<Home>& homes_;
  Diagnosis& findings_;
  RedisUrl url_;
  RedisAddress at_;
  std::vector<std::pair<std::string, std::string>> unreached_;  ///< what and cure
  std::unique_ptr<RedisLine> line_;
  std::optional<RedisReply> latest_;
};

}  // namespace

void check_redis(Case& given, Diagnosis& findings) {
  if (given.program.all_in_one()) {
    given.homes.push_back({given.config.node, given.config.rooms.url});
    return;
  }
  RedisCheck(given, findings).run();
}

}  // namespace nexus::doctor
