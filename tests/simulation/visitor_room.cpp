// The visitor's room socket: seats, conversations and their ends.
// SPDX-License-Identifier: MIT
#include "base/overloaded.hpp"
#include "simulation/visitor.hpp"

#include <algorithm>
#include <utility>

namespace nexus::simulation {
namespace {

constexpr Micros kPause = kSecond;
constexpr Micros kOpenTimeout = 10 * kSecond;
constexpr Micros kFirstBackoff = kSecond / 2;
constexpr Micros kRoomBackoffMost = 15 * kSecond;

}  // namespace

/// Joins on the open socket to that home, or opens one.
void Visitor::join() {
  give_up_seat();
  token_ = invitation_;
  token_sent_ = false;
  if (room_node_ == invited_to_) {
    if (room_open_) return enter_room();
    if (room_link_ == 0) dial_room();
    return;
  }
  hang_up_room();
  token_ = invitation_;
  room_node_ = invited_to_;
  dial_room();
}

void Visitor::dial_room() {
  ++room_dial_;
  room_open_ = false;
  room_link_ = site_.links.connect(*this, *site_.home(room_node_));
  world_.note("{} connects #{} to {}", name_, room_link_, room_node_);
  world_.after(kOpenTimeout, [this, link = room_link_] {
    if (room_link_ != link || room_open_) return;
    site_.links.close(link, End::kClient);
    lose_room(kBroken);
  });
}

void Visitor::dial_room_again() {
  const Micros most = std::min(kRoomBackoffMost, kFirstBackoff << std::min(room_attempt_++, 10));
  world_.after(dice_.between(most / 2, most), [this, dial = ++room_dial_] {
    if (room_dial_ == dial) dial_room();
  });
}

/// Closes the socket for good and drops its pending messages.
void Visitor::hang_up_room() {
  ++room_dial_;
  room_open_ = false;
  room_node_.clear();
  token_.clear();
  goodbye_.clear();
  drained_after_.reset();
  give_up_seat();
  if (room_link_ != 0) site_.links.close(std::exchange(room_link_, 0), End::kClient);
}

/// The socket is open: sends the pending messages.
void Visitor::enter_room() {
  for (std::string& text : std::exchange(goodbye_, {})) send_room(std::move(text));
  if (!token_.empty()) {
    token_sent_ = true;
    send_to_home(protocol::Join{.seat = token_});
  } else if (seat_) {
    token_sent_ = true;
    send_to_home(seat_->join());
  }
}

void Visitor::lose_room(std::uint16_t code) {
  world_.note("{} lost its room socket #{}", name_, room_link_);
  room_link_ = 0;
  room_open_ = false;
  token_sent_ = false;
  if (!may_return(code)) return lose_seat();
  if (token_.empty() && !seat_ && goodbye_.empty()) return hang_up_room();
  if (token_.empty() && seat_) step_away();
  dial_room_again();
}

void Visitor::receive_room(const protocol::RoomServerMessage& message) {
  if (seat_) seat_->receive(message);
  std::visit(Overloaded{
                 [&](const protocol::Joined& one) { joined(one); },
                 [&](const protocol::Resumed& one) { resumed(one); },
                 [&](const protocol::PartnerJoined& one) {
                   if (one.room == room_ && phase_ == Phase::kAlone) talk();
                 },
                 [&](const protocol::PartnerLeft& one) { partner_left(one); },
                 [&](const protocol::ChatReceived& one) { chat_received(one); },
                 [&](const protocol::Liked& one) { liked(one); },
                 [&](const protocol::Goodbye& one) { drained_after_ = one.retry_after_ms * 1000; },
                 [&](const protocol::Error& one) { room_error(one); },
                 [](const auto&) {},  // a client may ignore the rest
             },
             message);
}

void Visitor::joined(const protocol::Joined& joined) {
  if (joined.room != room_) return;
  token_.clear();
  moves_ = false;
  seated_at_ = room_node_;
  room_attempt_ = 0;
  chats_received_ = 0;
  if (seat_) return rejoined(joined);
  if (phase_ != Phase::kJoining) return;
  seat_.emplace(joined.room, joined.seat);
  chats_sent_ = 0;
  last_shown_ = 0;
  shown_.clear();
  if (joined.partner != protocol::PartnerState::kAwaited) return talk();
  enter(Phase::kAlone);
  in_phase(20 * kSecond, [this] {
    leave(protocol::LeaveReason::kSkip);
    search();
  });
}

void Visitor::partner_left(const protocol::PartnerLeft& left) {
  if (left.room != room_) return;
  give_up_seat();
  if (left.reason == protocol::LeftReason::kNoShow) return pause();
  if (phase_ == Phase::kJoining || phase_ == Phase::kAlone || phase_ == Phase::kTalking) rest();
}

/// Shows a line unless it is there already: after a move the partner resends unacknowledged
/// messages.
void Visitor::chat_received(const protocol::ChatReceived& chat) {
  if (chat.room != room_ || phase_ != Phase::kTalking) return;
  const std::vector<std::string> involved{name_, room_.substr(0, 8)};
  if (chat.sequence != chats_received_ + 1) {
    world_.violate("S4", "a visitor misses or repeats a chat", involved);
  }
  chats_received_ = chat.sequence;
  if (!shown_.insert(chat.id).second) return;
  const auto text = ChatText::parse(chat.text);
  if (!text) return;
  if (text->number <= last_shown_) world_.violate("S4", "a line is shown twice or late", involved);
  last_shown_ = text->number;
}

void Visitor::room_error(const protocol::Error& error) {
  if (error.room && *error.room != room_) return;  // it crossed with the next join
  const bool of_join = error.of == protocol::Join::kType;
  if (seat_ && of_join) return seat_refused(error);
  if (phase_ == Phase::kJoining && of_join) {
    world_.note("{} is refused by {}: {}", name_, room_node_, protocol::to_text(error.code));
    token_.clear();
    return pause();
  }
}

/// The desk may continue the search for a lost room: waits for its message before a new find.
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

void Visitor::talk() {
  enter(Phase::kTalking);
  chat_again();
  like();
  if (dice_.chance(site_.habits.hidden)) {
    send_from_seat(protocol::Hidden{.room = room_, .on = dice_.chance(0.7)});
  }
  in_phase(dice_.between(0, site_.habits.talk_most), [this] { end_talk(); });
}

void Visitor::liked(const protocol::Liked& liked) {
  if (liked.room != room_) return;
  const bool likes = std::any_of(liked_.begin(), liked_.end(),
                                 [&](const auto& one) { return one.room == liked.room; });
  if (!likes) world_.violate("S4", "a visitor that likes nobody is liked", {name_});
}

/// Every second partner, once. The searches that follow name it.
void Visitor::like() {
  if (!site_.habits.likes || encounter_.empty() || find_ % 2 != 0) return;
  if (!liked_.empty() && liked_.back().room == room_) return;
  send_from_seat(protocol::Like{.room = room_, .on = true});
  if (liked_.size() == protocol::limits::kAgainMax) liked_.erase(liked_.begin());
  liked_.push_back({.room = room_, .encounter = encounter_});
}

void Visitor::chat_again() {
  in_phase(dice_.between(0, site_.habits.chat_most), [this] {
    const auto burst = dice_.between(1, 3);
    for (std::int64_t i = 0; i < burst; ++i) {
      const ChatText text{.sender = name_, .number = ++chats_sent_};
      send_from_seat(protocol::Chat{
          .room = room_, .id = fmt::format("c{}", chats_sent_), .text = text.text()});
    }
    if (dice_.chance(0.2)) send_from_seat(protocol::Typing{.room = room_, .on = true});
    if (room_open_ && world_.stormy() && dice_.chance(site_.habits.flicker)) {
      site_.links.cut(room_link_, false);
    }
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
  // Sometimes only the join of the next room leaves this one.
  if (dice_.chance(0.1)) {
    give_up_seat();
  } else {
    leave(protocol::LeaveReason::kSkip);
  }
  search();
}

}  // namespace nexus::simulation
