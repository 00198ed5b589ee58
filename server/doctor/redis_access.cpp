// SPDX-License-Identifier: MIT
#include "doctor/redis_access.hpp"

#include "base/text.hpp"
#include "stores/redis/redis_wire.hpp"

#include <utility>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

using stores::RedisAddress;
using stores::RedisReply;

/// How often a cluster may redirect the doctor.
constexpr int kRedirectionsMax = 3;

constexpr const char* kReachCure =
    "systemctl status redis-server, on the machine of Redis; its `bind` must name the address, and "
    "its firewall let this machine in";

std::string error_of(const std::optional<RedisReply>& reply) {
  if (!reply) return "no answer";
  return reply->error() == nullptr ? std::string() : reply->error()->text;
}

/// The names in the answer to SENTINEL MASTERS.
std::vector<std::string> primaries_in(const std::optional<RedisReply>& reply) {
  std::vector<std::string> names;
  const auto* const rows = reply ? reply->array() : nullptr;
  if (rows == nullptr) return names;
  for (const RedisReply& row : *rows) {
    const auto* const words = row.array();
    for (std::size_t i = 0; words != nullptr && i + 1 < words->size(); i += 2) {
      const auto* const name = (*words)[i].text();
      const auto* const value = (*words)[i + 1].text();
      if (name != nullptr && value != nullptr && *name == "name") names.push_back(*value);
    }
  }
  return names;
}

}  // namespace

std::string redis_cli(const RedisAddress& at, std::string_view command) {
  return at.is_socket() ? fmt::format("redis-cli -s {} {}", at.host, command)
                        : fmt::format("redis-cli -h {} -p {} {}", at.host, at.port, command);
}

RedisAccess::RedisAccess(const apps::Config& config, Diagnosis& findings)
    : config_(config), findings_(findings) {
  if (auto url = stores::parse_redis_url(config.redis_url)) url_ = std::move(*url);
  if (url_.password.empty()) url_.password = config.redis_password.reveal();
  if (url_.tls) url_.tls = config.redis_tls;
}

bool RedisAccess::fail(std::string what, std::string cure) {
  findings_.fail(std::move(what), std::move(cure));
  return false;
}

bool RedisAccess::reach() {
  // As the programs do: the first server that takes writes.
  std::vector<Finding> unreached;
  bool is_reached = false;
  for (const RedisAddress& server : url_.servers) {
    auto trouble = connect(server, server.is_socket() ? "ls -l " + server.host : kReachCure);
    if (!trouble && !url_.primary_name.empty()) trouble = follow_sentinel(server);
    if (trouble) {
      unreached.push_back(std::move(*trouble));
      continue;
    }
    if (!log_in()) return false;
    is_reached = true;
    refusal_ = try_write();
    if (!refusal_.starts_with("READONLY")) break;
  }
  for (Finding& one : unreached) {
    one.what = "redis.url: " + one.what;
    is_reached ? findings_.warn(std::move(one.what), std::move(one.cure))
               : findings_.fail(std::move(one.what), std::move(one.cure));
  }
  return is_reached;
}

bool RedisAccess::judge_write() {
  if (refusal_.empty()) {
    findings_.ok("Redis takes a write");
    return true;
  }
  if (redirection_) return fail(std::move(redirection_->what), std::move(redirection_->cure));
  return fail(fmt::format("Redis at {} takes no write: {}", at_.text(), refusal_),
              write_cure(refusal_));
}

std::optional<Finding> RedisAccess::connect(const RedisAddress& server, std::string cure) {
  at_ = server;
  auto connection = RedisConnection::open(server, url_.tls);
  if (!connection) {
    return Finding{Grade::kFail,
                   fmt::format("{} cannot be reached: {}", server.text(), connection.error()),
                   std::move(cure)};
  }
  connection_ = std::move(*connection);
  const Certificate* const shown = connection_->certificate();
  if (shown == nullptr || shown->problem.empty()) return std::nullopt;
  return Finding{
      Grade::kFail,
      fmt::format("the certificate of {} is refused: {}", server.text(), shown->problem),
      "redis.ca_file = the file of the authority that signed it, and the name or address of the "
      "certificate in redis.url"};
}

std::optional<Finding> RedisAccess::follow_sentinel(const RedisAddress& sentinel) {
  const auto primary = ask_sentinel(sentinel);
  if (!primary) return primary.error();
  judge_quorum(sentinel);
  auto lost = connect(*primary, redis_cli(sentinel, "SENTINEL MASTERS") +
                                    "; the Sentinels must monitor it by an address that every "
                                    "machine reaches, and it must run");
  if (lost) {
    lost->what =
        fmt::format("the primary that the Sentinel {} names: {}", sentinel.text(), lost->what);
  }
  return lost;
}

Result<RedisAddress, Finding> RedisAccess::ask_sentinel(const RedisAddress& sentinel) {
  const auto trouble = [&](std::string_view what, std::string cure) {
    return nexus::fail(
        Finding{Grade::kFail, fmt::format("{} {}", sentinel.text(), what), std::move(cure)});
  };
  const auto find_primary = [this] {
    return connection_->ask({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", url_.primary_name});
  };
  auto reply = find_primary();
  // Often only the servers have a password: a Sentinel gets it only if it demands one.
  if (error_of(reply).starts_with("NOAUTH") && !url_.password.empty()) {
    (void)authenticate();
    reply = find_primary();
  }
  if (const std::string error = error_of(reply); error.starts_with("ERR unknown command")) {
    return trouble("is no Sentinel, but a Redis",
                   "redis.url = the port of the Sentinels (26379 by default), or redis:// without "
                   "+sentinel for a Redis without Sentinels");
  } else if (!error.empty()) {
    return trouble(fmt::format("is a Sentinel that refuses us: {}", error),
                   "give it the user and password of redis.url (ACL SETUSER), or none; it needs "
                   "+sentinel|master and +sentinel|get-master-addr-by-name");
  }
  const auto* const words = reply->array();
  const auto* const host = words && words->size() == 2 ? (*words)[0].text() : nullptr;
  const auto* const port = words && words->size() == 2 ? (*words)[1].text() : nullptr;
  if (host == nullptr || port == nullptr) {
    const auto known = primaries_in(connection_->ask({"SENTINEL", "MASTERS"}));
    return trouble(fmt::format("is a Sentinel that knows no primary \"{}\"{}", url_.primary_name,
                               known.empty() ? std::string() : ", but: " + joined(known, ", ")),
                   redis_cli(sentinel, "SENTINEL MASTERS") +
                       "; the name follows the last / of "
                       "redis.url");
  }
  return RedisAddress{*host, parse_number<std::uint16_t>(*port).value_or(6379)};
}

/// Optional for a user with few rights.
void RedisAccess::judge_quorum(const RedisAddress& sentinel) {
  const std::string error = error_of(connection_->ask({"SENTINEL", "CKQUORUM", url_.primary_name}));
  if (!error.starts_with("NOQUORUM")) return;
  findings_.warn(
      fmt::format("the Sentinel {} could not replace a primary that fails: {}", sentinel.text(),
                  error),
      "start the other Sentinels, three on three machines; or " +
          redis_cli(sentinel, fmt::format("SENTINEL SET {} quorum 2", url_.primary_name)));
}

RedisAccess::Reply RedisAccess::authenticate() {
  return url_.user.empty() ? connection_->ask({"AUTH", url_.password})
                           : connection_->ask({"AUTH", url_.user, url_.password});
}

bool RedisAccess::log_in() {
  // Without a password of its own, a Sentinel answers this one before any login.
  const auto info = connection_->ask({"INFO", "server"});
  if (info && info->text() != nullptr &&
      info->text()->find("redis_mode:sentinel") != std::string::npos) {
    const auto names = primaries_in(connection_->ask({"SENTINEL", "MASTERS"}));
    return fail(fmt::format("redis.url: {} is a Sentinel, which keeps no data", at_.text()),
                fmt::format("redis.url = redis+sentinel://{}/{}", at_.text(),
                            names.empty() ? "NAME" : names.front()));
  }
  if (!url_.password.empty()) {
    if (const std::string error = error_of(authenticate()); !error.empty()) {
      return fail(fmt::format("redis.password: {} refuses it: {}", at_.text(), error),
                  "compare redis.password with `requirepass` in /etc/redis/redis.conf, or with the "
                  "user in its `aclfile`");
    }
  }
  std::string error = error_of(connection_->ask({"PING"}));
  if (error.empty() && url_.database != 0) {
    error = error_of(connection_->ask({"SELECT", std::to_string(url_.database)}));
  }
  if (error.empty()) {
    findings_.ok(fmt::format("Redis at {} answers", at_.text()));
    return true;
  }
  return fail(fmt::format("Redis at {} refuses us: {}", at_.text(), error),
              error.starts_with("NOAUTH") ? "set redis.password, or redis.password_file, to "
                                            "`requirepass` of /etc/redis/redis.conf"
                                          : redis_cli(at_, "PING"));
}

std::string RedisAccess::try_write() {
  const std::string key = stores::RedisPool{.name = config_.redis_pool}.prefix() + "doctor";
  std::string error;
  for (int i = 0; i <= kRedirectionsMax; ++i) {
    error = error_of(connection_->ask({"SET", key, "1", "PX", "1000"}));
    if (!error.starts_with("MOVED ")) break;
    const RedisAddress from = at_;
    const std::size_t colon = error.rfind(':'), blank = error.rfind(' ');
    std::string host = error.substr(blank + 1, colon - blank - 1);
    if (host.empty()) host = from.host;  // the node does not know its address, but that of its port
    const RedisAddress owner{host,
                             parse_number<std::uint16_t>(error.substr(colon + 1)).value_or(6379)};
    redirection_ = connect(
        owner, redis_cli(from, "CLUSTER NODES") +
                   "; each node must run, and announce an address that every machine reaches "
                   "(cluster-announce-ip and cluster-announce-port in its redis.conf)");
    if (redirection_) {
      redirection_->what = fmt::format("redis.url: {} redirects us (MOVED), but {}", from.text(),
                                       redirection_->what);
      break;
    }
    if (!url_.password.empty()) (void)authenticate();
  }
  return error;
}

std::string RedisAccess::write_cure(std::string_view error) const {
  if (error.starts_with("READONLY")) {
    return "name the primary, or all servers, in redis.url: this one is a replica";
  }
  if (error.starts_with("OOM")) return redis_cli(at_, "CONFIG SET maxmemory 0");
  if (error.starts_with("MISCONF")) {
    return redis_cli(at_, "CONFIG SET stop-writes-on-bgsave-error no") + "; df -h, on its machine";
  }
  if (error.starts_with("NOPERM")) {
    return "give the user the rights in docs/deployment.md, \"A Redis user with few rights\"";
  }
  if (error.starts_with("CLUSTERDOWN") || error.starts_with("MOVED")) {
    return redis_cli(at_, "CLUSTER INFO") + fmt::format("; redis-cli --cluster fix {}", at_.text());
  }
  return redis_cli(at_, "INFO persistence");
}

}  // namespace nexus::doctor
