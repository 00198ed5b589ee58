// Safety: what must hold at every step.
// SPDX-License-Identifier: MIT
#include "simulation/oracle.hpp"

#include "base/overloaded.hpp"

#include <algorithm>
#include <charconv>

namespace nexus::simulation {
namespace {

bool contains(const auto& range, const auto& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

std::string link_name(ClientId client) { return fmt::format("#{}", client.value); }

}  // namespace

std::string ChatText::text() const { return fmt::format("{} {}", sender, number); }

std::optional<ChatText> ChatText::parse(const std::string& text) {
  ChatText chat;
  const char* end = text.data() + text.size();
  const auto [blank, bad_sender] = std::from_chars(text.data(), end, chat.sender);
  if (bad_sender != std::errc{} || blank == end) return std::nullopt;
  const auto [rest, bad_number] = std::from_chars(blank + 1, end, chat.number);
  if (bad_number != std::errc{} || rest != end) return std::nullopt;
  return chat;
}

void Oracle::check(bool holds, std::string_view invariant, const std::string& what,
                   std::vector<std::string> involved) {
  if (!holds) world_.violate(std::string(invariant), what, std::move(involved));
}

std::string Oracle::who(VisitorId visitor) const {
  for (const Watched& watched : subjects_) {
    if (watched.subject->visitor() == visitor) return watched.subject->name();
  }
  return brief(visitor);
}

void Oracle::on_find(const Process& desk, const matching::Ticket& ticket) {
  const auto [found, is_new] = tickets_.try_emplace(ticket.id);
  TicketFact& fact = found->second;
  world_.note("{} asks for {} of {}{}", desk.name().value, brief(ticket.id), who(ticket.visitor),
              is_new ? "" : " again");
  check(is_new || (fact.visitor == ticket.visitor && fact.incarnation == desk.incarnation() &&
                   fact.desk == desk.name() && fact.dead_since < 0),
        "S1", "a ticket is used twice", {brief(ticket.id)});
  fact = {.visitor = ticket.visitor,
          .desk = desk.name(),
          .incarnation = desk.incarnation(),
          .plan = ticket.plan,
          .room = {}};
  live_.insert(ticket.id);
}

void Oracle::on_withdraw(const Process& desk, TicketId ticket) {
  world_.note("{} withdraws {}", desk.name().value, brief(ticket));
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return;  // it never got as far as the store
  TicketFact& fact = found->second;
  if (fact.dead_since < 0) fact.dead_since = world_.now();
  live_.erase(ticket);
  dead_.insert(ticket);
}

void Oracle::on_commit(const Process& desk, TicketId ticket, RoomId room) {
  world_.note("{} commits {} to {}", desk.name().value, brief(ticket), brief(room));
  TicketFact& fact = tickets_.at(ticket);
  check(fact.room.is_none() || fact.room == room, "S1", "a ticket is committed to two rooms",
        {brief(ticket), brief(room), brief(fact.room)});
  check(!rooms_[room].abandoned.contains(ticket), "S6", "a room is taken that was abandoned",
        {brief(ticket), brief(room)});
  fact.room = room;
  if (fact.dead_since < 0) fact.dead_since = world_.now();
  live_.erase(ticket);
  dead_.insert(ticket);
}

void Oracle::on_abandon(const Process& desk, TicketId ticket, RoomId room) {
  world_.note("{} abandons {} for {}", desk.name().value, brief(room), brief(ticket));
  const auto found = tickets_.find(ticket);
  // A desk may have forgotten that it took the room: then it is the store that must know.
  if (found != tickets_.end() && found->second.room == room) return;
  RoomFact& fact = rooms_[room];
  fact.abandoned.insert(ticket);
  owe_release(room, fact);
}

void Oracle::on_room_abandoned(TicketId ticket, RoomId room) {
  // Unless the commit never got there: then the visitors hear that their match fell through.
  check(!server_.has_commit(ticket, room), "S6", "a room is abandoned for a ticket that took it",
        {brief(ticket), brief(room)});
}

void Oracle::begin_hearing(const Process& node, ClientId client) {
  const auto seat = seated_.find(client);
  hearing_ = {.node = &node, .client = client, .room = {}};
  if (seat != seated_.end()) hearing_.room = seat->second;
}

void Oracle::end_hearing() {
  check(!hearing_.refused || !hearing_.told_others || hearing_.room_ended, "S7",
        "a refused request reached another visitor", {link_name(hearing_.client)});
  hearing_ = {};
}

void Oracle::check_recipient(const Process& node, ClientId client) {
  if (!hearing_.node || client == hearing_.client) return;
  hearing_.told_others = true;
  const auto seat = seated_.find(client);
  const RoomId theirs = seat == seated_.end() ? RoomId{} : seat->second;
  const auto own = seated_.find(hearing_.client);
  const RoomId ours = own == seated_.end() ? RoomId{} : own->second;
  check(!theirs.is_none() && (theirs == ours || theirs == hearing_.room), "S7",
        fmt::format("{} speaks to somebody whom it does not concern", node.name().value),
        {link_name(client), link_name(hearing_.client)});
}

void Oracle::on_match_said(const Process& desk, ClientId client,
                           const protocol::MatchServerMessage& message) {
  check(!hearing_.node || hearing_.client == client, "S7",
        "a desk answers somebody else than who asked", {link_name(client)});
  if (const auto* welcome = std::get_if<protocol::Welcome>(&message)) {
    visitors_[client] = VisitorId::parse(welcome->visitor).value();
  } else if (const auto* matched = std::get_if<protocol::Matched>(&message)) {
    on_matched(desk, client, *matched);
  }
}

void Oracle::on_matched(const Process& desk, ClientId client, const protocol::Matched& matched) {
  ++matches_;
  const auto token = tokens_.read(matched.token, desk.clock().wall());
  check(token.has_value(), "S3", "a desk gives out a token that is not genuine", {});
  if (!token) return;
  const std::vector<std::string> involved{link_name(client), brief(token->ticket),
                                          brief(token->room)};
  world_.note("{} matches #{} by {} for {}", desk.name().value, client.value, brief(token->ticket),
              brief(token->room));
  const auto known = tickets_.find(token->ticket);
  check(known != tickets_.end() && known->second.visitor == visitors_[client], "S1",
        "a match goes to another visitor than its ticket's", involved);
  if (known == tickets_.end()) return;
  check(known->second.room.is_none() || known->second.room == token->room, "S1",
        "a ticket is matched with two rooms", involved);

  RoomFact& room = rooms_[token->room];
  const std::size_t own = token->seat == credentials::Seat::kInitiator ? 0 : 1;
  SeatFact& seat = room.seats[own];
  const SeatFact& other = room.seats[1 - own];
  const bool is_initiator = matched.role == protocol::Role::kInitiator;
  check(is_initiator == (own == 0), "S2", "the role and the token disagree", involved);
  check(seat.ticket.is_none() || seat.ticket == token->ticket, "S2",
        "two tickets for the same seat", involved);
  check(!room.abandoned.contains(token->ticket), "S6", "a room is told that was abandoned",
        involved);
  seat.ticket = token->ticket;
  seat.visitor = known->second.visitor;
  if (!other.ticket.is_none()) {
    check(other.ticket != seat.ticket && other.visitor != seat.visitor, "S2",
          "both seats of a room belong to one visitor", involved);
    const auto& avoid = known->second.plan.avoid;
    const auto& avoided = tickets_.at(other.ticket).plan.avoid;
    check(!contains(avoid, other.visitor) && !contains(avoided, seat.visitor), "S2",
          "visitors meet who must not", involved);
    const auto mode_of = [&](VisitorId visitor) -> std::optional<protocol::Mode> {
      for (const Watched& one : subjects_) {
        if (one.subject->visitor() == visitor) return one.subject->mode();
      }
      return std::nullopt;
    };
    const auto own_mode = mode_of(seat.visitor);
    const auto other_mode = mode_of(other.visitor);
    check(!own_mode || !other_mode || *own_mode == *other_mode, "S2",
          "visitors of different modes meet", involved);
  }
  tokens_issued_.emplace(matched.token, *token);
  if (!room.abandoned.empty()) owe_release(token->room, room);
}

void Oracle::on_join_heard(const Process& home, ClientId client, const std::string& token) {
  std::deque<JoinFact>& joins = joins_[client];
  joins.push_back({.token = token, .at = home.clock().wall()});
  if (joins.size() > 8) joins.pop_front();
}

void Oracle::on_leave_heard(ClientId client, const std::string& room) {
  for (JoinFact& join : joins_[client]) {
    const auto known = tokens_issued_.find(join.token);
    if (known != tokens_issued_.end() && known->second.room.text() == room) join.left = true;
  }
}

Oracle::RoomFact* Oracle::room_of(ClientId client) {
  const auto seat = seated_.find(client);
  return seat == seated_.end() ? nullptr : &rooms_.at(seat->second);
}

std::size_t Oracle::seat_of(const RoomFact& room, ClientId client) const {
  return room.seats[0].taken && room.seats[0].client == client ? 0 : 1;
}

void Oracle::on_room_said(const Process& home, ClientId client,
                          const protocol::RoomServerMessage& message) {
  check_recipient(home, client);
  std::visit(Overloaded{
                 [&](const protocol::Joined& joined) { on_joined(home, client, joined); },
                 [&](const protocol::PartnerJoined& joined) {
                   const RoomFact* room = room_of(client);
                   check(room && room->two_sided() && seated_.at(client).text() == joined.room,
                         "S4", "partner_joined without a partner", {link_name(client)});
                 },
                 [&](const protocol::PartnerLeft& left) {
                   const RoomFact* room = room_of(client);
                   check(room && seated_.at(client).text() == left.room, "S4",
                         "partner_left of another room", {link_name(client)});
                 },
                 [&](const protocol::ChatReceived& chat) { on_chat(client, chat); },
                 [&](const protocol::Error&) {
                   if (hearing_.node && hearing_.client == client) hearing_.refused = true;
                 },
                 [](const auto&) {},
             },
             message);
}

void Oracle::on_joined(const Process& home, ClientId client, const protocol::Joined& joined) {
  world_.note("{} seats #{} in {}", home.name().value, client.value, joined.room.substr(0, 8));
  const std::vector<std::string> involved{link_name(client), joined.room.substr(0, 8)};
  // A join may be refused while an earlier one is under way: look for the one that this answers.
  const std::deque<JoinFact>& joins = joins_[client];
  const auto names_it = [&](const JoinFact& join) {
    const auto known = tokens_issued_.find(join.token);
    return known != tokens_issued_.end() && known->second.room.text() == joined.room;
  };
  const auto heard = std::find_if(joins.rbegin(), joins.rend(), names_it);
  check(heard != joins.rend(), "S3", "a seat is given for a token that nobody issued", involved);
  if (heard == joins.rend()) return;
  check(!heard->left, "S1", "a visitor is seated in a room that it has left", involved);
  const auto issued = tokens_issued_.find(heard->token);
  const credentials::RoomToken& token = issued->second;
  spent_.push_back({heard->token, token.room});
  RoomFact& room = rooms_[token.room];
  const std::size_t own = token.seat == credentials::Seat::kInitiator ? 0 : 1;
  SeatFact& seat = room.seats[own];
  check(token.room.text() == joined.room && token.home == home.name() &&
            (joined.role == protocol::Role::kInitiator) == (own == 0),
        "S3", "a seat is given that the token does not name", involved);
  check(heard->at <= token.expires + credentials::kClockSkewMax, "S3",
        "a seat is given for an expired token", involved);
  check(!seat.taken, "S3", "a seat is given twice", involved);
  if (room.closed) {
    const auto record = server_.pool().lookup(token.room);
    check(room.incarnation != home.incarnation() && (!record || record->open), "S5",
          "a closed room opens again", involved);
  }
  if (!room.opened) open_rooms_.insert(token.room);
  room.home = &home;
  room.incarnation = home.incarnation();
  room.opened = true;
  room.closed = false;
  open_rooms_.insert(token.room);
  seat = {.ticket = token.ticket, .visitor = seat.visitor, .client = client, .taken = true};
  seated_[client] = token.room;
  const bool present = joined.partner == protocol::PartnerState::kPresent;
  check(present == room.two_sided(), "S4", "a joiner is told wrong about its partner", involved);
  room.alone_since = world_.now();
  if (!room.two_sided()) return;
  ++meetings_;
  check(room.seats[0].ticket != room.seats[1].ticket, "S2", "one ticket holds both seats",
        involved);
  check(room.abandoned.empty(), "S6", "an abandoned room holds both members", involved);
}

void Oracle::on_chat(ClientId client, const protocol::ChatReceived& chat) {
  ++chats_;
  RoomFact* room = room_of(client);
  const auto text = ChatText::parse(chat.text);
  const std::vector<std::string> involved{link_name(client), chat.room.substr(0, 8)};
  check(room && seated_.at(client).text() == chat.room, "S4", "a chat of another room arrives",
        involved);
  if (!room) return;
  SeatFact& sender = room->seats[1 - seat_of(*room, client)];
  check(text && sender.taken && sender.client.value == text->sender, "S4",
        "a chat arrives that the partner did not send", involved);
  if (!text) return;
  check(chat.sequence == sender.last_sequence + 1 && text->number > sender.last_number, "S4",
        "chats arrive out of order or twice", involved);
  sender.last_sequence = chat.sequence;
  sender.last_number = text->number;
}

void Oracle::on_relayed(const Process& home, ClientId client, const std::string& room) {
  check_recipient(home, client);
  const auto seat = seated_.find(client);
  check(seat != seated_.end() && seat->second.text() == room, "S4",
        "something of another room is relayed", {link_name(client)});
}

void Oracle::on_room_closed(const Process& home, RoomId id) {
  world_.note("{} ends {}", home.name().value, brief(id));
  RoomFact& room = rooms_[id];
  if (hearing_.room == id) hearing_.room_ended = true;
  room.closed = true;
  for (SeatFact& seat : room.seats) {
    if (std::exchange(seat.taken, false)) seated_.erase(seat.client);
  }
  open_rooms_.erase(id);
}

void Oracle::on_crash(const Process& node) {
  for (const TicketId id : std::set(live_)) {
    TicketFact& fact = tickets_.at(id);
    if (fact.desk != node.name()) continue;
    fact.dead_since = world_.now();
    live_.erase(id);
    dead_.insert(id);
  }
  for (const RoomId id : std::set(open_rooms_)) {
    RoomFact& room = rooms_.at(id);
    if (room.home != &node) continue;
    for (SeatFact& seat : room.seats) {
      if (std::exchange(seat.taken, false)) seated_.erase(seat.client);
    }
    open_rooms_.erase(id);
  }
}

}  // namespace nexus::simulation
