// Rooms that outlive their home: each continues at one home, or both members learn that it is over.
// SPDX-License-Identifier: MIT
#include "simulation/oracle.hpp"

#include <algorithm>

namespace nexus::simulation {
namespace {

constexpr Micros kMoveSlack = 2'500'000;
constexpr Micros kCoarseClock = 20'000;  ///< twice the error of the store's clock
constexpr Micros kTickSlack = 500'000;
/// The time for a page to learn where its room lives and to join it there.
constexpr Micros kTogetherWithin = 5'000'000;
/// A page retries at least every 15 s; then the first member to return waits for the other.
constexpr Micros kFirstBackWithin = 25'000'000;

}  // namespace

/// After a loss, earlier answers of the store no longer bind it.
void Oracle::notice_store_loss() {
  if (std::exchange(losses_seen_, server_.losses()) == server_.losses()) return;
  announced_.clear();
  for (auto& [id, room] : rooms_) room.may_part = true;
}

bool Oracle::announced(const HomeIncarnation& home) const {
  const auto found = announced_.find(home.node);
  return found != announced_.end() && found->second.incarnation == home.incarnation &&
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
    rooms_[room].answered_closed.insert(home);
  } else {
    rooms_[room].answered_closed.erase(home);
  }
}

void Oracle::on_settle_received(const NodeName& home, RoomId room,
                                const std::optional<SettleReply>& truth) {
  const auto* const at = truth ? std::get_if<Home>(&*truth) : nullptr;
  rooms_[room].settles[home] = {world_.now(), truth && (at == nullptr || at->node != home)};
}

void Oracle::on_settled(const Settle& wanted, const SettleReply& reply) {
  notice_store_loss();
  RoomFact& room = rooms_[wanted.room];
  const auto* const home = std::get_if<Home>(&reply);
  const bool closed = reply == SettleReply(SettleRefusal::kClosed);
  const HomeIncarnation asking{wanted.to.node, wanted.to_incarnation};
  const bool home_asks = !asking.incarnation.is_none();
  world_.note("the store settles {} of {} for {}: {}", brief(wanted.room), wanted.from.node.value,
              home_asks ? asking.node.value : "a desk",
              home ? home->node.value : (closed ? "it is over" : "not yet"));
  check_closed(wanted.room, closed);
  if (home_asks) on_room_answered(asking.node, wanted.room, closed);
  const HomeIncarnation from = room.lives_at.value_or(wanted.from);
  if (from == wanted.from) room.asked[wanted.asker] = world_.now();
  if (home == nullptr) return;
  const bool is_granted = home_asks && home->node == asking.node;
  const auto known = announced_.find(home->node);
  const HomeIncarnation to =
      is_granted
          ? asking
          : HomeIncarnation{home->node, known == announced_.end() ? IncarnationId{}
                                                                  : known->second.incarnation};
  if (from == to && room.lives_at) {
    if (is_granted) room.asked = {};
    return;
  }
  if (from.node != to.node || !is_granted) move_to(room, from, to);
  room.lives_at = to;
  room.asked = {};
  if (is_granted) on_announced(to);
}

void Oracle::move_to(RoomFact& room, const HomeIncarnation& from, const HomeIncarnation& to) {
  const auto fresh = [&](Micros asked) {
    return asked > 0 && asked + micros(kMoveAskLife) + kCoarseClock > world_.now();
  };
  const bool both_asked =
      fresh(room.asked[Role::kInitiator]) && fresh(room.asked[Role::kResponder]);
  check(both_asked || room.may_part || !announced(from), "L5",
        fmt::format("a room is moved from {} to {}, but its home is alive", from.node.value,
                    to.node.value),
        {brief(room.members[0].ticket), from.node.value});
  if (room.stays.contains(from.node)) room.may_part = true;
}

/// A member resumes its seat only after the home has asked the store, and not where the room left.
void Oracle::check_lives_here(const Process& home, RoomId id, Micros since) {
  if (!home.accepts() || !announced_.contains(home.name())) return;  // a stopping home does not ask
  const auto& settles = rooms_.at(id).settles;
  const auto settled = settles.find(home.name());
  const std::vector<std::string> involved{brief(id), home.name().value};
  check(settled != settles.end() && settled->second.received_at >= since, "L5",
        home.name().value + " resumes a seat without having asked whether the room lives there",
        involved);
  check(settled == settles.end() || !settled->second.elsewhere, "L5",
        home.name().value + " resumes a seat in a room that lives elsewhere", involved);
}

void Oracle::on_rehomed(const Process& desk, ClientId client, const protocol::Rehomed& rehomed) {
  const RoomFact& room = rooms_[RoomId::parse(rehomed.room).value_or(RoomId{})];
  const auto is_member = [&](const RoomFact::Member& member) {
    return member.visitor == visitors_[client];
  };
  check(std::any_of(room.members.begin(), room.members.end(), is_member), "S3",
        "a visitor is redirected to a room of which it is no member", {rehomed.room.substr(0, 8)});
  world_.note("{} redirects #{} to {} for {}", desk.name().value, client.value, rehomed.home.node,
              rehomed.room.substr(0, 8));
}

/// A room in which one visitor waits for a partner ends in time.
void Oracle::inspect_rooms() {
  for (const RoomId id : open_rooms_) {
    for (const auto& [home, stay] : rooms_.at(id).stays) {
      const Micros since = std::max(stay.unpaired_since, world_.calm_from());
      check(stay.two_sided() || world_.now() - since <= stay.unpaired_most + kTickSlack, "L3",
            "a room stays one-sided at " + home.value, {brief(id)});
    }
  }
}

/// Two members may have seats at different homes only briefly, unless the store parted them.
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
          fmt::format("the members of a room have seats at {} and {}", at[0].value, at[1].value),
          {brief(id)});
  }
  apart_since_ = std::move(apart);
}

/// A visitor in a conversation has its partner at the same home, or learns that it is over.
void Oracle::inspect_pairs() {
  std::map<RoomId, std::vector<const Subject*>> members;
  for (const Watched& watched : subjects_) {
    const Standing standing = watched.subject->standing();
    if (standing.at == Standing::At::kTalking || standing.at == Standing::At::kDropped) {
      members[standing.room].push_back(watched.subject);
    }
  }
  std::map<RoomId, Micros> unpaired;
  for (const auto& [id, members_of_room] : members) {
    const std::vector<const Subject*>& subjects = members_of_room;
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
          "L5", subjects.front()->name() + " neither has its partner nor is notified that it left",
          {brief(id), subjects.front()->name()});
  }
  unpaired_since_ = std::move(unpaired);
}

}  // namespace nexus::simulation
