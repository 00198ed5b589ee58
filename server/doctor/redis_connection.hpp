// Asks a Redis one command after the other.
// SPDX-License-Identifier: MIT
#pragma once

#include "doctor/connection.hpp"
#include "stores/redis/redis_parser.hpp"
#include "stores/redis/redis_url.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::doctor {

/// One connection to one Redis.
class RedisConnection {
 public:
  using Opened = Result<std::unique_ptr<RedisConnection>, std::string>;

  /// Without authentication yet.
  static Opened open(const stores::RedisAddress& address,
                     const std::optional<stores::RedisTls>& tls);

  /// nullopt if Redis does not answer in time, or answers something else.
  [[nodiscard]] std::optional<stores::RedisReply> ask(
      std::initializer_list<std::string_view> words);

  /// nullptr without TLS.
  [[nodiscard]] const Certificate* certificate() const { return connection_->certificate(); }

 private:
  explicit RedisConnection(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  std::unique_ptr<Connection> connection_;
  stores::RedisParser parser_;
};

}  // namespace nexus::doctor
