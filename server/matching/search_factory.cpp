// SPDX-License-Identifier: MIT
#include "matching/search_factory.hpp"

#include "matching/profile.hpp"

#include <algorithm>
#include <utility>

namespace nexus::matching {

Search SearchFactory::make(ClientId client, const credentials::Session& session,
                           const NetworkTags& network, protocol::Find find) {
  Search search{
      .client = client, .visitor = session.visitor, .network = network, .blocked = session.blocked};
  search.ticket = TicketId::random(random_);
  search.find = find.find;
  search.began = clock_.monotonic();
  search.profile = make_profile(find);
  search.profile.network = network.host;
  search.profile.region = network.region;
  search.profile.lane = std::move(find.lane).value_or(options_.lanes.front());
  search.lane = index_of(options_.lanes, search.profile.lane);
  search.offer = std::move(find.offer).value_or("");
  search.home_hint.value = std::move(find.home).value_or("");
  if (find.place) return_to_place(search, *find.place);
  add_liked(search, find.again);
  delay(search);
  return search;
}

void SearchFactory::return_to_place(Search& search, const std::string& place) {
  const auto returned = credentials_.places.read(place, clock_.wall());
  if (!returned || returned->visitor != search.visitor) {
    return metrics_.tokens_refused.count(RefusedToken::kPlace, Only{});
  }
  search.place = returned->place;
  search.away = returned->away;
  search.began -= returned->waited;
}

void SearchFactory::add_liked(Search& search, const std::vector<protocol::LikedPartner>& again) {
  const std::vector<VisitorId>& blocked = search.blocked.visitors;
  std::vector<RoomId>& rooms = search.profile.again;
  for (const protocol::LikedPartner& one : again) {
    const auto room = RoomId::parse(one.room);
    const auto partner =
        room ? credentials_.encounters.partner(one.encounter, search.visitor, *room, clock_.wall())
             : std::nullopt;
    if (!partner) {
      metrics_.tokens_refused.count(RefusedToken::kEncounter, Only{});
    } else if (std::find(blocked.begin(), blocked.end(), partner->visitor) == blocked.end()) {
      rooms.push_back(*room);
      search.liked.push_back(partner->visitor);
    }
  }
  std::sort(rooms.begin(), rooms.end());
  rooms.erase(std::unique(rooms.begin(), rooms.end()), rooms.end());
}

void SearchFactory::delay(Search& search) {
  const MonotonicTime now = clock_.monotonic();
  auto delay = conduct_.delay(search.network, now);
  const CoolDown* const cool_down = cool_downs_.of(search.visitor, search.network.host);
  if (cool_down != nullptr) delay = std::max(delay, cool_down->delay());
  if (delay.count() == 0) return;
  search.was_delayed = true;
  search.delayed_until = now + delay;
  metrics_.abuse_steps.count(AbuseStep::kSearchDelayed);
}

}  // namespace nexus::matching
