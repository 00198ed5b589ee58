// SPDX-License-Identifier: MIT
#include "base/spelling.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace nexus {
namespace {

/// Longer names cannot be misspelt settings, and comparing costs the product of both lengths.
constexpr std::size_t kComparedBytesMax = 100;

/// Lower case, with one separator between words, and without the prefix of all environment
/// variables.
std::string folded(std::string_view name) {
  std::string text(name);
  for (char& c : text) {
    c = is_alphanumeric(c) ? to_lower(c) : '_';
  }
  return text.starts_with("nexus_") ? text.substr(6) : text;
}

/// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

bool ends_with_word(std::string_view text, std::string_view words) {
  return text.ends_with(words) &&
         (text.size() == words.size() || text[text.size() - words.size() - 1] == '_');
}

/// The name among `known` that ends with these words, if exactly one does.
std::optional<std::string> only_one_with(std::string_view words,
                                         const std::vector<std::string>& known) {
  std::optional<std::string> found;
  for (const std::string& name : known) {
    if (words.empty() || !ends_with_word(folded(name), words)) continue;
    if (found) return std::nullopt;
    found = name;
  }
  return found;
}

}  // namespace

std::optional<std::string> closest(std::string_view given, const std::vector<std::string>& known) {
  if (given.size() > kComparedBytesMax) return std::nullopt;
  const std::string wanted = folded(given);
  std::optional<std::string> best;
  // With a third of the letters wrong it is another word.
  std::size_t least = std::max<std::size_t>(1, wanted.size() / 4) + 1;
  for (const std::string& name : known) {
    const std::size_t far = distance(wanted, folded(name));
    if (far >= least) continue;
    least = far;
    best = name;
  }
  if (best) return best;
  if (auto found = only_one_with(wanted, known)) return found;
  // The right key in the wrong section.
  const std::size_t mark = given.find('.');
  return mark == std::string_view::npos ? std::nullopt
                                        : only_one_with(folded(given.substr(mark + 1)), known);
}

std::string did_you_mean(std::string_view given, const std::vector<std::string>& known,
                         std::string_view mark) {
  const auto name = closest(given, known);
  return name ? fmt::format("; did you mean {}{}?", mark, *name) : std::string();
}

}  // namespace nexus
