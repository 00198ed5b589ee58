// How a matching node hears what the store tells it unasked.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"
#include "matching/ticket_store.hpp"
#include "stores/redis/redis_client.hpp"
#include "stores/redis/redis_wire.hpp"

#include <memory>
#include <string>

namespace nexus::stores {

/// Reads the stream of one node, event by event, and removes what the listener was told: after a
/// crash in between, the next process of that name hears it again. Blocks in Redis, so it wants a
/// client of its own. Lives on the client's loop.
class RedisOutbox {
 public:
  RedisOutbox(RedisClient& client, const RedisPool& pool, const NodeName& node,
              matching::OutboxListener listener, Log log);

 private:
  void read();
  void take(RedisReply reply);

  RedisClient& client_;
  std::string key_;
  matching::OutboxListener listener_;
  Log log_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace nexus::stores
