// SPDX-License-Identifier: MIT
#include "stores/redis/redis_functions.hpp"

#include "signalling/room_directory.hpp"
#include "stores/redis/functions_embedded.hpp"
#include "stores/redis/redis_membership.hpp"
#include "stores/redis/redis_tally.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace nexus::stores {

using matching::StoreError;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::string_view kLibrary = "nexuschat";

/// How many dead entries of each kind one sweep removes: bounds the time that it holds Redis.
constexpr std::size_t kSweepMax = 1000;
/// The largest step of the library's clock between two calls.
constexpr auto kClockStepMax = seconds(3);
/// Maximum age of the clock's value in Redis: how far a failover can set the clock back.
constexpr auto kClockWrite = milliseconds(100);
static_assert(kClockStepMax > matching::kNodeRenewPeriod, "the clock would run slow");
static_assert(kClockStepMax + matching::kNodeRenewPeriod < matching::kNodeLease,
              "a leap of the wall clock would end the leases of nodes");
static_assert(kClockStepMax + matching::kTicketRenewPeriod < matching::kTicketLease);
static_assert(kClockStepMax + kMemberRenewPeriod <= kMemberLease);
/// Events kept for a node that does not read its outbox. renew repeats dropped events, except
/// answers. A proposal takes about 300 bytes; its answer takes 3 KiB as a rule and 16 KiB at most:
/// 128 MiB if all have the maximum length. Proposals come only while the node's lease lives, so a
/// node that stopped reading gets those of kNodeLease at most.
constexpr std::size_t kOutboxMax = 8192;
/// In Redis's own time; for a node that does not return.
constexpr auto kOutboxLife = std::chrono::hours(1);
/// A room ends without its home's events after a few seconds, so later ones are of no use.
constexpr auto kHomeboxLife = std::chrono::seconds(60);
/// Places and times pass through doubles, which are exact up to 2^53 microseconds (the year 2255).
static_assert(std::int64_t{285} * 365 * 24 * 3600 * 1'000'000 < (std::int64_t{1} << 53));

std::string constant(std::string_view name, auto value) {
  return fmt::format("local {} = {}\n", name, value);
}

std::string whole_library() {
  const auto us = [](auto duration) { return duration_cast<microseconds>(duration).count(); };
  const auto ms = [](auto duration) { return duration_cast<milliseconds>(duration).count(); };
  return fmt::format("#!lua name={}\n", kLibrary) +
         constant("NODE_LEASE_US", us(matching::kNodeLease)) +
         constant("TICKET_LEASE_US", us(matching::kTicketLease)) +
         constant("HOME_LEASE_US", us(signalling::kHomeLease)) +
         constant("MEMBER_LEASE_US", us(kMemberLease)) +
         constant("COMMIT_DEADLINE_US", us(matching::kCommitDeadline)) +
         constant("MOVE_ASK_US", us(kMoveAskLife)) +
         constant("CLOCK_STEP_MAX_US", us(kClockStepMax)) +
         constant("CLOCK_WRITE_US", us(kClockWrite)) +
         constant("ROOM_LIFE_MS", ms(matching::kRoomRecordLife)) +
         constant("OUTBOX_LIFE_MS", ms(kOutboxLife)) +
         constant("HOMEBOX_LIFE_MS", ms(kHomeboxLife)) + constant("OUTBOX_MAX", kOutboxMax) +
         constant("SCAN_MAX", matching::kScanMax) + constant("SCAN_MIN", matching::kScanMin) +
         constant("SWEEP_MAX", kSweepMax) + constant("TALLY_MAX", kTallyMax) +
         constant("TALLY_READ_MAX", kTallyReadMax) + std::string(kEmbeddedFunctions);
}

/// Whether a reply to FUNCTION LIST ... WITHCODE contains exactly this library's code.
bool holds_ours(const RedisReply& reply) {
  const auto* libraries = reply.array();
  if (libraries == nullptr || libraries->size() != 1) return false;
  const auto* fields = libraries->front().array();
  if (fields == nullptr) return false;
  for (std::size_t at = 0; at + 1 < fields->size(); at += 2) {
    const auto* name = (*fields)[at].text();
    const auto* value = (*fields)[at + 1].text();
    if (name != nullptr && *name == "library_code") {
      return value != nullptr && *value == RedisFunctions::source();
    }
  }
  return false;
}

/// The first version that has functions.
constexpr int kRedisMajorMin = 7;

struct RedisVersion {
  int major = 0;
  std::string text;
};

/// The server's version in a reply to INFO, if it contains one.
std::optional<RedisVersion> version_in(const RedisReply& info) {
  constexpr std::string_view key = "redis_version:";
  const auto* text = info.text();
  const auto at = text == nullptr ? std::string::npos : text->find(key);
  if (at == std::string::npos) return std::nullopt;
  const std::string_view rest = std::string_view(*text).substr(at + key.size());
  RedisVersion version{.text = std::string(rest.substr(0, rest.find_first_of("\r\n")))};
  std::from_chars(rest.data(), rest.data() + rest.size(), version.major);
  return version;
}

}  // namespace

const std::string& RedisFunctions::source() {
  static const std::string library = whole_library();
  return library;
}

RedisFunctions::RedisFunctions(RedisClient& client, Log log)
    : client_(client), log_(std::move(log)) {
  client_.on_connected([this, alive = std::weak_ptr(alive_)] {
    if (alive.expired()) return;
    loaded_ = checking_ = loading_ = false;
    check();
  });
}

bool RedisFunctions::ready() const { return client_.ready() && loaded_ && admitted_; }

void RedisFunctions::become_loaded() {
  const bool was_loaded = std::exchange(loaded_, true);
  if (!was_loaded && loaded_hook_) loaded_hook_();
}

void RedisFunctions::check() {
  checking_ = true;
  client_.command({"FUNCTION", "LIST", "LIBRARYNAME", kLibrary, "WITHCODE"},
                  [this, alive = std::weak_ptr(alive_)](const RedisClient::Answer& answer) {
                    if (alive.expired() || !answer) return;  // the next connection checks again
                    checking_ = false;
                    const auto* error = answer->error();
                    if (error != nullptr && error->text.starts_with("ERR unknown command")) {
                      explain_unknown_command(*error);
                    } else if (holds_ours(*answer)) {
                      become_loaded();
                    } else {
                      load();
                    }
                  });
}

void RedisFunctions::load() {
  loading_ = true;
  client_.command({"FUNCTION", "LOAD", "REPLACE", source()},
                  [this, alive = std::weak_ptr(alive_)](const RedisClient::Answer& answer) {
                    if (alive.expired() || !answer) return;
                    loading_ = false;
                    if (answer->error() == nullptr) {
                      log_.info("redis_functions_loaded");
                      become_loaded();
                    } else {
                      loaded_ = false;
                      (void)judge(*answer->error());
                    }
                  });
}

void RedisFunctions::explain_unknown_command(const RedisReply::Error& error) {
  if (std::exchange(trouble_, "unknown command") == "unknown command") return;
  client_.command({"INFO", "server"}, [this, alive = std::weak_ptr(alive_),
                                       given = error.text](const RedisClient::Answer& answer) {
    if (alive.expired()) return;
    const auto version = answer ? version_in(*answer) : std::nullopt;
    if (version && version->major < kRedisMajorMin) {
      return log_.error("redis_too_old",
                        {{"why", fmt::format("Redis {} or newer is needed; this is {}",
                                             kRedisMajorMin, version->text)},
                         {"do", "upgrade Redis, or name another one in redis.url"}});
    }
    log_.error("redis_without_functions",
               {{"error", given.substr(0, 200)},
                {"do", fmt::format("Redis {} or newer is needed, with its commands FUNCTION and "
                                   "FCALL neither renamed nor disabled",
                                   kRedisMajorMin)}});
  });
}

void RedisFunctions::call(std::string_view function, const std::string& prefix,
                          std::vector<std::string> arguments, Done done) {
  if (admitted_) return call_unadmitted(function, prefix, std::move(arguments), std::move(done));
  client_.command({"PING"}, [alive = std::weak_ptr(alive_), done = std::move(done)](const auto&) {
    if (!alive.expired()) done(fail(StoreError::kUnavailable));  // in a later turn
  });
}

void RedisFunctions::call_unadmitted(std::string_view function, const std::string& prefix,
                                     std::vector<std::string> arguments, Done done) {
  auto words = std::make_shared<std::vector<std::string>>();
  words->reserve(arguments.size() + 4);
  words->insert(words->end(), {"FCALL", std::string(function), "1", prefix});
  std::move(arguments.begin(), arguments.end(), std::back_inserter(*words));
  send(std::move(words), std::move(done), false);
}

void RedisFunctions::send(std::shared_ptr<const std::vector<std::string>> words, Done done,
                          bool again) {
  if (!loaded_ && !loading_ && !checking_ && client_.ready()) check();
  // Before the library is verified, a call could reach an older one: fails as if not connected.
  // Sends a PING instead, so that the failure comes in a later turn.
  const bool may_call = loaded_ || again;
  const std::vector<std::string_view> views(words->begin(), words->end());
  const std::string_view nothing[] = {"PING"};
  client_.command(may_call ? std::span<const std::string_view>(views)
                           : std::span<const std::string_view>(nothing),
                  [this, alive = std::weak_ptr(alive_), words = std::move(words),
                   done = std::move(done), again, may_call](RedisClient::Answer answer) mutable {
                    if (alive.expired()) return;
                    if (!answer || !may_call) return done(fail(StoreError::kUnavailable));
                    const RedisReply::Error* error = answer->error();
                    if (error == nullptr) {
                      trouble_.clear();
                      return done(std::move(*answer));
                    }
                    if (!again && error->text.find("Function not found") != std::string::npos) {
                      if (!loading_) load();  // one load serves all: later calls find the library
                      return send(std::move(words), std::move(done), true);
                    }
                    done(fail(judge(*error)));
                  });
}

StoreError RedisFunctions::judge(const RedisReply::Error& error) {
  const std::string_view kind = error.kind();
  if (kind != trouble_) {  // logs only on a change
    trouble_ = kind;
    log_.warn("redis_refuses", {{"error", error.text.substr(0, 200)}});
  }
  return kind == "OOM" ? StoreError::kFull : StoreError::kUnavailable;
}

}  // namespace nexus::stores
