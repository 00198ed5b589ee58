// SPDX-License-Identifier: MIT
#include "stores/redis/redis_membership.hpp"

#include "base/text.hpp"

#include <utility>

#include <fmt/format.h>

namespace nexus::stores {
namespace {

/// A rival that was not seen for this long is logged again when it returns.
constexpr auto kRivalForgotten = std::chrono::seconds(30);
constexpr auto kLanesWarningPeriod = std::chrono::minutes(1);
constexpr std::string_view kLanesReason = "lanes";

/// A conflict between two processes, and what the operator can do about it.
struct Reason {
  std::string_view key;
  std::string_view refusal;  ///< for the process that is refused
  std::string_view todo;
};
constexpr Reason kReasons[] = {
    {"name", "another process has this node.name",
     "give each process of the deployment a node.name of its own"},
    {"url", "another process has this signalling.url",
     "give each signalling process a signalling.url that leads to it alone"},
    {"secret", "this node and another one do not accept each other's credentials.secrets",
     "give all processes the same credentials.secrets; docs/deployment.md says how to change them"},
};
constexpr Reason kUnknown{"", "another process is in its way", "see docs/deployment.md"};

const Reason& reason_of(std::string_view key) {
  for (const Reason& reason : kReasons) {
    if (reason.key == key) return reason;
  }
  return kUnknown;
}

std::string text_at(const RedisReply::Array& reply, std::size_t at) {
  const auto* text = at < reply.size() ? reply[at].text() : nullptr;
  return text == nullptr ? std::string() : *text;
}

}  // namespace

RedisMembership::RedisMembership(boost::asio::io_context& loop, RedisFunctions& functions,
                                 const RedisPool& pool, Member self,
                                 std::function<void(bool)> changed, Log log)
    : functions_(functions),
      pool_(pool),
      prefix_(pool.prefix()),
      self_(std::move(self)),
      changed_(std::move(changed)),
      log_(std::move(log)),
      timer_(loop) {
  functions_.admit(false);
  functions_.on_loaded([this, alive = std::weak_ptr(alive_)] {
    if (alive.expired() || has_left_) return;
    is_asking_ = false;  // a question on the previous connection is void
    functions_.admit(false);
    enrol();
  });
  renew_later();
}

void RedisMembership::renew_later() {
  timer_.expires_after(kMemberRenewPeriod);
  timer_.async_wait([this, alive = std::weak_ptr(alive_)](boost::system::error_code error) {
    if (error || alive.expired()) return;
    enrol();
    renew_later();
  });
}

void RedisMembership::enrol() {
  if (has_left_ || is_asking_) return;
  is_asking_ = true;
  functions_.call_unadmitted(
      "nexus_enrol", prefix_,
      {pool_.now(), std::string(1, static_cast<char>(self_.kind)), self_.node.value,
       self_.incarnation.text(), was_member_ ? "1" : "0", self_.place, self_.url,
       joined(self_.fingerprints, " "), self_.version, joined(self_.lanes, " ")},
      [this, alive = std::weak_ptr(alive_)](const Result<RedisReply, matching::StoreError>& reply) {
        if (alive.expired()) return;
        is_asking_ = false;
        if (has_left_) return;
        if (reply) return take(*reply);
        // Redis takes no writes from any process: a member stays one, so that reads still work.
        if (is_member_) functions_.admit(true);
      });
}

void RedisMembership::set_fingerprints(std::vector<std::string> fingerprints) {
  self_.fingerprints = std::move(fingerprints);
  enrol();
}

void RedisMembership::take(const RedisReply& reply) {
  const auto* words = reply.array();
  const auto* verdict = words == nullptr || words->empty() ? nullptr : words->front().integer();
  if (verdict == nullptr) return;
  if (*verdict == 1) {
    admit(true);
    if (words->size() > 1) report_rival(*words);
    return;
  }
  const Reason& reason = reason_of(text_at(*words, 1));
  const std::string other = text_at(*words, 2);
  const std::string place = text_at(*words, 3);
  refusal_ = reason.refusal;
  if (std::string refused_by = fmt::format("{} {} {}", reason.key, other, place);
      refused_by != refused_by_) {
    refused_by_ = std::move(refused_by);
    log_.error("node_refused", {{"node", self_.node.value},
                                {"place", self_.place},
                                {"why", reason.refusal},
                                {"other_node", other},
                                {"other_place", place},
                                {"do", reason.todo}});
  }
  admit(false);
}

void RedisMembership::admit(bool is_member) {
  functions_.admit(is_member);
  if (is_member) {
    if (!refusal_.empty()) log_.info("node_admitted", {{"node", self_.node.value}});
    was_member_ = true;
    refusal_.clear();
    refused_by_.clear();
  }
  if (std::exchange(is_member_, is_member) != is_member) changed_(is_member);
}

void RedisMembership::report_rival(const RedisReply::Array& reply) {
  if (text_at(reply, 1) == kLanesReason) {
    return warn_of_lanes(text_at(reply, 2), text_at(reply, 3));
  }
  const auto now = std::chrono::steady_clock::now();
  const auto last_seen = std::exchange(rival_seen_, now);
  const Reason& reason = reason_of(text_at(reply, 1));
  const std::string other = text_at(reply, 2);
  const std::string place = text_at(reply, 3);
  std::string rival = fmt::format("{} {} {}", reason.key, other, place);
  if (rival == rival_ && now - last_seen < kRivalForgotten) return;
  rival_ = std::move(rival);
  log_.error("other_node_refused", {{"node", self_.node.value},
                                    {"place", self_.place},
                                    {"other_node", other},
                                    {"other_place", place},
                                    {"why", reason.refusal},
                                    {"do", reason.todo}});
}

void RedisMembership::warn_of_lanes(const std::string& other, const std::string& place) {
  const auto now = std::chrono::steady_clock::now();
  if (lanes_warned_ && now - *lanes_warned_ < kLanesWarningPeriod) return;
  lanes_warned_ = now;
  log_.warn("lanes_differ",
            {{"node", self_.node.value},
             {"place", self_.place},
             {"other_node", other},
             {"other_place", place},
             {"why",
              "the first of matching.lanes differs: visitors of the two nodes who choose no "
              "lane never meet"},
             {"do", "give all matching processes the same matching.lanes"}});
}

bool RedisMembership::has_conflict() const {
  return !refusal_.empty() ||
         (!rival_.empty() && std::chrono::steady_clock::now() - rival_seen_ < kRivalForgotten);
}

void RedisMembership::leave() {
  has_left_ = true;
  functions_.call_unadmitted(
      "nexus_leave", prefix_,
      {std::string(1, static_cast<char>(self_.kind)), self_.node.value, self_.incarnation.text()},
      [](const Result<RedisReply, matching::StoreError>&) {});
}

}  // namespace nexus::stores
