// SPDX-License-Identifier: MIT
#include "base/unicode.hpp"

#include <cstdint>
#include <stdexcept>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace nexus::unicode {
namespace {

UChar32 point(char32_t code) { return static_cast<UChar32>(code); }

bool is_blank_symbol(char32_t code) {
  constexpr char32_t kBrailleBlank = 0x2800;
  constexpr char32_t kKhitanFiller = 0x16FE4;
  constexpr char32_t kNullNotehead = 0x1D159;
  return code == kBrailleBlank || code == kKhitanFiller || code == kNullNotehead;
}

bool is_dash(char32_t code) {
  constexpr char32_t kMinus = 0x2212;
  return code == kMinus || u_charType(point(code)) == U_DASH_PUNCTUATION;
}

bool is_apostrophe(char32_t code) {
  return code == 0x2018 || code == 0x2019 || code == 0x02BC || code == 0x2032;
}

/// Replaces characters between which keyboards choose by themselves, or by their language: the
/// apostrophes and dashes of "smart punctuation", and the i of Turkish with or without a dot.
std::string without_variants(std::string_view folded) {
  constexpr char32_t kDotlessI = 0x0131;
  constexpr char32_t kDotAbove = 0x0307;
  std::string plain;
  plain.reserve(folded.size());
  for (std::size_t at = 0; at < folded.size();) {
    const auto [code, bytes] = character_at(folded, at);
    const std::string_view character = folded.substr(at, bytes);
    at += bytes;
    if (code == kDotlessI) {
      plain.push_back('i');
    } else if (is_apostrophe(code)) {
      plain.push_back('\'');
    } else if (is_dash(code)) {
      plain.push_back('-');
    } else if (code != kDotAbove || !plain.ends_with('i')) {
      plain.append(character);
    }
  }
  return plain;
}

std::string nfkc_casefold(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  const auto length = static_cast<std::int32_t>(text.size());
  if (U_SUCCESS(status)) form->normalizeUTF8(0, {text.data(), length}, sink, nullptr, status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  return folded;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  // No character is longer; this way the cost does not depend on the length of the text.
  const std::string_view rest = text.substr(at, U8_MAX_LENGTH);
  const auto length = static_cast<std::int32_t>(rest.size());
  std::int32_t next = 0;
  UChar32 code = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // within the macro
  U8_NEXT(rest.data(), next, length, code);
#pragma GCC diagnostic pop
  return {code < 0 ? kIllFormed : static_cast<char32_t>(code), static_cast<std::size_t>(next)};
}

bool is_white_space(char32_t code) { return u_isUWhiteSpace(point(code)) != 0; }

bool is_ignorable(char32_t code) {
  return u_hasBinaryProperty(point(code), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool is_stacking_mark(char32_t code) {
  const auto type = u_charType(point(code));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

bool is_digit(char32_t code) { return u_isdigit(point(code)) != 0; }

bool is_visible(char32_t code) {
  return !is_blank_symbol(code) && !is_white_space(code) && !is_ignorable(code);
}

std::string fold(std::string_view text) {
  std::string folded = nfkc_casefold(text);
  const std::string plain = without_variants(folded);
  // An i that has lost its dot may combine with the mark behind it.
  return plain == folded ? folded : nfkc_casefold(plain);
}

}  // namespace nexus::unicode
