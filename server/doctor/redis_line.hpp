// Asks a Redis one command after the other.
// SPDX-License-Identifier: MIT
#pragma once

#include "doctor/line.hpp"
#include "stores/redis/redis_parser.hpp"
#include "stores/redis/redis_url.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::doctor {

/// One connection to one Redis.
class RedisLine {
 public:
  using Opened = Result<std::unique_ptr<RedisLine>, std::string>;

  /// Without authentication yet.
  static Opened open(const stores::RedisAddress& address,
                     const std::optional<stores::RedisTls>& tls);

  /// nullopt if Redis does not answer in time, or answers something else.
  [[nodiscard]] std::optional<stores::RedisReply> ask(
      std::initializer_list<std::string_view> words);

  /// nullptr without TLS.
  [[nodiscard]] const Certificate* certificate() const { return line_->certificate(); }

 private:
  explicit RedisLine(std::unique_ptr<Line> line) : line_(std::move(line)) {}

  std::unique_ptr<Line> line_;
  stores::RedisParser parser_;
};

}  // namespace nexus::doctor
