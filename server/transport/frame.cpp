// SPDX-License-Identifier: MIT
#include "transport/frame.hpp"

#include <cstring>

#include <simdjson.h>

namespace nexus::transport {
namespace {

constexpr std::uint8_t kFin = 0x80;
constexpr std::uint8_t kReserved = 0x70;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLength16 = 126;
constexpr std::uint8_t kLength64 = 127;

std::uint8_t byte_at(std::span<const char> bytes, std::size_t index) {
  return static_cast<std::uint8_t>(bytes[index]);
}

std::uint64_t big_endian(std::span<const char> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8 | byte_at(bytes, i);
  return value;
}

bool is_known(std::uint8_t opcode) { return opcode <= 0x2 || (opcode >= 0x8 && opcode <= 0xA); }

Violation protocol_error(std::string_view what) { return {kCloseProtocolError, what}; }

}  // namespace

HeaderResult parse_frame_header(std::span<const char> bytes) {
  if (bytes.empty()) return NeedBytes{2};
  const std::uint8_t first = byte_at(bytes, 0);
  const std::uint8_t opcode = first & 0x0F;
  if ((first & kReserved) != 0) return protocol_error("reserved bits set");
  if (!is_known(opcode)) return protocol_error("reserved opcode");
  FrameHeader header;
  header.fin = (first & kFin) != 0;
  header.opcode = static_cast<Opcode>(opcode);
  if (is_control(header.opcode) && !header.fin) return protocol_error("fragmented control frame");

  if (bytes.size() < 2) return NeedBytes{2};
  const std::uint8_t second = byte_at(bytes, 1);
  const std::uint8_t length = second & 0x7F;
  if ((second & kMasked) == 0) return protocol_error("frame not masked");
  if (is_control(header.opcode) && length > kControlPayloadBytesMax) {
    return protocol_error("control frame too long");
  }
  const std::size_t length_bytes = length == kLength64 ? 8 : length == kLength16 ? 2 : 0;
  header.header_bytes = 2 + length_bytes + header.mask.size();
  if (bytes.size() < 2 + length_bytes) return NeedBytes{header.header_bytes};
  header.payload_bytes = length_bytes == 0 ? length : big_endian(bytes.subspan(2, length_bytes));
  if (header.payload_bytes >> 63 != 0) return protocol_error("length above 2^63");
  if ((length == kLength16 && header.payload_bytes < kLength16) ||
      (length == kLength64 && header.payload_bytes <= 0xFFFF)) {
    return protocol_error("length not in its shortest form");
  }
  if (bytes.size() < header.header_bytes) return NeedBytes{header.header_bytes};
  std::memcpy(header.mask.data(), bytes.data() + 2 + length_bytes, header.mask.size());
  return header;
}

void unmask(std::span<char> payload, const Mask& mask) {
  std::uint64_t wide = 0;
  std::memcpy(&wide, mask.data(), 4);
  std::memcpy(reinterpret_cast<char*>(&wide) + 4, mask.data(), 4);
  std::size_t i = 0;
  // Eight bytes at a time, which the compiler vectorises. Uses memcpy, because a payload is not
  // aligned.
  for (; i + 8 <= payload.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload.data() + i, 8);
    word ^= wide;
    std::memcpy(payload.data() + i, &word, 8);
  }
  for (; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(static_cast<std::uint8_t>(payload[i]) ^ mask[i % 4]);
  }
}

std::size_t write_frame_header(Opcode opcode, std::size_t payload_bytes,
                               std::array<char, kSentHeaderBytesMax>& out) {
  out[0] = static_cast<char>(kFin | static_cast<std::uint8_t>(opcode));
  if (payload_bytes < kLength16) {
    out[1] = static_cast<char>(payload_bytes);
    return 2;
  }
  const std::size_t length_bytes = payload_bytes <= 0xFFFF ? 2 : 8;
  out[1] = static_cast<char>(length_bytes == 2 ? kLength16 : kLength64);
  for (std::size_t i = 0; i < length_bytes; ++i) {
    out[2 + i] = static_cast<char>(payload_bytes >> (8 * (length_bytes - 1 - i)));
  }
  return 2 + length_bytes;
}

bool is_sendable_close_code(std::uint16_t code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
         (code >= 3000 && code <= 4999);
}

std::variant<CloseStatus, Violation> parse_close_payload(std::string_view payload) {
  if (payload.empty()) return CloseStatus{};
  if (payload.size() == 1) return protocol_error("close frame of one byte");
  const auto code = static_cast<std::uint16_t>(big_endian(payload.substr(0, 2)));
  if (!is_sendable_close_code(code)) return protocol_error("close code not allowed");
  const std::string_view reason = payload.substr(2);
  if (!simdjson::validate_utf8(reason.data(), reason.size())) {
    return Violation{kCloseInvalidPayload, "close reason is not UTF-8"};
  }
  return CloseStatus{code, reason};
}

std::string make_close_payload(std::uint16_t code, std::string_view reason) {
  if (code == kCloseNoStatus) return {};
  if (!is_sendable_close_code(code)) code = kCloseInternalError;
  if (reason.size() > kCloseReasonBytesMax) {
    std::size_t end = kCloseReasonBytesMax;
    while (end > 0 && (static_cast<std::uint8_t>(reason[end]) & 0xC0) == 0x80) --end;
    reason = reason.substr(0, end);
  }
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  payload.append(reason);
  return payload;
}

}  // namespace nexus::transport
