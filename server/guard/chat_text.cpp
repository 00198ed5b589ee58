// SPDX-License-Identifier: MIT
#include "guard/chat_text.hpp"

#include "base/unicode.hpp"

#include <cstddef>
#include <string_view>

namespace nexus::guard {
namespace {

using unicode::character_at;

constexpr std::size_t kMarksMax = 8;
constexpr std::size_t kFlagTagsMin = 2;
constexpr std::size_t kFlagTagsMax = 6;

constexpr bool is_between(char32_t code, char32_t first, char32_t last) {
  return code >= first && code <= last;
}

bool is_unwanted(char32_t c) {
  if (c == U'\n' || c == U'\t') return false;
  return c < 0x20 || is_between(c, 0x7F, 0x9F)                              // C0, DEL, C1
         || is_between(c, 0x2028, 0x202E) || is_between(c, 0x2060, 0x206F)  // lines, directions
         || c == 0xFEFF || is_between(c, 0xFFF9, 0xFFFC)  // byte order, annotations, objects
         || is_between(c, 0xE0000, 0xE007F);              // tags
}

/// Length in bytes of the region flag at the start of `rest`: a black flag, a few tags and an end
/// tag. 0 if `rest` starts with anything else.
std::size_t flag_bytes(std::string_view rest) {
  constexpr char32_t kBlackFlag = 0x1F3F4;
  constexpr char32_t kTagsEnd = 0xE007F;
  auto next = character_at(rest, 0);
  if (next.code != kBlackFlag) return 0;
  std::size_t at = next.bytes;
  for (std::size_t tags = 0; at < rest.size(); ++tags, at += next.bytes) {
    next = character_at(rest, at);
    if (next.code == kTagsEnd) return tags >= kFlagTagsMin ? at + next.bytes : 0;
    const bool tag =
        is_between(next.code, 0xE0030, 0xE0039) || is_between(next.code, 0xE0061, 0xE007A);
    if (!tag || tags == kFlagTagsMax) return 0;
  }
  return 0;
}

/// Removes the characters that may not stay.
std::string without_unwanted(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  std::size_t marks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = character_at(text, at);
    const std::size_t flag = flag_bytes(text.substr(at));
    const std::string_view whole = text.substr(at, flag > 0 ? flag : bytes);
    at += whole.size();
    if (code == U'\r') {
      kept.push_back('\n');
      if (at < text.size() && text[at] == '\n') ++at;
      continue;
    }
    if (code == unicode::kIllFormed) {
      kept.append(whole);
      continue;
    }
    if (is_unwanted(code)) continue;
    if (unicode::is_stacking_mark(code)) {
      if (++marks > kMarksMax) continue;
    } else if (!unicode::is_ignorable(code)) {
      marks = 0;  // A joiner between two marks does not separate them.
    }
    kept.append(whole);
  }
  return kept;
}

bool shows_something(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    const auto [code, bytes] = character_at(line, at);
    if (unicode::is_visible(code)) return true;
    at += bytes;
  }
  return false;
}

/// Lines with a newline after each. Blank lines in a row become one; none at the beginning.
std::string with_few_blank_lines(std::string_view text) {
  std::string lines;
  lines.reserve(text.size() + 1);
  bool blank = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (shows_something(line)) {
      lines.append(line);
      lines.push_back('\n');
      blank = false;
    } else if (!blank) {
      lines.push_back('\n');
      blank = true;
    }
  }
  return lines;
}

std::string trimmed(std::string_view text) {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool begun = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = character_at(text, at);
    at += bytes;
    if (unicode::is_white_space(code)) {
      if (!begun) begin = at;
      continue;
    }
    begun = true;
    end = at;
  }
  return std::string(begun ? text.substr(begin, end - begin) : std::string_view{});
}

}  // namespace

void clean_text(std::string& text) { text = trimmed(with_few_blank_lines(without_unwanted(text))); }

}  // namespace nexus::guard
