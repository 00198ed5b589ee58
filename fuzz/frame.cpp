// WebSocket frames (RFC 6455) as a client might send them, whole and cut at any byte.
// SPDX-License-Identifier: MIT
#include "transport/frame.hpp"

#include "fuzz/check.hpp"

#include <string>
#include <vector>

using namespace nexus::transport;
using nexus::fuzz::check;

namespace {

/// What the parser knows of a header must not change with more bytes.
void check_every_cut(std::span<const char> bytes, const HeaderResult& whole) {
  const std::size_t longest = std::min(bytes.size(), kFrameHeaderBytesMax);
  for (std::size_t cut = 0; cut < longest; ++cut) {
    const HeaderResult early = parse_frame_header(bytes.first(cut));
    if (const auto* need = std::get_if<NeedBytes>(&early)) {
      check(need->total_bytes > cut, "an incomplete header needs more bytes than there are");
      check(need->total_bytes <= kFrameHeaderBytesMax, "no header is longer than the longest");
    } else {
      check(early.index() == whole.index(), "the result of a parsed header is final");
    }
  }
}

void check_close(std::string_view payload) {
  const auto result = parse_close_payload(payload);
  const auto* status = std::get_if<CloseStatus>(&result);
  if (status == nullptr || status->code == kCloseNoStatus) return;
  check(is_sendable_close_code(status->code), "a received close code may be sent");
  if (status->reason.size() > kCloseReasonBytesMax) return;  // a control frame cannot hold that
  check(make_close_payload(status->code, status->reason) == payload,
        "a close payload parses as it was encoded");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of exactly this size, so that AddressSanitizer sees a read beyond it.
  std::vector<char> bytes(data, data + size);
  std::span<char> rest(bytes);
  while (true) {
    const HeaderResult result = parse_frame_header(rest);
    check_every_cut(rest, result);
    const auto* header = std::get_if<FrameHeader>(&result);
    if (header == nullptr) break;
    check(header->header_bytes <= rest.size(), "a parsed header is complete");
    check(!is_control(header->opcode) || (header->fin && header->payload_bytes <= 125),
          "control frames are short and whole");
    if (header->payload_bytes > rest.size() - header->header_bytes) break;
    const std::span<char> payload = rest.subspan(header->header_bytes, header->payload_bytes);
    const std::string masked(payload.data(), payload.size());
    unmask(payload, header->mask);
    if (header->opcode == Opcode::kClose) check_close({payload.data(), payload.size()});
    unmask(payload, header->mask);
    check(masked == std::string_view(payload.data(), payload.size()),
          "masking twice restores the payload");
    rest = rest.subspan(header->header_bytes + header->payload_bytes);
  }
  return 0;
}
