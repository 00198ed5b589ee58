// SPDX-License-Identifier: MIT
#include "simulation/intruder.hpp"

#include <array>
#include <utility>

namespace nexus::simulation {
namespace {

constexpr std::array<std::string_view, 5> kGarbage{
    "", "{", R"({"type":"join"})", R"({"type":"find","find":-1,"mode":"video"})", "\xff\xfe"};

}  // namespace

void Intruder::start() { act(); }

void Intruder::finish() {
  finished_ = true;
  if (match_link_ != 0) site_.links.close(std::exchange(match_link_, 0), End::kClient);
  if (room_link_ != 0) site_.links.close(std::exchange(room_link_, 0), End::kClient);
}

void Intruder::on_open(LinkId link) {
  if (link != match_link_ || site_.world.dice.chance(0.2)) return;
  greets_ = true;
  send(link,
       protocol::Hello{.protocol = protocol::limits::kProtocolVersion, .session = "not.a.session"});
}

void Intruder::on_text(LinkId, std::string) {}

void Intruder::on_closed(LinkId link, std::uint16_t) {
  if (link == match_link_) match_link_ = 0;
  if (link == room_link_) room_link_ = 0;
}

void Intruder::act() {
  if (finished_) return;
  Dice& dice = site_.world.dice;
  if (match_link_ == 0) {
    find_ = 0;
    greets_ = false;
    match_link_ = site_.links.connect(*this, *site_.matching[dice.index(site_.matching.size())]);
  }
  if (room_link_ == 0) {
    room_link_ = site_.links.connect(*this, *site_.signalling[dice.index(site_.signalling.size())]);
  }
  if (dice.chance(0.3)) {
    attack_match();
  } else {
    attack_room();
  }
  // Sometimes it continues at another node.
  if (dice.chance(0.1)) site_.links.close(std::exchange(room_link_, 0), End::kClient);
  if (dice.chance(0.05)) site_.links.close(std::exchange(match_link_, 0), End::kClient);
  site_.world.after(dice.between(20'000, 1'500'000), [this] { act(); });
}

void Intruder::attack_match() {
  Dice& dice = site_.world.dice;
  switch (dice.below(4)) {
    case 0:
      return site_.links.send(match_link_, End::kClient,
                              std::string(kGarbage[dice.index(kGarbage.size())]));
    case 1:
      return send(match_link_, protocol::Cancel{.find = dice.between(1, 100)});
    case 2:
      return send(match_link_,
                  protocol::Hello{.protocol = dice.between(1, protocol::limits::kProtocolVersion)});
    default:
      // A search that leads to no meeting costs a real visitor time, which no server can prevent:
      // so no floods once liveness is judged.
      if (site_.world.stormy()) flood();
  }
}

void Intruder::flood() {
  Dice& dice = site_.world.dice;
  site_.world.note("{} floods", name_);
  const auto finds = dice.between(2, 20);
  for (std::int64_t i = 0; i < finds; ++i) {
    if (!dice.chance(0.1)) ++find_;
    send(match_link_,
         protocol::Find{.find = std::max<std::int64_t>(find_, 1),
                        .mode = dice.chance(0.3) ? protocol::Mode::kText : protocol::Mode::kVideo});
  }
  site_.world.broken_until(site_.world.now() + 3'000'000);
  site_.world.after(dice.between(0, 2'000'000), [this, link = match_link_] {
    if (link != 0) send(link, protocol::Cancel{.find = find_});
  });
}

void Intruder::attack_room() {
  Dice& dice = site_.world.dice;
  const auto& spent = site_.oracle.spent();
  const auto some_room = [&] {
    if (spent.empty() || dice.chance(0.1)) return RoomId::random(dice).text();
    const std::size_t recent = std::min<std::size_t>(spent.size(), 20);
    return spent[spent.size() - 1 - dice.index(recent)].room.text();
  };
  switch (dice.below(6)) {
    case 0:
      return site_.links.send(room_link_, End::kClient,
                              std::string(kGarbage[dice.index(kGarbage.size())]));
    case 1:
      return send(
          room_link_,
          protocol::Chat{
              .room = some_room(),
              .id = "c1",
              .text =
                  ChatText{.sender = fmt::format("#{}", room_link_), .number = ++chats_}.text()});
    case 2:
      return send(room_link_, protocol::Leave{.room = some_room()});
    case 3:
      return send(room_link_, protocol::Typing{.room = some_room(), .on = true});
    default:
      return send(room_link_, protocol::Join{.seat = bad_token()});
  }
}

std::string Intruder::bad_token() {
  Dice& dice = site_.world.dice;
  const auto& spent = site_.oracle.spent();
  const std::size_t recent = std::min<std::size_t>(spent.size(), 20);
  switch (dice.below(3)) {
    case 0: {
      const NodeName home = site_.signalling[dice.index(site_.signalling.size())]->name();
      const RoomId room = recent == 0 || dice.chance(0.2)
                              ? RoomId::random(dice)
                              : spent[spent.size() - 1 - dice.index(recent)].room;
      return site_.secrets.forged.issue({.room = room,
                                         .role = kRoles[dice.index(kRoles.size())],
                                         .ticket = TicketId::random(dice),
                                         .visitor = {},
                                         .home = {home, IncarnationId{}},
                                         .secret = {},
                                         .issued = MachineClock(site_.world, {}).wall()});
    }
    case 1: {
      if (recent == 0) return "no.token.yet";
      std::string token = spent[spent.size() - 1 - dice.index(recent)].token;
      char& flipped = token[dice.index(token.size())];
      flipped = flipped == 'A' ? 'B' : 'A';
      return token;
    }
    default:
      if (recent == 0) return "no.token.yet";
      return spent[spent.size() - 1 - dice.index(recent)].token;
  }
}

}  // namespace nexus::simulation
