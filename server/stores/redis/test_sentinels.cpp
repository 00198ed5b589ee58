// SPDX-License-Identifier: MIT
#include "stores/redis/test_sentinels.hpp"

namespace nexus::stores {

void monitor(RedisServer& sentinel, const RedisServer& server) {
  sentinel.command({"SENTINEL", "MONITOR", kPrimaryName, "127.0.0.1", server.port(), "2"});
  sentinel.command({"SENTINEL", "SET", kPrimaryName, "down-after-milliseconds", "1000"});
  sentinel.command({"SENTINEL", "SET", kPrimaryName, "failover-timeout", "3000"});
}

SentinelGroup::SentinelGroup() {
  wait_for_replicas(primary_, 1);
  for (RedisServer& sentinel : sentinels_) monitor(sentinel, primary_);
  for (RedisServer& sentinel : sentinels_) {
    wait_until([&] { return is_in_the_know(sentinel); }, "agreement of the Sentinels");
  }
}

/// The Sentinel has found the replica and the two others.
bool SentinelGroup::is_in_the_know(RedisServer& sentinel) {
  const auto details = sentinel.list({"SENTINEL", "MASTER", kPrimaryName});
  bool replica = false;
  bool others = false;
  for (std::size_t at = 0; at + 1 < details.size(); at += 2) {
    replica |= details[at] == "num-slaves" && details[at + 1] == "1";
    others |= details[at] == "num-other-sentinels" && details[at + 1] == "2";
  }
  return replica && others;
}

RedisUrl SentinelGroup::url() const {
  RedisUrl url{.primary_name = kPrimaryName};
  for (const RedisServer& sentinel : sentinels_) url.servers.push_back(sentinel.address());
  return url;
}

}  // namespace nexus::stores
