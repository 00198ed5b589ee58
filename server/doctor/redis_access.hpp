// Finds the Redis that the programs would write to.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "base/result.hpp"
#include "doctor/finding.hpp"
#include "doctor/redis_connection.hpp"
#include "stores/redis/redis_url.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::doctor {

/// A command of redis-cli for that server.
[[nodiscard]] std::string redis_cli(const stores::RedisAddress& at, std::string_view command);

/// Goes the way of the programs: through a Sentinel to its primary, past replicas, and to the node
/// of a cluster that has the pool. Reports what stands in the way.
class RedisAccess {
 public:
  RedisAccess(const apps::Config& config, Diagnosis& findings);

  /// Whether a server answers and takes our password.
  [[nodiscard]] bool reach();
  /// Reports whether the server takes writes; false if it does not.
  [[nodiscard]] bool judge_write();

  [[nodiscard]] RedisConnection& connection() { return *connection_; }
  [[nodiscard]] const stores::RedisAddress& at() const { return at_; }

 private:
  using Reply = std::optional<stores::RedisReply>;

  /// Reports `what` and `cure` as a failure; returns false.
  bool fail(std::string what, std::string cure);
  /// Nothing if there is a connection now. `cure` is for a server that cannot be reached.
  [[nodiscard]] std::optional<Finding> connect(const stores::RedisAddress& server,
                                               std::string cure);
  /// Connects to the primary that the Sentinel of this connection names.
  [[nodiscard]] std::optional<Finding> follow_sentinel(const stores::RedisAddress& sentinel);
  [[nodiscard]] Result<stores::RedisAddress, Finding> ask_sentinel(
      const stores::RedisAddress& sentinel);
  void judge_quorum(const stores::RedisAddress& sentinel);
  [[nodiscard]] Reply authenticate();
  [[nodiscard]] bool log_in();
  /// The error of a write; empty if there is none.
  [[nodiscard]] std::string try_write();
  [[nodiscard]] std::string write_cure(std::string_view error) const;

  const apps::Config& config_;
  Diagnosis& findings_;
  stores::RedisUrl url_;
  stores::RedisAddress at_;
  std::unique_ptr<RedisConnection> connection_;
  std::string refusal_;                 ///< of the write
  std::optional<Finding> redirection_;  ///< why a cluster's node cannot be reached
};

}  // namespace nexus::doctor
