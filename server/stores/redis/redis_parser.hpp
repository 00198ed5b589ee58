// Commands to bytes of a connection, and bytes to replies.
// SPDX-License-Identifier: MIT
#pragma once

#include "stores/redis/redis_reply.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct redisReader;

namespace nexus::stores {

void append_command(std::string& out, std::span<const std::string_view> words);

/// An incremental RESP2 parser over the reader of hiredis. One for each connection.
class RedisParser {
 public:
  RedisParser();

  void feed(std::span<const char> bytes);
  /// The next whole reply, or nothing yet. `broken()` tells whether there will ever be one.
  [[nodiscard]] std::optional<RedisReply> next();
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  struct Free {
    void operator()(redisReader* reader) const;
  };

  std::unique_ptr<redisReader, Free> reader_;
  bool broken_ = false;
};

}  // namespace nexus::stores
