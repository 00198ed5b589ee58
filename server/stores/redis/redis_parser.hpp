// Converts commands to bytes, and received bytes to replies.
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
  /// The next complete reply, or nullopt for now. If `broken()`, there will never be one.
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
