// SPDX-License-Identifier: MIT
#include "matching/acquaintances.hpp"

#include <algorithm>

namespace nexus::matching {
namespace {

bool has(const std::vector<VisitorId>& visitors, VisitorId visitor) {
  return std::find(visitors.begin(), visitors.end(), visitor) != visitors.end();
}

}  // namespace

std::size_t read_liked(Search& search, const std::vector<protocol::LikedPartner>& again,
                       const credentials::EncounterTokens& encounters, WallTime now) {
  std::size_t refused = 0;
  std::vector<RoomId>& rooms = search.profile.again;
  for (const protocol::LikedPartner& one : again) {
    const auto room = RoomId::parse(one.room);
    const auto partner =
        room ? encounters.partner(one.encounter, search.visitor, *room, now) : std::nullopt;
    if (!partner) {
      ++refused;
    } else if (!has(search.blocked.visitors, partner->visitor)) {
      rooms.push_back(*room);
      search.liked.push_back(partner->visitor);
    }
  }
  std::sort(rooms.begin(), rooms.end());
  rooms.erase(std::unique(rooms.begin(), rooms.end()), rooms.end());
  return refused;
}

Acquaintances acquaintances_of(const Search& search, const RecentPartners& recent,
                               MonotonicTime now) {
  Acquaintances known{search.blocked, recent.partners_of(search.visitor, now)};
  if (!search.liked.empty()) {
    std::erase_if(known.recent, [&](VisitorId visitor) { return has(search.liked, visitor); });
  }
  return known;
}

}  // namespace nexus::matching
