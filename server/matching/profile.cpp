// SPDX-License-Identifier: MIT
#include "matching/profile.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <iterator>

namespace nexus::matching {
namespace {

// An encoded profile is five lines: interests, then languages, each ended by a unit separator, then
// marks, then the tags of the network and of its region, or nothing. A sixth line has the rooms of
// partners to meet again, if there are any.
constexpr char kLineSeparator = '\n';
constexpr char kRelayOnlyMark = 'r';

bool is_blank(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || !unicode::is_visible(code);
}

std::string normalise(std::string_view wish) {
  const std::string folded = unicode::fold(wish);
  std::string normal;
  bool gap = false;
  for (std::size_t at = 0; at < folded.size();) {
    const auto [code, bytes] = unicode::character_at(folded, at);
    const std::string_view character = std::string_view(folded).substr(at, bytes);
    at += bytes;
    if (is_blank(code)) {
      gap = true;
      continue;
    }
    const bool spaced = gap && !normal.empty();
    // Some characters stand for a dozen others.
    if (normal.size() + spaced + bytes > protocol::limits::kInterestBytesMax) break;
    if (spaced) normal.push_back(' ');
    gap = false;
    normal.append(character);
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

void append_list(std::string& text, const std::vector<std::string>& wishes) {
  for (const std::string& wish : wishes) {
    text.append(wish);
    text.push_back(kUnitSeparator);
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

/// Of two sorted lists.
template <class Item>
std::vector<Item> intersect(const std::vector<Item>& a, const std::vector<Item>& b) {
  std::vector<Item> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

}  // namespace

Profile make_profile(const protocol::Find& find) {
  return Profile{{},
                 find.mode,
                 normalise(find.interests),
                 normalise(find.languages),
                 find.relay_only.value_or(false),
                 {},
                 {},
                 {}};
}

std::string encode_profile(const Profile& profile) {
  std::string text;
  append_list(text, profile.interests);
  text.push_back(kLineSeparator);
  append_list(text, profile.languages);
  text.push_back(kLineSeparator);
  if (profile.relay_only) text.push_back(kRelayOnlyMark);
  text.push_back(kLineSeparator);
  if (!profile.network.is_none()) text.append(profile.network.text());
  text.push_back(kLineSeparator);
  if (!profile.region.is_none()) text.append(profile.region.text());
  if (profile.again.empty()) return text;
  text.push_back(kLineSeparator);
  for (const RoomId room : profile.again) text.append(room.text());
  return text;
}

Profile decode_profile(std::string_view text) {
  const auto take_line = [&text] {
    const std::size_t end = text.find(kLineSeparator);
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
  };
  if (text.find(kLineSeparator) == std::string_view::npos) return {};
  Profile profile;
  profile.interests = split_list(take_line());
  profile.languages = split_list(take_line());
  profile.relay_only = take_line().find(kRelayOnlyMark) != std::string_view::npos;
  profile.network = NetworkTag::parse(take_line()).value_or(NetworkTag{});
  profile.region = NetworkTag::parse(take_line()).value_or(NetworkTag{});
  for (; text.size() >= RoomId::kTextLength; text.remove_prefix(RoomId::kTextLength)) {
    const auto room = RoomId::parse(text.substr(0, RoomId::kTextLength));
    if (room) profile.again.push_back(*room);
  }
  return profile;
}

protocol::Partner in_common(const Profile& a, const Profile& b) {
  return {intersect(a.interests, b.interests), intersect(a.languages, b.languages)};
}

RoomId met_in(const Profile& a, const Profile& b) {
  const std::vector<RoomId> both = intersect(a.again, b.again);
  return both.empty() ? RoomId{} : both.front();
}

}  // namespace nexus::matching
