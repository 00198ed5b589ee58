// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <algorithm>

namespace nexus {
namespace {

constexpr std::size_t kDigitsOfByte = 2;

std::optional<char> byte_of(std::string_view digits) {
  unsigned char byte = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, byte, 16);
  if (digits.size() != kDigitsOfByte || error != std::errc{} || stop != end) return std::nullopt;
  return static_cast<char>(byte);
}

}  // namespace

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower(c);
  return lower;
}

std::string to_upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = to_upper(c);
  return upper;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) {
    if (text.front() != '%') {
      decoded.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    const auto byte = byte_of(text.substr(1, kDigitsOfByte));
    if (!byte) return std::nullopt;
    decoded.push_back(*byte);
    text.remove_prefix(1 + kDigitsOfByte);
  }
  return decoded;
}

std::string joined(std::span<const std::string> texts, std::string_view separator) {
  std::string all;
  for (const std::string& text : texts) {
    if (&text != &texts.front()) all.append(separator);
    all.append(text);
  }
  return all;
}

}  // namespace nexus
