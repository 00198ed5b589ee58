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
  /// The expected error code; none for a valid message.
  std::optional<ErrorCode> error;
};

/// Reads all vectors. Throws std::runtime_error if the file is missing or a line is not a vector.
[[nodiscard]] std::vector<Vector> read_vectors();

}  // namespace nexus::protocol
