// The processes that enrolled in a Redis: secrets, names, versions.
// SPDX-License-Identifier: MIT
#include "apps/listening.hpp"
#include "apps/socket_url.hpp"
#include "apps/version.hpp"
#include "base/text.hpp"
#include "credentials/credentials.hpp"
#include "doctor/checks.hpp"
#include "protocol/generated/messages.hpp"
#include "stores/redis/redis_wire.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

using stores::RedisReply;

struct Other {
  std::string kind, name, place, url, secrets, version, lanes;
  [[nodiscard]] std::string title() const {
    return fmt::format("{} {} ({})", kind == "m" ? "nexus-matching" : "nexus-signalling", name,
                       place.empty() ? "somewhere" : place);
  }
};

std::vector<Other> read_members(const RedisReply::Array& rows) {
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
                       texts[2], texts[3], texts[4],
                       texts.size() > 5 ? texts[5] : std::string()});  // none in an older version
  }
  return members;
}

class MemberCheck {
 public:
  MemberCheck(const Case& given, Diagnosis& findings)
      : program_(given.program), config_(given.config), findings_(findings) {}

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

  /// Compares the lanes of all matching processes with those here, or, for a program without any,
  /// with those of the first one.
  void check_lanes(const std::vector<Other>& members) {
    std::string title = "here";
    std::string lanes = program_.matching ? joined(config_.desk.lanes, " ") : "";
    for (const Other& other : members) {
      if (other.lanes.empty() || other.lanes == lanes) continue;
      if (lanes.empty()) {
        title = fmt::format("of {}", other.title());
        lanes = other.lanes;
        continue;
      }
      findings_.warn(
          fmt::format("matching.lanes: \"{}\" {}, but \"{}\" of {}; visitors of two lanes never "
                      "meet, and the first lane is that of a visitor who chooses none",
                      lanes, title, other.lanes, other.title()),
          "give all matching processes the same matching.lanes and restart, one after the other");
    }
  }

  void check(const Other& other) {
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
    const std::string url =
        apps::as_path_of_site(config_.rooms.url, config_.server.allowed_origins);
    if (!is_self && !other.url.empty() && program_.signalling && other.url == url) {
      findings_.fail(fmt::format("signalling.url: {} has {} already", other.title(), other.url),
                     "give each signalling process a signalling.url that leads to it alone");
    }
    check_version_of(other);
  }

 private:
  [[nodiscard]] bool accept_each_other(const Other& other) const {
    std::vector<std::string> secrets;
    for (const apps::Secret& secret : config_.secrets) secrets.push_back(secret.reveal());
    const auto own = credentials::Credentials::create(secrets);
    if (!own) return true;  // the settings were refused
    const std::string ours = fmt::format(" {} ", joined(own->fingerprints, " "));
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

  const apps::Program& program_;
  const apps::Config& config_;
  Diagnosis& findings_;
};

}  // namespace

void check_members(Case& given, RedisConnection& connection, Diagnosis& findings) {
  const std::string& pool = given.config.redis_pool;
  const std::string prefix = stores::RedisPool{.name = pool}.prefix();
  const auto reply = connection.ask({"FCALL", "nexus_members", "1", prefix, "0"});
  const auto* const rows = reply ? reply->array() : nullptr;
  const std::vector<Other> members = rows == nullptr ? std::vector<Other>() : read_members(*rows);
  if (members.empty()) {
    return findings.warn(
        fmt::format("no process has enrolled in the pool \"{}\" of this Redis", pool),
        "systemctl start the services; if they run, compare their redis.url and redis.pool");
  }
  MemberCheck check(given, findings);
  check.check_kinds(members);
  check.check_lanes(members);
  for (const Other& other : members) {
    check.check(other);
    if (other.kind == "s") given.homes.push_back({other.name, other.url});
  }
}

}  // namespace nexus::doctor
