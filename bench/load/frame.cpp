// SPDX-License-Identifier: MIT
#include "load/frame.hpp"

#include <array>
#include <cstring>

namespace nexus::load {
namespace {

constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLength16 = 126;
constexpr std::uint8_t kLength64 = 127;
constexpr std::size_t kPayloadBytesMax = 1 << 20;

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload, std::uint32_t key) {
  out.push_back(static_cast<char>(kFinal | static_cast<std::uint8_t>(opcode)));
  const std::size_t size = payload.size();
  const auto push_length = [&](int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.push_back(static_cast<char>(size >> shift & 0xFF));
    }
  };
  if (size < kLength16) {
    out.push_back(static_cast<char>(kMasked | size));
  } else if (size <= 0xFFFF) {
    out.push_back(static_cast<char>(kMasked | kLength16));
    push_length(2);
  } else {
    out.push_back(static_cast<char>(kMasked | kLength64));
    push_length(8);
  }
  std::array<char, 4> mask{};
  std::memcpy(mask.data(), &key, mask.size());
  out.append(mask.data(), mask.size());
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(static_cast<char>(payload[i] ^ mask[i % mask.size()]));
  }
}

Parsed parse_frame(std::string_view bytes, ServerFrame& frame) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  if (bytes.size() < 2) return Parsed::kNeedBytes;
  const bool is_whole = (at(0) & 0xF0) == kFinal;
  if (!is_whole || (at(1) & kMasked) != 0) return Parsed::kBroken;

  std::size_t header_bytes = 2;
  std::size_t payload_bytes = at(1);
  if (payload_bytes >= kLength16) {
    const std::size_t extra = payload_bytes == kLength16 ? 2 : 8;
    if (bytes.size() < header_bytes + extra) return Parsed::kNeedBytes;
    payload_bytes = 0;
    for (std::size_t i = 0; i < extra; ++i) {
      payload_bytes = payload_bytes << 8 | at(header_bytes + i);
    }
    header_bytes += extra;
  }
  if (payload_bytes > kPayloadBytesMax) return Parsed::kBroken;
  if (bytes.size() < header_bytes + payload_bytes) return Parsed::kNeedBytes;

  const int opcode = at(0) & 0x0F;
  if (opcode != 1 && opcode != 2 && (opcode < 8 || opcode > 10)) return Parsed::kBroken;
  frame.opcode = static_cast<Opcode>(opcode);
  frame.payload = bytes.substr(header_bytes, payload_bytes);
  frame.frame_bytes = header_bytes + payload_bytes;
  return Parsed::kFrame;
}

}  // namespace nexus::load
