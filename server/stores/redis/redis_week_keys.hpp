// The week's key of network tags in Redis, shared by all nodes.
// SPDX-License-Identifier: MIT
#pragma once

#include "credentials/network_tag.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_wire.hpp"

#include <string>

namespace nexus::stores {

/// Redis deletes a key at its week's end by itself. Lives on the client's loop.
class RedisWeekKeys final : public credentials::WeekKeyStore {
 public:
  /// `functions` must outlive it.
  RedisWeekKeys(RedisFunctions& functions, const RedisPool& pool)
      : functions_(functions), prefix_(pool.prefix()) {}

  void agree(const credentials::WeekKey& candidate, std::chrono::milliseconds life,
             Done done) override;

 private:
  RedisFunctions& functions_;
  std::string prefix_;
};

}  // namespace nexus::stores
