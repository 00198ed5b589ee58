// The golden vectors of protocol/vectors.jsonl; protocol/vectors.mjs describes the file.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nexus::protocol {

struct Vector {
  std::string name;
  std::string channel;
  std::string text;
  /// The code that refuses the text; none for a valid message.
  std::optional<ErrorCode> error;
};

/// All of them. Throws std::runtime_error when the file is missing or a line is not a vector.
[[nodiscard]] std::vector<Vector> read_vectors();

}  // namespace nexus::protocol
