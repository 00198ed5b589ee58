// A seat whose socket dropped: resumed, moved to another home, or lost, as in room-client.ts.
// SPDX-License-Identifier: MIT
#include "simulation/visitor.hpp"

#include <utility>

namespace nexus::simulation {
namespace {

/// The longest that a home keeps a seat.
constexpr Micros kGrace = 90'000'000;

}  // namespace

void Visitor::step_away() {
  if (away_) return ask_for_home();  // another attempt failed
  away_ = true;
  world_.note("{} is away from {}", name_, room_.substr(0, 8));
  world_.after(kGrace, [this, number = ++away_number_] {
    if (away_ && number == away_number_) lose_seat();
  });
  // A member may ask at any time, even while its home is alive and waits for it.
  if (dice_.chance(0.25)) ask_for_home();
  // After a goodbye, another attempt at that home is useless.
  const auto drained_after = std::exchange(drained_after_, std::nullopt);
  if (drained_after) soon_while_away(*drained_after, [this] { ask_for_home(); });
}

void Visitor::soon_while_away(Micros delay, std::function<void()> work) {
  world_.after(delay, [this, number = ++soon_number_, work = std::move(work)] {
    if (away_ && number == soon_number_) work();
  });
}

void Visitor::ask_for_home() {
  if (!away_ || (moves_ && token_sent_) || !greeted_) return;
  world_.note("{} asks where {} lives", name_, room_.substr(0, 8));
  send_to_desk(protocol::Rehome{.room = seat_->room(), .seat = seat_->secret()});
}

void Visitor::rehomed(const protocol::Rehomed& rehomed) {
  if (!away_ || seat_->room() != rehomed.room || (moves_ && token_sent_)) return;
  const bool is_there = room_node_ == rehomed.home.node;
  // Its own home, which has restarted; the join there is pending.
  if (is_there && room_open_) return;
  const bool tried_there = is_there && moves_;
  moves_ = true;
  token_sent_ = false;
  // The home of the last attempt: the next one follows in its turn.
  if (tried_there || (is_there && room_link_ != 0)) return;
  go_to(rehomed.home.node);
}

/// The room cannot move yet, or no longer.
void Visitor::stays(const protocol::Error& error) {
  if (!away_ || error.room != room_) return;
  if (!error.retry_after_ms) return lose_seat();
  soon_while_away(*error.retry_after_ms * 1000, [this] { ask_for_home(); });
  // The new home does not answer, and the old one took the room back.
  if (!moves_ || token_sent_) return;
  moves_ = false;
  go_to(seated_at_);
}

void Visitor::go_to(const std::string& home) {
  if (room_link_ != 0) site_.links.close(std::exchange(room_link_, 0), End::kClient);
  room_node_ = home;
  dial_room();
}

/// Joined again at a home that only knows that both were members of the room.
void Visitor::rejoined(const protocol::Joined& joined) {
  away_ = false;
  for (std::string& text : seat_->rejoined(joined.seat)) send_room(std::move(text));
  come_to(joined.partner);
}

void Visitor::resumed(const protocol::Resumed& resumed) {
  if (!seat_ || seat_->room() != resumed.room) return;
  auto missed = seat_->resumed(resumed.seat, resumed.received);
  if (!missed) return lose_seat();
  away_ = false;
  moves_ = false;
  room_attempt_ = 0;
  for (std::string& text : *missed) send_room(std::move(text));
  come_to(resumed.partner);
}

void Visitor::come_to(protocol::PartnerState partner) {
  world_.note("{} has its seat in {} again", name_, room_.substr(0, 8));
  settled_at_ = world_.now();
  if (phase_ == Phase::kAlone && partner != protocol::PartnerState::kAwaited) talk();
}

void Visitor::seat_refused(const protocol::Error& error) {
  world_.note("{} is refused its seat by {}: {}", name_, room_node_, protocol::to_text(error.code));
  if (error.code == protocol::ErrorCode::kRoomMoved) {
    moves_ = false;
    return ask_for_home();
  }
  if (!error.retry_after_ms) return lose_seat();
  soon_while_away(*error.retry_after_ms * 1000, [this] {
    if (room_open_) enter_room();
  });
}

/// A seat that is left while away is resumed to send the leave, so that the partner does not wait.
void Visitor::leave(protocol::LeaveReason reason) {
  if (room_.empty()) return;
  const protocol::Leave leave{.room = room_, .reason = reason};
  const bool asked = token_.empty() || token_sent_;
  if (away_ && !room_open_) {
    std::string join = protocol::encode(seat_->join());
    give_up_seat();
    goodbye_ = {std::move(join), protocol::encode(leave)};
    return;
  }
  token_.clear();
  give_up_seat();
  if (asked) {
    send_to_home(leave);
  } else {
    hang_up_room();
  }
}

/// Gives the seat up.
void Visitor::give_up_seat() {
  away_ = false;
  moves_ = false;
  seat_.reset();
}

void Visitor::lose_seat() {
  const bool had_seat = seat_.has_value();
  hang_up_room();
  if (phase_ == Phase::kJoining) return pause();
  if (had_seat && (phase_ == Phase::kAlone || phase_ == Phase::kTalking)) rest();
}

}  // namespace nexus::simulation
