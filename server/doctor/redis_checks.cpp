// SPDX-License-Identifier: MIT
#include "base/clock.hpp"
#include "base/text.hpp"
#include "credentials/credentials.hpp"
#include "doctor/checks.hpp"
#include "doctor/redis_access.hpp"

#include <chrono>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

using stores::RedisReply;

/// The functions in Lua need it.
constexpr int kRedisVersionMin = 7;
/// Tokens may be issued by one clock and read by another.
constexpr auto kClockWarn = std::chrono::seconds(2);
constexpr auto kClockFail = credentials::kClockSkewMax;

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

void check_version(RedisAccess& redis, Diagnosis& findings) {
  const std::string version = info_of(redis.connection().ask({"INFO", "server"}), "redis_version");
  if (version.empty()) return;  // optional for a user with few rights
  const int major = std::atoi(version.c_str());
  if (major >= kRedisVersionMin) return findings.ok(fmt::format("Redis is version {}", version));
  findings.fail(fmt::format("Redis is version {}, but {} is needed", version, kRedisVersionMin),
                "apt-get install redis-server, on Debian 12 or newer");
}

void check_eviction(RedisAccess& redis, Diagnosis& findings) {
  const std::string policy =
      info_of(redis.connection().ask({"INFO", "memory"}), "maxmemory_policy");
  if (policy.empty()) return;
  if (policy == "noeviction") return findings.ok("Redis evicts nothing (noeviction)");
  findings.fail(
      fmt::format("Redis may evict keys (maxmemory-policy is {}): rooms and tickets would vanish",
                  policy),
      redis_cli(redis.at(), "CONFIG SET maxmemory-policy noeviction") +
          "; and the same line in /etc/redis/redis.conf");
}

void check_clock(RedisAccess& redis, Diagnosis& findings) {
  const auto reply = redis.connection().ask({"TIME"});
  const auto* const words = reply ? reply->array() : nullptr;
  const auto* const text = words == nullptr || words->empty() ? nullptr : words->front().text();
  const auto seconds = text == nullptr ? std::nullopt : parse_number<std::int64_t>(*text);
  if (!seconds) return;
  const auto here =
      std::chrono::duration_cast<std::chrono::seconds>(SystemClock().wall().time_since_epoch());
  const auto offset = std::chrono::seconds(*seconds) - here;
  if (std::chrono::abs(offset) < kClockWarn) {
    return findings.ok("the clocks of Redis and of this machine agree");
  }
  std::string what =
      fmt::format("the clock of Redis differs from this machine's by {} s", offset.count());
  const char* const cure = "timedatectl set-ntp true, on both machines";
  if (std::chrono::abs(offset) < kClockFail) return findings.warn(std::move(what), cure);
  findings.fail(what + ": tokens of one machine are refused by the other", cure);
}

}  // namespace

void check_redis(Case& given, Diagnosis& findings) {
  if (given.program.all_in_one()) {
    given.homes.push_back({given.config.node, given.config.rooms.url});
    return;
  }
  RedisAccess redis(given.config, findings);
  if (!redis.reach()) return;
  check_version(redis, findings);
  check_eviction(redis, findings);
  if (!redis.judge_write()) return;
  check_clock(redis, findings);
  check_members(given, redis.connection(), findings);
}

}  // namespace nexus::doctor
