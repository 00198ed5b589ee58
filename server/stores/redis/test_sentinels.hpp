// A primary, its replica and three Sentinels for tests.
// SPDX-License-Identifier: MIT
#pragma once

#include "stores/redis/test_server.hpp"

#include <array>

namespace nexus::stores {

/// Fails over one second after the primary became silent, if two of three Sentinels agree.
class SentinelGroup {
 public:
  SentinelGroup();

  [[nodiscard]] RedisUrl url() const;          ///< names every Sentinel
  RedisServer& primary() { return primary_; }  ///< at first
  RedisServer& replica() { return replica_; }  ///< at first
  RedisServer& sentinel(std::size_t at) { return sentinels_[at]; }

 private:
  [[nodiscard]] static bool is_in_the_know(RedisServer& sentinel);

  RedisServer primary_{{"--repl-diskless-sync-delay", "0"}};
  RedisServer replica_{{"--replicaof", "127.0.0.1", primary_.port()}};
  std::array<RedisServer, 3> sentinels_{RedisServer{{}, RedisServer::Kind::kSentinel},
                                        RedisServer{{}, RedisServer::Kind::kSentinel},
                                        RedisServer{{}, RedisServer::Kind::kSentinel}};
};

inline constexpr const char* kPrimaryName = "nexus";

/// Makes `sentinel` watch `server` by that name.
void monitor(RedisServer& sentinel, const RedisServer& server);

}  // namespace nexus::stores
