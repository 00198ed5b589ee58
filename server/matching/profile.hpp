// A visitor's wishes, in the form that matching uses.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/network.hpp"
#include "protocol/generated/messages.hpp"

#include <string>
#include <vector>

namespace nexus::matching {

/// Separates the parts of a composed text. A wish in normal form contains no control character.
inline constexpr char kUnitSeparator = '\x1f';

/// A visitor's wishes in normal form: equal wishes are equal texts, sorted, without repetition.
struct Profile {
  std::string lane;  ///< one of the operator's lanes
  protocol::Mode mode = protocol::Mode::kVideo;
  std::vector<std::string> interests;
  std::vector<std::string> languages;
  bool relay_only = false;  ///< asks to hide its address; never keeps two visitors apart
  NetworkTag network{};     ///< where the visitor connects from; none if that is not known
  NetworkTag region{};      ///< the IPv6 /48 around it; none for IPv4
  /// Where the visitor met the partners that it would like to meet again; sorted.
  std::vector<RoomId> again{};

  friend bool operator==(const Profile&, const Profile&) = default;
};

/// Brings each wish into a normal form in which texts that people take for the same are equal
/// (NFKC_Casefold: "CAFÉ" is "café" in any composition, "STRASSE" is "straße"). Also trims each
/// wish, joins inner blanks and cuts it at the wire's limit. Drops wishes that are empty
/// afterwards. This is the only place that decides which wishes are equal: clients send them as
/// typed.
[[nodiscard]] Profile make_profile(const protocol::Find& find);

/// Encodes the part of a profile that the partner's desk may know, as an opaque text for the store,
/// and decodes it. A text in another format decodes as an empty profile.
[[nodiscard]] std::string encode_profile(const Profile& profile);
[[nodiscard]] Profile decode_profile(std::string_view text);

/// The wishes that both profiles have.
[[nodiscard]] protocol::Partner in_common(const Profile& a, const Profile& b);

/// Where the two visitors met before, if both would like to meet again; else none. Of several rooms
/// both desks choose the same one.
[[nodiscard]] RoomId met_in(const Profile& a, const Profile& b);

}  // namespace nexus::matching
