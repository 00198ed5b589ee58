// A reply from Redis, as a value.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nexus::stores {

/// A RESP2 reply. Statuses and bulk strings are both text: arbitrary bytes.
struct RedisReply {
  struct Null {};
  struct Error {
    std::string text;

    /// Its first word, which identifies the kind of error: "READONLY".
    [[nodiscard]] std::string_view kind() const {
      return std::string_view(text).substr(0, text.find(' '));
    }
  };
  using Array = std::vector<RedisReply>;

  std::variant<Null, std::int64_t, std::string, Array, Error> value;

  [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(value); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value); }
  [[nodiscard]] std::string* text() { return std::get_if<std::string>(&value); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&value); }
  [[nodiscard]] const Error* error() const { return std::get_if<Error>(&value); }
};

}  // namespace nexus::stores
