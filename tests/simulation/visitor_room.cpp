// The visitor's room socket: seats, talks and their ends.
// SPDX-License-Identifier: MIT
#include "base/overloaded.hpp"
#include "simulation/visitor.hpp"

#include <utility>

namespace nexus::simulation {
namespace {

constexpr Micros kSecond = 1'000'000;
constexpr Micros kPause = kSecond;

}  // namespace

/// Takes the seat on the open socket to that home, or opens one.
void Visitor::join() {
  if (room_link_ != 0 && room_node_ == home_) {
    if (room_open_) say_room(protocol::Join{.token = token_});
    return;
  }
  if (room_link_ != 0) site_.links.close(std::exchange(room_link_, 0), End::kClient);
  room_open_ = false;
  room_node_ = home_;
  room_link_ = site_.links.connect(*this, *site_.home(home_));
  world_.note("{} connects #{} to {}", name_, room_link_, home_);
}

void Visitor::lose_room() {
  world_.note("{} lost its room socket #{}", name_, room_link_);
  room_link_ = 0;
  room_open_ = false;
  switch (phase_) {
    case Phase::kJoining:
      return pause();
    case Phase::kAlone:
    case Phase::kTalking:
      return rest();
    case Phase::kAway:
    case Phase::kSearching:
    case Phase::kPausing:
    case Phase::kResting:
      return;
  }
}

void Visitor::hear_room(const protocol::RoomServerMessage& message) {
  std::visit(Overloaded{
                 [&](const protocol::Joined& one) { joined(one); },
                 [&](const protocol::PartnerJoined& one) {
                   if (one.room == room_ && phase_ == Phase::kAlone) talk();
                 },
                 [&](const protocol::PartnerLeft& one) { partner_left(one); },
                 [&](const protocol::ChatReceived& one) { chat_received(one); },
                 [&](const protocol::Error& one) { room_error(one); },
                 [](const auto&) {},  // a client may ignore the rest
             },
             message);
}

void Visitor::joined(const protocol::Joined& joined) {
  if (joined.room != room_ || phase_ != Phase::kJoining) return;
  chats_said_ = 0;
  chats_heard_ = 0;
  if (joined.partner == protocol::PartnerState::kPresent) return talk();
  enter(Phase::kAlone);
  in_phase(20 * kSecond, [this] {
    leave(protocol::LeaveReason::kSkip);
    search();
  });
}

void Visitor::partner_left(const protocol::PartnerLeft& left) {
  if (left.room != room_) return;
  if (left.reason == protocol::LeftReason::kNoShow) return pause();
  if (phase_ == Phase::kJoining || phase_ == Phase::kAlone || phase_ == Phase::kTalking) rest();
}

void Visitor::chat_received(const protocol::ChatReceived& chat) {
  if (chat.room != room_ || phase_ != Phase::kTalking) return;
  if (chat.sequence != chats_heard_ + 1) {
    world_.violate("S4", "a visitor misses or repeats a chat", {name_, room_.substr(0, 8)});
  }
  chats_heard_ = chat.sequence;
}

void Visitor::room_error(const protocol::Error& error) {
  const bool of_join = error.of == protocol::Join::kType;
  if (phase_ == Phase::kJoining && of_join) {
    world_.note("{} is refused by {}: {}", name_, home_, protocol::to_text(error.code));
    return pause();
  }
}

/// The desk may hear that the room is lost, and search on: wait for its word before a new find.
void Visitor::pause() {
  if (phase_ == Phase::kPausing) return;
  enter(Phase::kPausing);
  in_phase(kPause, [this] { search(); });
}

void Visitor::rest() {
  enter(Phase::kResting);
  room_.clear();
  in_phase(dice_.between(0, site_.habits.rest_most), [this] { search(); });
}

void Visitor::leave(protocol::LeaveReason reason) {
  if (room_.empty()) return;
  say_room(protocol::Leave{.room = room_, .reason = reason});
}

void Visitor::talk() {
  enter(Phase::kTalking);
  chat_again();
  in_phase(dice_.between(0, site_.habits.talk_most), [this] { end_talk(); });
}

void Visitor::chat_again() {
  in_phase(dice_.between(0, site_.habits.chat_most), [this] {
    const auto burst = dice_.between(1, 3);
    for (std::int64_t i = 0; i < burst; ++i) {
      const ChatText text{.sender = room_link_, .number = ++chats_said_};
      say_room(protocol::Chat{
          .room = room_, .id = fmt::format("c{}", chats_said_), .text = text.text()});
    }
    if (dice_.chance(0.2)) say_room(protocol::Typing{.room = room_, .on = true});
    chat_again();
  });
}

void Visitor::end_talk() {
  if (world_.stormy() && dice_.chance(site_.habits.vanish)) {
    switch (dice_.below(3)) {
      case 0:
        return vanish();
      case 1:
        if (match_link_ != 0) site_.links.cut(match_link_, dice_.chance(0.5));
        return talk();
      default:
        if (room_link_ != 0) site_.links.cut(room_link_, dice_.chance(0.5));
        return talk();
    }
  }
  if (dice_.chance(0.15)) return stop();
  // Now and then the next room's join is what leaves this one.
  if (!dice_.chance(0.1)) leave(protocol::LeaveReason::kSkip);
  search();
}

}  // namespace nexus::simulation
