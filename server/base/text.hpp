// Small operations on ASCII text that many modules need. None depends on the locale.
// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace nexus {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
[[nodiscard]] constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_alphanumeric(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c);
}

[[nodiscard]] constexpr char to_lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

/// `text` without the spaces, tabs and line ends around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// `text` with every %XX decoded (RFC 3986, section 2.1); nullopt if an escape is malformed.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

/// The texts in their order, with `separator` between them.
[[nodiscard]] std::string joined(std::span<const std::string> texts, std::string_view separator);

/// The decimal number that the whole `text` spells, without a plus sign or blanks. nullopt if it is
/// anything else or out of bounds.
template <class Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text,
                                                 Number least = std::numeric_limits<Number>::min(),
                                                 Number most = std::numeric_limits<Number>::max()) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) return std::nullopt;
  return number;
}

}  // namespace nexus
