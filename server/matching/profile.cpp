// SPDX-License-Identifier: MIT
#include "matching/profile.hpp"

#include <algorithm>
#include <iterator>

namespace nexus::matching {
namespace {

// A card is three lines: interests, then languages, each ended by a unit separator, then marks. A
// reader of an older make stops at the second line.
constexpr char kLineSeparator = '\n';
constexpr char kRelayOnlyMark = 'r';

bool is_blank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f;
}

char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string normalise(std::string_view wish) {
  std::string normal;
  bool gap = false;
  for (const char c : wish) {
    if (is_blank(c)) {
      gap = true;
      continue;
    }
    if (gap && !normal.empty()) normal.push_back(' ');
    gap = false;
    normal.push_back(fold(c));
  }
  return normal;
}

std::vector<std::string> normalise(const std::vector<std::string>& wishes) {
  std::vector<std::string> normal;
  for (const std::string& wish : wishes) {
    if (std::string one = normalise(wish); !one.empty()) normal.push_back(std::move(one));
  }
  std::sort(normal.begin(), normal.end());
  normal.erase(std::unique(normal.begin(), normal.end()), normal.end());
  return normal;
}

void append_list(std::string& card, const std::vector<std::string>& wishes) {
  for (const std::string& wish : wishes) {
    card.append(wish);
    card.push_back(kUnitSeparator);
  }
}

std::vector<std::string> split_list(std::string_view line) {
  std::vector<std::string> wishes;
  while (!line.empty()) {
    const std::size_t end = line.find(kUnitSeparator);
    if (end == std::string_view::npos) break;
    wishes.emplace_back(line.substr(0, end));
    line.remove_prefix(end + 1);
  }
  return wishes;
}

std::vector<std::string> intersect(const std::vector<std::string>& a,
                                   const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

}  // namespace

Profile make_profile(const protocol::Find& find) {
  return Profile{{},
                 find.mode,
                 normalise(find.interests),
                 normalise(find.languages),
                 find.relay_only.value_or(false)};
}

std::string to_card(const Profile& profile) {
  std::string card;
  append_list(card, profile.interests);
  card.push_back(kLineSeparator);
  append_list(card, profile.languages);
  card.push_back(kLineSeparator);
  if (profile.relay_only) card.push_back(kRelayOnlyMark);
  return card;
}

Profile from_card(std::string_view card) {
  const auto take_line = [&card] {
    const std::size_t end = card.find(kLineSeparator);
    const std::string_view line = card.substr(0, end);
    card.remove_prefix(end == std::string_view::npos ? card.size() : end + 1);
    return line;
  };
  if (card.find(kLineSeparator) == std::string_view::npos) return {};
  Profile profile;
  profile.interests = split_list(take_line());
  profile.languages = split_list(take_line());
  profile.relay_only = card.find(kRelayOnlyMark) != std::string_view::npos;
  return profile;
}

protocol::Partner in_common(const Profile& a, const Profile& b) {
  return {intersect(a.interests, b.interests), intersect(a.languages, b.languages)};
}

}  // namespace nexus::matching
