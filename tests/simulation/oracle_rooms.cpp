// Safety in rooms: which clients get a seat, and what they receive there.
// SPDX-License-Identifier: MIT
#include "base/overloaded.hpp"
#include "signalling/rooms.hpp"
#include "simulation/oracle.hpp"

#include <algorithm>
#include <charconv>

namespace nexus::simulation {
namespace {

using protocol::PartnerState;

constexpr std::size_t kAsksKept = 8;
constexpr Micros kHandOff = 10'000'000;

/// The room of a message; empty if it has none.
std::string room_named_in(const protocol::RoomServerMessage& message) {
  return std::visit(
      []<class Kind>(const Kind& one) {
        if constexpr (requires { std::string(one.room); }) {
          return one.room;
        } else {
          return std::string();
        }
      },
      message);
}

}  // namespace

std::string ChatText::text() const { return fmt::format("{} {}", sender, number); }

std::optional<ChatText> ChatText::parse(const std::string& text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string::npos) return std::nullopt;
  ChatText chat{.sender = text.substr(0, blank)};
  const char* const end = text.data() + text.size();
  const auto [rest, bad] = std::from_chars(text.data() + blank + 1, end, chat.number);
  if (bad != std::errc{} || rest != end) return std::nullopt;
  return chat;
}

RoomId Oracle::room_of(ClientId client) const {
  const auto seat = seated_.find(client);
  return seat == seated_.end() ? RoomId{} : seat->second.room;
}

Oracle::Stay* Oracle::stay_of(ClientId client) {
  const auto seat = seated_.find(client);
  if (seat == seated_.end()) return nullptr;
  return &rooms_.at(seat->second.room).stays.at(seat->second.home);
}

std::size_t Oracle::seat_of(const Stay& stay, ClientId client) const {
  return stay.seats[0].taken && stay.seats[0].client == client ? 0 : 1;
}

void Oracle::on_room_received(const Process& home, ClientId client,
                              const protocol::RoomClientMessage& message) {
  std::visit(Overloaded{
                 [&](const protocol::Join& join) { on_asked(home, client, join.seat); },
                 [&](const protocol::Leave& leave) {
                   for (Ask& ask : asks_[client]) {
                     if (ask.proof && ask.proof->room.text() == leave.room) ask.left = true;
                   }
                 },
                 [&](const protocol::Hidden& hidden) {
                   Stay* const stay = stay_of(client);
                   if (stay && room_of(client).text() == hidden.room) {
                     stay->seats[seat_of(*stay, client)].hidden = hidden.on;
                   }
                 },
                 [](const auto&) {},
             },
             message);
}

void Oracle::on_asked(const Process& home, ClientId client, const std::string& text) {
  const auto known = proofs_.find(text);
  const Proof* const proof = known == proofs_.end() ? nullptr : &known->second;
  if (proof) request_.named = proof->room;
  if (const auto token = tokens_.read(text, home.clock().wall()))
    ids_.prove(client, token->visitor);
  std::deque<Ask>& asks = asks_[client];
  asks.push_back(
      {.text = text, .proof = proof, .at = home.clock().wall(), .received_at = world_.now()});
  if (asks.size() > kAsksKept) asks.pop_front();
}

/// A request may be refused while an earlier one is pending; finds the one that this answers.
const Oracle::Ask* Oracle::answered_by(ClientId client, const std::string& room,
                                       protocol::Role role) const {
  const auto found = asks_.find(client);
  if (found == asks_.end()) return nullptr;
  const std::deque<Ask>& asks = found->second;
  const auto ask = std::find_if(asks.rbegin(), asks.rend(), [&](const Ask& one) {
    return one.proof && one.proof->room.text() == room &&
           one.proof->seat == static_cast<std::size_t>(role);
  });
  return ask == asks.rend() ? nullptr : &*ask;
}

void Oracle::on_room_sent(const Process& home, ClientId client,
                          const protocol::RoomServerMessage& message) {
  check_recipient(home, client);
  std::visit(Overloaded{
                 [&](const protocol::Joined& joined) { on_joined(home, client, joined); },
                 [&](const protocol::Resumed& resumed) { on_resumed(home, client, resumed); },
                 [&](const protocol::PartnerJoined& joined) {
                   const Stay* const stay = stay_of(client);
                   check(stay && stay->two_sided() && room_of(client).text() == joined.room, "S4",
                         "partner_joined without a partner", {link_name(client)});
                 },
                 [&](const protocol::PartnerLeft& left) {
                   check(room_of(client).text() == left.room, "S4", "partner_left of another room",
                         {link_name(client)});
                 },
                 [&](const protocol::ChatReceived& chat) { on_chat(client, chat); },
                 [&](const protocol::Error&) {
                   if (request_.node && request_.client == client) request_.refused = true;
                 },
                 [](const auto&) {},
             },
             message);
}

void Oracle::on_joined(const Process& home, ClientId client, const protocol::Joined& joined) {
  world_.note("{} seats #{} in {}", home.name().value, client.value, joined.room.substr(0, 8));
  const std::vector<std::string> involved{link_name(client), joined.room.substr(0, 8)};
  const Ask* const ask = answered_by(client, joined.room, joined.role);
  check(ask, "S3", "a seat is given for a forged token", involved);
  if (!ask) return;
  const Proof& proof = *ask->proof;
  check(!ask->left, "S1", "a visitor gets a seat in a room that it has left", involved);
  spent_.push_back({ask->text, proof.room});
  if (proof.expires) {
    check(proof.home == home.name(), "S3", "a seat is given that the token does not name",
          involved);
    check(ask->at <= *proof.expires + credentials::kClockSkewMax, "S3",
          "a seat is given for an expired token", involved);
  } else {
    check_lives_here(home, proof.room, ask->received_at);
  }
  if (!rooms_[proof.room].stays.contains(home.name())) open_stay(home, proof);
  const Stay& stay = rooms_[proof.room].stays.at(home.name());
  check(!stay.seats[proof.seat].taken, "S3", "a seat is given twice", involved);
  check(!stay.seats[proof.seat].resumed, "S3", "a seat is given for a used token", involved);
  take_seat(home, client, proof, joined.seat, joined.partner);
}

void Oracle::on_resumed(const Process& home, ClientId client, const protocol::Resumed& resumed) {
  world_.note("{} resumes #{}'s seat in {}", home.name().value, client.value,
              resumed.room.substr(0, 8));
  const std::vector<std::string> involved{link_name(client), resumed.room.substr(0, 8)};
  const Ask* const ask = answered_by(client, resumed.room, resumed.role);
  check(ask && ask->proof->home == home.name(), "S3",
        "a seat is resumed that the secret does not name", involved);
  if (!ask) return;
  const Proof& proof = *ask->proof;
  check(!ask->left, "S1", "a visitor gets a seat in a room that it has left", involved);
  const auto& stays = rooms_[proof.room].stays;
  const auto stay = stays.find(home.name());
  check(stay != stays.end(), "S5", "a seat is resumed in a room that is over", involved);
  if (stay == stays.end()) return;
  check_lives_here(home, proof.room, ask->received_at);
  const SeatFact& seat = stay->second.seats[proof.seat];
  check(seat.secret == ask->text, "S3", "a seat is resumed with a used secret", involved);
  if (seat.taken) seated_.erase(seat.client);
  spent_.push_back({ask->text, proof.room});
  const bool hidden = seat.hidden;  // the home remembers that
  take_seat(home, client, proof, resumed.seat, resumed.partner);
  SeatFact& kept = rooms_[proof.room].stays.at(home.name()).seats[proof.seat];
  kept.hidden = hidden;
  kept.resumed = true;
}

void Oracle::open_stay(const Process& home, const Proof& proof) {
  RoomFact& room = rooms_[proof.room];
  const bool ended_here = room.ended_by.contains({home.name(), home.incarnation()});
  check(!ended_here && !room.answered_closed.contains(home.name()), "S5",
        "a closed room opens again", {brief(proof.room)});
  // A home's token proves that both members joined.
  const bool both_joined = !proof.expires;
  room.stays[home.name()] = {
      .seats = {},
      .both_joined = both_joined,
      .unpaired_since = world_.now(),
      .unpaired_most = both_joined ? micros(signalling::kResumeGrace) : kHandOff};
  open_rooms_.insert(proof.room);
}

void Oracle::take_seat(const Process& home, ClientId client, const Proof& proof,
                       const std::string& secret, PartnerState partner) {
  RoomFact& room = rooms_[proof.room];
  Stay& stay = room.stays.at(home.name());
  stay.seats[proof.seat] = {.client = client, .taken = true, .secret = secret};
  seated_[client] = {proof.room, home.name()};
  proofs_.emplace(secret, Proof{proof.room, proof.seat, home.name(), std::nullopt});
  const std::vector<std::string> involved{link_name(client), brief(proof.room)};
  check((partner == PartnerState::kPresent) == stay.two_sided(), "S4",
        "a joiner gets the wrong state of its partner", involved);
  if (!stay.two_sided()) return;
  if (!std::exchange(stay.both_joined, true)) ++meetings_;
  stay.unpaired_most = 0;
  check(room.members[0].ticket != room.members[1].ticket, "S2", "one ticket holds both seats",
        involved);
  check(room.abandoned.empty(), "S6", "an abandoned room holds both members", involved);
}

void Oracle::on_seat_dropped(ClientId client) {
  Stay* const stay = stay_of(client);
  if (!stay || !stay->both_joined) return;  // the home ends the room at once and notifies both
  SeatFact& seat = stay->seats[seat_of(*stay, client)];
  const auto grace = seat.hidden ? signalling::kHiddenGrace : signalling::kResumeGrace;
  seat.taken = false;
  seated_.erase(client);
  stay->unpaired_since = world_.now();
  stay->unpaired_most = std::max(stay->unpaired_most, micros(grace));
}

void Oracle::on_chat(ClientId client, const protocol::ChatReceived& chat) {
  ++chats_;
  Stay* const stay = stay_of(client);
  const auto text = ChatText::parse(chat.text);
  const std::vector<std::string> involved{link_name(client), chat.room.substr(0, 8)};
  check(stay && room_of(client).text() == chat.room, "S4", "a chat of another room arrives",
        involved);
  if (!stay) return;
  const std::size_t own = seat_of(*stay, client);
  const SeatFact& sender = stay->seats[1 - own];
  const VisitorId partner = rooms_.at(room_of(client)).members[1 - own].visitor;
  check(text && (text->sender == who(partner) || text->sender == link_name(sender.client)), "S4",
        "a chat arrives that the partner did not send", involved);
  if (!text) return;
  SeatFact& seat = stay->seats[own];
  // An intruder with a stolen token may send from a seat that is away, with its own numbers.
  if (std::exchange(seat.last_sender, text->sender) != text->sender) seat.last_number = 0;
  check((seat.last_sequence < 0 || chat.sequence == seat.last_sequence + 1) &&
            text->number > seat.last_number,
        "S4", "chats arrive out of order or twice", involved);
  seat.last_sequence = chat.sequence;
  seat.last_number = text->number;
}

void Oracle::on_relayed(const Process& home, ClientId client,
                        const protocol::RoomServerMessage& message) {
  check_recipient(home, client);
  check(!room_of(client).is_none() && room_of(client).text() == room_named_in(message), "S4",
        "a message of another room is relayed", {link_name(client)});
  if (const auto* chat = std::get_if<protocol::ChatReceived>(&message)) on_chat(client, *chat);
}

void Oracle::on_text_sent(const Process& node, ClientId client, const std::string& text) {
  const auto leaked = ids_.leak(client, text);
  check(!leaked, "S10", fmt::format("{} sends another visitor's id in {}", node.name().value, text),
        {link_name(client)});
}

void Oracle::on_room_closed(const Process& home, RoomId id) {
  world_.note("{} ends {}", home.name().value, brief(id));
  if (request_.room == id || request_.named == id || request_.asked == id) {
    request_.room_ended = true;
  }
  RoomFact& room = rooms_[id];
  room.ended_by.emplace(home.name(), home.incarnation());
  if (room.stays.contains(home.name())) end_stay(id, home.name());
}

void Oracle::end_stay(RoomId id, const NodeName& home) {
  RoomFact& room = rooms_.at(id);
  for (const SeatFact& seat : room.stays.at(home).seats) {
    if (seat.taken) seated_.erase(seat.client);
  }
  room.stays.erase(home);
  if (room.stays.empty()) open_rooms_.erase(id);
}

}  // namespace nexus::simulation
