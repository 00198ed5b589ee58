// SPDX-License-Identifier: MIT
#include "protocol/json_writer.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace nexus::protocol {
namespace {

/// The letter after the backslash, 'u' for the long form, or 0 for a byte that needs no escape.
constexpr std::array<char, 256> make_escapes() {
  std::array<char, 256> escapes{};
  for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = 'u';
  escapes['\b'] = 'b';
  escapes['\t'] = 't';
  escapes['\n'] = 'n';
  escapes['\f'] = 'f';
  escapes['\r'] = 'r';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}
constexpr std::array<char, 256> kEscapes = make_escapes();

/// The first position at or after `from` of a byte that needs an escape. Takes eight bytes a step,
/// because most of a description of several kilobytes is plain.
std::size_t find_escape(std::string_view text, std::size_t from) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  // Sets the high bit of each zero byte. A borrow may set bits above the first zero only, and only
  // the first zero is needed.
  constexpr auto zeros = [](std::uint64_t word) { return (word - kOnes) & ~word & kHighs; };
  for (; from + sizeof(std::uint64_t) <= text.size(); from += sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + from, sizeof(word));
    const std::uint64_t controls = (word - kOnes * 0x20) & ~word & kHighs;
    const std::uint64_t hits =
        controls | zeros(word ^ (kOnes * '"')) | zeros(word ^ (kOnes * '\\'));
    if (hits != 0) return from + static_cast<std::size_t>(std::countr_zero(hits)) / 8;
  }
  while (from < text.size() && kEscapes[static_cast<unsigned char>(text[from])] == 0) ++from;
  return from;
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (std::size_t plain = 0;;) {
    const std::size_t at = find_escape(text, plain);
    out.append(text, plain, at - plain);
    if (at == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::array<char, 6> escape{'\\', kEscapes[byte],  '0',
                                     '0',  kHex[byte >> 4], kHex[byte & 0xF]};
    out.append(escape.data(), escape[1] == 'u' ? 6 : 2);
    plain = at + 1;
  }
  out += '"';
}

void append_json_integer(std::int64_t value, std::string& out) {
  std::array<char, std::numeric_limits<std::int64_t>::digits10 + 3> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace nexus::protocol
