// Rooms that outlive their home: each lives on at one place, or both members hear that it is over.
// SPDX-License-Identifier: MIT
#include "simulation/oracle.hpp"

#include <algorithm>

namespace nexus::simulation {
namespace {

constexpr Micros kMoveSlack = 2'500'000;
constexpr Micros kCoarseClock = 20'000;  ///< twice what the store's may be off
constexpr Micros kTickSlack = 500'000;
/// A page hears where its room lives and goes there.
constexpr Micros kTogetherWithin = 5'000'000;
/// A page tries every 15 s at least to come back; then the one who is back first waits.
constexpr Micros kFirstBackWithin = 25'000'000;

}  // namespace

/// What the store said before does not bind it any more.
void Oracle::notice_store_loss() {
  if (std::exchange(losses_seen_, server_.losses()) == server_.losses()) return;
  announced_.clear();
  for (auto& [id, room] : rooms_) room.may_part = true;
}

bool Oracle::announced(const HomeRun& home) const {
  const auto found = announced_.find(home.node);
  return found != announced_.end() && found->second.boot == home.boot &&
         found->second.at + micros(signalling::kHomeLease) > world_.now() + kCoarseClock;
}

void Oracle::check_closed(RoomId room, bool known_closed) {
  const Micros closed_at = server_.closed_at(room);
  const bool must_know =
      closed_at >= 0 && world_.now() - closed_at < micros(matching::kRoomClosedLife);
  check(known_closed || !must_know, "S5", "the store forgot that a room is over", {brief(room)});
}

void Oracle::on_room_answered(const NodeName& home, RoomId room, bool closed) {
  if (closed) {
    rooms_[room].told_closed.insert(home);
  } else {
    rooms_[room].told_closed.erase(home);
  }
}

void Oracle::on_settle_heard(const NodeName& home, RoomId room,
                             const std::optional<SettleReply>& truth) {
  const auto* const at = truth ? std::get_if<Home>(&*truth) : nullptr;
  rooms_[room].settles[home] = {world_.now(), truth && (at == nullptr || at->node != home)};
}

void Oracle::on_settled(const Settle& wanted, const SettleReply& reply) {
  notice_store_loss();
  RoomFact& room = rooms_[wanted.room];
  const auto* const home = std::get_if<Home>(&reply);
  const bool closed = reply == SettleReply(SettleRefusal::kClosed);
  const HomeRun asking{wanted.to.node, wanted.to_boot};
  const bool home_asks = !asking.boot.is_none();
  world_.note("the store settles {} of {} for {}: {}", brief(wanted.room), wanted.from.node.value,
              home_asks ? asking.node.value : "a desk",
              home ? home->node.value : (closed ? "it is over" : "not yet"));
  check_closed(wanted.room, closed);
  if (home_asks) on_room_answered(asking.node, wanted.room, closed);
  const HomeRun from = room.lives_at.value_or(wanted.from);
  if (from == wanted.from) room.asked[wanted.asker] = world_.now();
  if (home == nullptr) return;
  const bool is_granted = home_asks && home->node == asking.node;
  const auto known = announced_.find(home->node);
  const HomeRun to =
      is_granted ? asking
                 : HomeRun{home->node, known == announced_.end() ? BootId{} : known->second.boot};
  if (from == to && room.lives_at) {
    if (is_granted) room.asked = {};
    return;
  }
  if (from.node != to.node || !is_granted) move_to(room, from, to);
  room.lives_at = to;
  room.asked = {};
  if (is_granted) on_announced(to);
}

void Oracle::move_to(RoomFact& room, const HomeRun& from, const HomeRun& to) {
  const auto fresh = [&](Micros asked) {
    return asked > 0 && asked + micros(kMoveAskLife) + kCoarseClock > world_.now();
  };
  const bool both_asked =
      fresh(room.asked[Role::kInitiator]) && fresh(room.asked[Role::kResponder]);
  check(both_asked || room.may_part || !announced(from), "L5",
        fmt::format("a room is taken from {} for {}, which lives", from.node.value, to.node.value),
        {brief(room.members[0].ticket), from.node.value});
  if (room.stays.contains(from.node)) room.may_part = true;
}

/// Whoever comes back is seated only after the home has asked, and not where the room moved away.
void Oracle::check_lives_here(const Process& home, RoomId id, Micros since) {
  if (!home.accepts() || !announced_.contains(home.name())) return;  // who stops does not ask
  const auto& settles = rooms_.at(id).settles;
  const auto settled = settles.find(home.name());
  const std::vector<std::string> involved{brief(id), home.name().value};
  check(settled != settles.end() && settled->second.heard_at >= since, "L5",
        home.name().value + " gives back a seat, and has not asked whether the room lives there",
        involved);
  check(settled == settles.end() || !settled->second.elsewhere, "L5",
        home.name().value + " gives back a seat in a room that lives elsewhere", involved);
}

void Oracle::on_rehomed(const Process& desk, ClientId client, const protocol::Rehomed& rehomed) {
  const RoomFact& room = rooms_[RoomId::parse(rehomed.room).value_or(RoomId{})];
  const auto is_member = [&](const RoomFact::Member& member) {
    return member.visitor == visitors_[client];
  };
  check(std::any_of(room.members.begin(), room.members.end(), is_member), "S3",
        "somebody is sent after a room who did not sit there", {rehomed.room.substr(0, 8)});
  world_.note("{} sends #{} to {} for {}", desk.name().value, client.value, rehomed.home.node,
              rehomed.room.substr(0, 8));
}

/// A room where somebody waits for a partner ends when its time is over.
void Oracle::inspect_rooms() {
  for (const RoomId id : open_rooms_) {
    for (const auto& [home, stay] : rooms_.at(id).stays) {
      const Micros since = std::max(stay.unpaired_since, world_.calm_from());
      check(stay.two_sided() || world_.now() - since <= stay.unpaired_most + kTickSlack, "L3",
            "a room stays one-sided at " + home.value, {brief(id)});
    }
  }
}

/// Two members who both sit, at different homes. Where nobody sent them apart, not for long.
void Oracle::inspect_apart() {
  std::map<RoomId, std::vector<NodeName>> homes;
  for (const Watched& watched : subjects_) {
    const Standing standing = watched.subject->standing();
    if (standing.at != Standing::At::kTalking) continue;
    const auto seat = seated_.find(standing.socket);
    if (seat == seated_.end() || seat->second.room != standing.room) continue;
    homes[standing.room].push_back(seat->second.home);
  }
  std::map<RoomId, Micros> apart;
  for (const auto& [id, at] : homes) {
    if (at.size() != 2 || at[0] == at[1] || rooms_.at(id).may_part) continue;
    const auto known = apart_since_.find(id);
    const Micros since = known == apart_since_.end() ? world_.now() : known->second;
    apart.emplace(id, since);
    check(world_.now() - since <= kTogetherWithin, "L5",
          fmt::format("the members of a room sit at {} and {}", at[0].value, at[1].value),
          {brief(id)});
  }
  apart_since_ = std::move(apart);
}

/// Whoever is in a conversation has its partner there, at the same home, or hears that it is over.
void Oracle::inspect_pairs() {
  std::map<RoomId, std::vector<const Subject*>> members;
  for (const Watched& watched : subjects_) {
    const Standing standing = watched.subject->standing();
    if (standing.at == Standing::At::kTalking || standing.at == Standing::At::kDropped) {
      members[standing.room].push_back(watched.subject);
    }
  }
  std::map<RoomId, Micros> unpaired;
  for (const auto& [id, subjects] : members) {
    const auto& stays = rooms_.at(id).stays;
    const bool paired = std::any_of(stays.begin(), stays.end(), [&](const auto& stay) {
      return stay.second.two_sided() &&
             std::all_of(subjects.begin(), subjects.end(), [&](const Subject* subject) {
               const ClientId socket = subject->standing().socket;
               return socket == stay.second.seats[0].client ||
                      socket == stay.second.seats[1].client;
             });
    });
    if (paired) continue;
    const auto known = unpaired_since_.find(id);
    const Micros since = known == unpaired_since_.end() ? world_.now() : known->second;
    unpaired.emplace(id, since);
    check(world_.now() - std::max(since, world_.calm_from()) <=
              kFirstBackWithin + longest_grace_ + kMoveSlack,
          "L5", subjects.front()->name() + " neither has its partner nor hears that it is gone",
          {brief(id), subjects.front()->name()});
  }
  unpaired_since_ = std::move(unpaired);
}

}  // namespace nexus::simulation
