// The process's membership of its deployment: two processes that would split it cannot both be
// members.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/log.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_wire.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

namespace nexus::stores {

inline constexpr auto kMemberRenewPeriod = std::chrono::seconds(1);
/// After a kill, a process in another place gets the name this much later.
inline constexpr auto kMemberLease = std::chrono::seconds(4);

/// Properties that must differ, or must match, among all processes of a deployment.
struct Member {
  enum class Kind : char { kMatching = 'm', kSignalling = 's' };

  Kind kind = Kind::kMatching;
  NodeName node;
  IncarnationId incarnation;
  /// Where it listens, for people to read. Two processes that are alive never have the same place;
  /// empty if that cannot be ensured.
  std::string place;
  std::string url;  ///< of its rooms; empty for a matching node
  /// One-way fingerprints of its secrets, the signing one first.
  std::vector<std::string> fingerprints;
  std::string version{};  ///< of the program and of its protocol, with a blank between them
  std::vector<std::string> lanes{};  ///< of a matching node, the default one first
};

/// Enrols the process on each connection, before any other call, and every kMemberRenewPeriod.
/// Redis refuses the process if another one has its name or url, or does not accept its secret.
/// While it is refused, calls of `functions` fail as if Redis were unreachable. Both processes log
/// an error with the reason. A process that restarts in its old place becomes a member at once.
/// Two matching nodes with different default lanes both log a warning. Neither is refused, because
/// a rolling change of the lanes restarts the nodes one after the other.
/// Lives on the client's loop.
class RedisMembership {
 public:
  /// `changed` is called when the process becomes a member and when it stops being one.
  RedisMembership(boost::asio::io_context& loop, RedisFunctions& functions, const RedisPool& pool,
                  Member self, std::function<void(bool is_member)> changed, Log log);

  /// Why Redis refuses this process; empty if it does not.
  [[nodiscard]] std::string_view refusal() const { return refusal_; }
  /// The secrets changed: enrols with them. Redis refuses the process if another one does not
  /// accept them.
  void set_fingerprints(std::vector<std::string> fingerprints);
  /// Whether Redis refuses this process, or refused another one because of it lately.
  [[nodiscard]] bool has_conflict() const;
  /// Gives up the name, so that another process may take it. For a process that is about to stop.
  void leave();

 private:
  void enrol();
  void take(const RedisReply& reply);
  void admit(bool is_member);
  void report_rival(const RedisReply::Array& reply);
  void warn_of_lanes(const std::string& other, const std::string& place);
  void renew_later();

  RedisFunctions& functions_;
  const RedisPool& pool_;
  std::string prefix_;
  Member self_;
  std::function<void(bool)> changed_;
  Log log_;
  boost::asio::steady_timer timer_;
  bool is_member_ = false;
  bool was_member_ = false;
  bool has_left_ = false;
  bool is_asking_ = false;
  std::string refusal_;     ///< for people; why this process is refused
  std::string refused_by_;  ///< the process that caused it, as logged
  std::string rival_;       ///< the last rival that was logged
  std::chrono::steady_clock::time_point rival_seen_;
  std::optional<std::chrono::steady_clock::time_point> lanes_warned_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace nexus::stores
