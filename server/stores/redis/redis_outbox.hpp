// Delivers the store's events to a node.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"
#include "matching/ticket_store.hpp"
#include "stores/redis/redis_client.hpp"
#include "stores/redis/redis_wire.hpp"

#include <functional>
#include <memory>
#include <string>

namespace nexus::stores {

/// Reads one node's stream, event by event, and removes each event after its delivery to the
/// listener. After a crash in between, the next process of that name receives it again. Its reads
/// block in Redis, so it needs its own client. Lives on the client's loop.
class RedisOutbox {
 public:
  /// The events of a matching node.
  RedisOutbox(RedisClient& client, const RedisPool& pool, const NodeName& node,
              matching::OutboxListener listener, Log log);
  /// The events of a home.
  RedisOutbox(RedisClient& client, const RedisPool& pool, const NodeName& node,
              GivenUpListener listener, Log log);

 private:
  /// Delivers one entry; false if it is not one of ours.
  using Deliver = std::function<bool(const RedisReply& fields)>;

  RedisOutbox(RedisClient& client, std::string key, Deliver deliver, Log log);
  void read();
  void take(RedisReply reply);

  RedisClient& client_;
  std::string key_;
  Deliver deliver_;
  Log log_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace nexus::stores
