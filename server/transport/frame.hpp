// The WebSocket frame format as pure functions (RFC 6455, sections 5 and 7.4), server side.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace nexus::transport {

enum class Opcode : std::uint8_t {
  kContinuation = 0x0,
  kText = 0x1,
  kBinary = 0x2,
  kClose = 0x8,
  kPing = 0x9,
  kPong = 0xA,
};

[[nodiscard]] constexpr bool is_control(Opcode opcode) {
  return static_cast<std::uint8_t>(opcode) >= 0x8;
}

/// Close codes that the protocol itself uses (section 7.4.1).
inline constexpr std::uint16_t kCloseProtocolError = 1002;
inline constexpr std::uint16_t kCloseUnsupportedData = 1003;
inline constexpr std::uint16_t kCloseNoStatus = 1005;  ///< never on the wire
inline constexpr std::uint16_t kCloseAbnormal = 1006;  ///< never on the wire
inline constexpr std::uint16_t kCloseInvalidPayload = 1007;
inline constexpr std::uint16_t kCloseTooBig = 1009;
inline constexpr std::uint16_t kCloseInternalError = 1011;
inline constexpr std::uint16_t kCloseTryAgainLater = 1013;  ///< of the IANA registry

inline constexpr std::size_t kFrameHeaderBytesMax = 14;  ///< 2 + 8 + mask
inline constexpr std::size_t kSentHeaderBytesMax = 10;   ///< a server does not mask
inline constexpr std::size_t kControlPayloadBytesMax = 125;
inline constexpr std::size_t kCloseReasonBytesMax = kControlPayloadBytesMax - 2;

using Mask = std::array<std::uint8_t, 4>;

struct FrameHeader {
  bool fin = false;
  Opcode opcode = Opcode::kContinuation;
  Mask mask{};
  std::uint64_t payload_bytes = 0;
  std::size_t header_bytes = 0;  ///< 6, 8 or 14
};

/// The header is incomplete: its result needs at least `total_bytes`.
struct NeedBytes {
  std::size_t total_bytes = 0;
};

/// The peer violated the protocol: close with `code`.
struct Violation {
  std::uint16_t code = kCloseProtocolError;
  std::string_view what;  ///< a literal; sent as the close reason
};

using HeaderResult = std::variant<FrameHeader, NeedBytes, Violation>;

/// Reads the header of a client's frame at the start of `bytes`. Fails with 1002 as early as
/// possible for: reserved bits and opcodes, a missing mask, lengths not in their shortest form or
/// above 2^63, and control frames that are fragmented or longer than 125 bytes.
[[nodiscard]] HeaderResult parse_frame_header(std::span<const char> bytes);

/// Applies the mask in place (section 5.3). `payload` must start at the first byte of the frame's
/// payload.
void unmask(std::span<char> payload, const Mask& mask);

/// Writes the header of an unmasked frame with FIN set. Returns the number of bytes written.
[[nodiscard]] std::size_t write_frame_header(Opcode opcode, std::size_t payload_bytes,
                                             std::array<char, kSentHeaderBytesMax>& out);

/// The content of a close frame; 1005 for an empty one.
struct CloseStatus {
  std::uint16_t code = kCloseNoStatus;
  std::string_view reason;
};

/// Reads an unmasked close payload (section 5.5.1). Fails with 1002 for one byte or a code that
/// must not be sent, and with 1007 for a reason that is not UTF-8.
[[nodiscard]] std::variant<CloseStatus, Violation> parse_close_payload(std::string_view payload);

/// Whether an endpoint may send this code (section 7.4.2 and the IANA registry).
[[nodiscard]] bool is_sendable_close_code(std::uint16_t code);

/// The payload of a close frame; empty for 1005. A code that must not be sent becomes 1011.
/// `reason` is cut to at most 123 bytes between two characters.
[[nodiscard]] std::string make_close_payload(std::uint16_t code, std::string_view reason);

}  // namespace nexus::transport
