// The visitor's matching socket, and its arrivals and departures.
// SPDX-License-Identifier: MIT
#include "simulation/visitor.hpp"

#include "base/overloaded.hpp"
#include "protocol/padded_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nexus::simulation {
namespace {

constexpr Micros kGreetingTimeout = 5 * kSecond;
constexpr Micros kBackoffMost = 4 * kSecond;

constexpr std::array<std::string_view, 7> kPhaseNames{"away",    "searching", "joining", "alone",
                                                      "talking", "pausing",   "resting"};

/// One visitor in three has no known network; the others share theirs in pairs.
NetworkTags network_of(std::size_t visitor) {
  if (visitor % 3 == 0) return {};
  SeededRandom random(visitor / 3);
  return {.host = NetworkTag::random(random), .site = {}, .region = {}};
}

}  // namespace

Listener* Site::home(const std::string& node) const {
  for (const auto& one : signalling) {
    if (one->name().value == node) return one.get();
  }
  return nullptr;
}

Visitor::Visitor(Site& site, std::size_t number)
    : site_(site),
      world_(site.world),
      dice_(site.world.dice),
      name_(fmt::format("v{}", number)),
      mode_(dice_.chance(site.habits.text_mode) ? protocol::Mode::kText : protocol::Mode::kVideo),
      network_(network_of(number)) {}

void Visitor::enter(Phase phase) {
  world_.note("{} is {} (find {}, room {})", name_, kPhaseNames[static_cast<std::size_t>(phase)],
              find_, room_.substr(0, 8));
  if (phase_ == Phase::kTalking || queued_ || phase == Phase::kTalking) settled_at_ = world_.now();
  phase_ = phase;
  ++phase_number_;
}

void Visitor::in_phase(Micros delay, std::function<void()> work) {
  world_.after(delay, [this, number = phase_number_, work = std::move(work)] {
    if (number == phase_number_) work();
  });
}

Standing Visitor::standing() const {
  using At = Standing::At;
  const RoomId room = RoomId::parse(room_).value_or(RoomId{});
  const auto stands = [&](At at) { return Standing{at, room, {room_link_}, settled_at_}; };
  switch (phase_) {
    case Phase::kAway:
    case Phase::kResting:
      return stands(At::kElsewhere);
    case Phase::kSearching:
      if (!greeted_ || !find_sent_) return stands(At::kElsewhere);
      return stands(queued_ ? At::kQueued : At::kSearching);
    case Phase::kJoining:
    case Phase::kAlone:
    case Phase::kPausing:
      return stands(At::kMatched);
    case Phase::kTalking:
      return stands(away_ ? At::kDropped : At::kTalking);
  }
  return {};
}

void Visitor::start() {
  if (finished_ || phase_ != Phase::kAway) return;
  node_ = dice_.index(site_.matching.size());
  search();
}

void Visitor::finish() {
  finished_ = true;
  stop();
}

void Visitor::stop() {
  if (phase_ == Phase::kTalking || phase_ == Phase::kAlone) leave(protocol::LeaveReason::kStop);
  enter(Phase::kAway);
  if (match_link_ != 0) site_.links.close(std::exchange(match_link_, 0), End::kClient);
  hang_up_room();
  greeted_ = false;
  room_.clear();
  if (!finished_) come_back();
}

void Visitor::vanish() {
  if (!world_.stormy() || finished_) return stop();
  world_.note("{} vanishes", name_);
  enter(Phase::kAway);
  if (match_link_ != 0) site_.links.cut(std::exchange(match_link_, 0), true);
  if (room_link_ != 0) site_.links.cut(room_link_, true);
  hang_up_room();
  greeted_ = false;
  room_.clear();
  come_back();
}

void Visitor::come_back() {
  in_phase(dice_.between(0, dice_.chance(0.5) ? 2 * kSecond : 20 * kSecond), [this] { start(); });
}

void Visitor::lose_network() {
  const bool slow = dice_.chance(0.4);
  world_.note("{} loses its network", name_);
  if (match_link_ != 0) site_.links.cut(match_link_, slow);
  if (room_link_ != 0) site_.links.cut(room_link_, slow);
}

void Visitor::connect_match() {
  if (match_link_ != 0 || phase_ == Phase::kAway) return;
  if (dice_.chance(0.3)) node_ = dice_.index(site_.matching.size());
  greeted_ = false;
  match_link_ = site_.links.connect(*this, *site_.matching[node_]);
  world_.note("{} connects #{} to {}", name_, match_link_, site_.matching[node_]->name().value);
  world_.after(kGreetingTimeout, [this, link = match_link_] {
    if (match_link_ != link || greeted_) return;
    site_.links.close(link, End::kClient);
    lose_match();
  });
}

void Visitor::lose_match() {
  world_.note("{} lost its matching socket #{}", name_, match_link_);
  match_link_ = 0;
  greeted_ = false;
  queued_ = false;
  find_sent_ = false;
  if (phase_ == Phase::kAway) return;
  const Micros most = std::min<Micros>(kBackoffMost, (kSecond / 2) << std::min(attempt_++, 10));
  world_.after(dice_.between(most / 2, most), [this] { connect_match(); });
}

void Visitor::on_open(LinkId link) {
  if (link == match_link_) {
    protocol::Hello hello{.protocol = protocol::limits::kProtocolVersion};
    if (!session_.empty()) hello.session = session_;
    send_to_desk(hello);
  } else if (link == room_link_) {
    room_open_ = true;
    enter_room();
  }
}

void Visitor::on_text(LinkId link, std::string text) {
  const protocol::PaddedText padded(text);
  if (link == match_link_) {
    const auto message = decoder_.decode_match_server(padded);
    if (!message) return world_.violate("codec", "a desk sends an invalid message", {name_});
    receive_match(*message);
  } else if (link == room_link_) {
    const auto message = decoder_.decode_room_server(padded);
    if (!message) return world_.violate("codec", "a home sends an invalid message", {name_});
    receive_room(*message);
  }
}

void Visitor::on_closed(LinkId link, std::uint16_t code) {
  if (link == match_link_) {
    lose_match();
  } else if (link == room_link_) {
    lose_room(code);
  }
}

void Visitor::receive_match(const protocol::MatchServerMessage& message) {
  std::visit(Overloaded{
                 [&](const protocol::Welcome& one) { welcome(one); },
                 [&](const protocol::Queued& one) { queued(one); },
                 [&](const protocol::Matched& one) { matched(one); },
                 [&](const protocol::Rehomed& one) { rehomed(one); },
                 [&](const protocol::Error& one) {
                   if (one.of == protocol::Rehome::kType) return stays(one);
                   match_error(one);
                 },
                 [](const auto&) {},  // a client may ignore the rest
             },
             message);
}

void Visitor::welcome(const protocol::Welcome& welcome) {
  greeted_ = true;
  attempt_ = 0;
  session_ = welcome.session;
  visitor_ = VisitorId::parse(welcome.visitor).value();
  if (phase_ == Phase::kSearching) send_find();
}

void Visitor::search() {
  enter(Phase::kSearching);
  room_.clear();
  queued_ = false;
  find_sent_ = false;
  if (greeted_) {
    send_find();
  } else {
    connect_match();
  }
}

void Visitor::send_find() {
  protocol::Find find{.find = ++find_, .mode = mode_};
  find_sent_ = true;
  queued_ = false;
  cancelled_ = false;
  if (room_open_) find.home = room_node_;
  if (dice_.chance(0.3)) find.offer = pre_generated("offer", name_, find_);
  // Not random, so that older seeds lead to the same runs.
  if (find_ % 3 == 0) find.answer = pre_generated("answer", name_, find_);
  if (!place_.empty()) find.place = place_;
  find.again = liked_;
  send_to_desk(find);
  if (dice_.chance(site_.habits.impatient)) grow_impatient();
}

void Visitor::grow_impatient() {
  const Micros patience =
      dice_.chance(0.5) ? dice_.between(0, 300'000) : dice_.between(0, 8 * kSecond);
  in_phase(patience, [this] {
    // A cancel that crosses a match costs the partner the time of a room's deadline.
    if (!world_.stormy()) return;
    switch (dice_.below(4)) {
      case 0:
        return cancel_and_rest();
      case 1:
        return send_find();
      case 2:
        return stop();
      default:
        return vanish();
    }
  });
}

void Visitor::cancel_and_rest() {
  send_to_desk(protocol::Cancel{.find = find_});
  cancelled_ = true;
  rest();
}

void Visitor::queued(const protocol::Queued& queued) {
  if (queued.find != find_ || cancelled_) return;
  place_ = queued.place.value_or("");
  switch (phase_) {
    case Phase::kSearching:
      queued_ = true;
      return;
    case Phase::kJoining:
    case Phase::kAlone:
    case Phase::kPausing:
      // The match failed; the desk continues the search by itself.
      world_.note("{} receives that {} failed", name_, room_.substr(0, 8));
      if (phase_ != Phase::kPausing) leave(protocol::LeaveReason::kSkip);
      room_.clear();
      enter(Phase::kSearching);
      queued_ = true;
      return;
    case Phase::kTalking:
      world_.note("{} is queued during a conversation: cancels", name_);
      cancelled_ = true;
      return send_to_desk(protocol::Cancel{.find = find_});
    case Phase::kAway:
    case Phase::kResting:
      return;
  }
}

void Visitor::matched(const protocol::Matched& matched) {
  if (matched.find != find_ || cancelled_ || matched.room == room_) return;
  switch (phase_) {
    case Phase::kAway:
    case Phase::kResting:
      return;
    case Phase::kTalking:
      // As in the web app, joining another room leaves the previous one.
    case Phase::kSearching:
    case Phase::kJoining:
    case Phase::kAlone:
    case Phase::kPausing:
      break;
  }
  room_ = matched.room;
  give_up_seat();
  token_.clear();
  invitation_ = matched.seat;
  invited_to_ = matched.home.node;
  place_.clear();
  encounter_ = matched.encounter.value_or("");
  if (matched.again) {
    world_.note("{} meets its partner of {} again", name_, matched.again->substr(0, 8));
    std::erase_if(liked_, [&](const auto& one) { return one.room == *matched.again; });
  }
  enter(Phase::kJoining);
  in_phase(20 * kSecond, [this] {
    leave(protocol::LeaveReason::kSkip);
    search();
  });
  if (world_.stormy() && dice_.chance(site_.habits.no_show)) {
    const Micros late = dice_.between(kSecond, 19 * kSecond);
    world_.note("{} does not join {} in time", name_, room_.substr(0, 8));
    world_.broken_until(world_.now() + late);
    return in_phase(late, [this] { join(); });
  }
  join();
}

void Visitor::match_error(const protocol::Error& error) {
  if (error.find != find_ || cancelled_) return;
  switch (error.code) {
    case protocol::ErrorCode::kUnavailable:
    case protocol::ErrorCode::kFull:
      if (phase_ == Phase::kJoining || phase_ == Phase::kAlone || phase_ == Phase::kPausing) {
        // The match failed, too, and the desk cannot continue the search yet.
        if (dice_.chance(0.5)) return;
        if (phase_ != Phase::kPausing) leave(protocol::LeaveReason::kSkip);
      } else if (phase_ != Phase::kSearching || dice_.chance(0.5)) {
        return;  // the desk continues by itself
      }
      // As in the web app, later messages for this find are stale.
      enter(Phase::kSearching);
      room_.clear();
      ++find_;
      queued_ = false;
      return in_phase(error.retry_after_ms.value_or(1000) * 1000, [this] {
        if (greeted_) send_find();
      });
    default:
      world_.violate("protocol", "a desk refuses a valid find", {name_});
  }
}

}  // namespace nexus::simulation
