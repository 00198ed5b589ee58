// The client's side of WebSocket frames (RFC 6455, section 5).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::load {

enum class Opcode : std::uint8_t { kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

/// Appends one whole frame, masked with `key` as RFC 6455 requires of clients.
void append_frame(std::string& out, Opcode opcode, std::string_view payload, std::uint32_t key);

/// A whole frame from a server. The view is into the parsed bytes.
struct ServerFrame {
  Opcode opcode = Opcode::kText;
  std::string_view payload;
  std::size_t frame_bytes = 0;
};

enum class Parsed { kFrame, kNeedBytes, kBroken };

/// Parses the first frame of `bytes`. Fragments are an error: no server measured here
/// sends any for texts of this size.
[[nodiscard]] Parsed parse_frame(std::string_view bytes, ServerFrame& frame);

}  // namespace nexus::load
