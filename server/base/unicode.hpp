// Properties of Unicode characters, and case folding. The only place that sees ICU.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::unicode {

/// Stands for bytes that are not UTF-8.
inline constexpr char32_t kIllFormed = 0xFFFFFFFF;

struct Character {
  char32_t code = kIllFormed;
  std::size_t bytes = 0;  ///< of UTF-8
};

/// The character that begins at `at`, which must be within `text`.
[[nodiscard]] Character character_at(std::string_view text, std::size_t at);

/// White_Space: blanks of every script, line ends, tabs.
[[nodiscard]] bool is_white_space(char32_t code);

/// Default_Ignorable_Code_Point: shown as nothing, such as joiners, fillers and variation
/// selectors.
[[nodiscard]] bool is_ignorable(char32_t code);

/// A mark that takes no place of its own (Mn, Me).
[[nodiscard]] bool is_stacking_mark(char32_t code);

/// A decimal digit of any script (Nd).
[[nodiscard]] bool is_digit(char32_t code);

/// Whether the character shows anything.
[[nodiscard]] bool is_visible(char32_t code);

/// Makes texts that people take for the same equal: NFKC_Casefold (Unicode, 3.13), one kind of
/// apostrophe and dash, and an i for that of Turkish with or without a dot. It also drops ignorable
/// characters. Bytes that are not UTF-8 are kept.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace nexus::unicode
