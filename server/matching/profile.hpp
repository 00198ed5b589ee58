// A visitor's wishes, as far as matching needs them.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"

#include <string>
#include <vector>

namespace nexus::matching {

/// Stands between the parts of a composed text; no wish in normal form holds a control character.
inline constexpr char kUnitSeparator = '\x1f';

/// A visitor's wishes in normal form: equal wishes are equal texts, sorted, without repetition.
struct Profile {
  std::string lane;  ///< one that the operator named
  protocol::Mode mode = protocol::Mode::kVideo;
  std::vector<std::string> interests;
  std::vector<std::string> languages;
  bool relay_only = false;  ///< wishes to hide its address; never keeps two visitors apart

  friend bool operator==(const Profile&, const Profile&) = default;
};

/// Brings each wish into the form in which texts that people take for the same are equal
/// (NFKC_Casefold: "CAFÉ" is "café" however it is composed, "STRASSE" is "straße"), trims it, joins
/// inner blanks, and cuts it at the wire's limit; wishes that are empty after that are dropped. The
/// only place that decides which wishes are equal: clients send them as they were typed.
[[nodiscard]] Profile make_profile(const protocol::Find& find);

/// What the partner's desk may know of a profile, as an opaque text for the store, and back.
/// A text of another make reads as an empty profile.
[[nodiscard]] std::string encode_profile(const Profile& profile);
[[nodiscard]] Profile decode_profile(std::string_view text);

/// The wishes that both have.
[[nodiscard]] protocol::Partner in_common(const Profile& a, const Profile& b);

}  // namespace nexus::matching
