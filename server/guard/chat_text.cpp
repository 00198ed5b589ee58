// SPDX-License-Identifier: MIT
#include "guard/chat_text.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nexus::guard {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t index) {
  return index < text.size() ? static_cast<std::uint8_t>(text[index]) : 0;
}

/// How many bytes the unwanted character at the front of `rest` has; 0 when it may stay. Every lead
/// byte looked for here begins a character of exactly that length in UTF-8.
std::size_t unwanted_bytes(std::string_view rest) {
  const std::uint8_t first = byte_at(rest, 0);
  const std::uint8_t second = byte_at(rest, 1);
  const std::uint8_t third = byte_at(rest, 2);
  if (first < 0x20) return first == '\n' || first == '\t' ? 0 : 1;
  if (first == 0x7F) return 1;
  if (first == 0xC2) return second >= 0x80 && second <= 0x9F ? 2 : 0;  // U+0080 to U+009F
  if (first == 0xE2 && second == 0x80) return third >= 0xA8 && third <= 0xAE ? 3 : 0;  // U+2028..E
  if (first == 0xE2 && second == 0x81) return third >= 0xA6 && third <= 0xA9 ? 3 : 0;  // U+2066..9
  if (first == 0xEF && second == 0xBF) return third >= 0xB9 && third <= 0xBB ? 3 : 0;  // U+FFF9..B
  return 0;
}

}  // namespace

void strip_invisible(std::string& text) {
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t unwanted = unwanted_bytes(std::string_view(text).substr(at));
    if (unwanted > 0) {
      at += unwanted;
    } else {
      text[kept++] = text[at++];
    }
  }
  text.resize(kept);
}

}  // namespace nexus::guard
