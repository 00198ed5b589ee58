// Safety: invariants that must hold at every step.
// SPDX-License-Identifier: MIT
#include "simulation/oracle.hpp"

#include <algorithm>

namespace nexus::simulation {
namespace {

bool contains(const auto& range, const auto& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

}  // namespace

std::string pre_generated(std::string_view type, std::string_view visitor, std::int64_t find) {
  return fmt::format("{} {} {}", type, visitor, find);
}

void Oracle::check(bool holds, std::string_view invariant, const std::string& what,
                   std::vector<std::string> involved) {
  if (!holds) world_.violate(std::string(invariant), what, std::move(involved));
}

std::string Oracle::who(VisitorId visitor) const {
  const auto known = names_.find(visitor);
  if (known != names_.end()) return known->second;
  for (const Watched& watched : subjects_) {
    if (watched.subject->visitor() == visitor) {
      return names_.emplace(visitor, watched.subject->name()).first->second;
    }
  }
  return brief(visitor);
}

bool Oracle::avoids(const TicketFact& one, const TicketFact& other) {
  return contains(one.plan.avoid, other.visitor) ||
         contains(one.plan.avoid_networks, other.network);
}

void Oracle::on_find(const Process& desk, const matching::Ticket& ticket) {
  const auto [found, is_new] = tickets_.try_emplace(ticket.id);
  TicketFact& fact = found->second;
  world_.note("{} sends a find for {} of {}{}", desk.name().value, brief(ticket.id),
              who(ticket.visitor), is_new ? "" : " again");
  check(is_new || (fact.visitor == ticket.visitor && fact.incarnation == desk.incarnation() &&
                   fact.desk == desk.name() && fact.dead_since < 0),
        "S1", "a ticket is used twice", {brief(ticket.id)});
  check(ticket.answer.empty() || answers_.insert(ticket.answer).second, "S4",
        "an answer is sent to the store a second time", {brief(ticket.id)});
  fact = {.visitor = ticket.visitor,
          .network = ticket.network,
          .desk = desk.name(),
          .incarnation = desk.incarnation(),
          .plan = ticket.plan,
          .room = {}};
  live_.insert(ticket.id);
}

void Oracle::on_withdraw(const Process& desk, TicketId ticket) {
  world_.note("{} withdraws {}", desk.name().value, brief(ticket));
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return;  // it never reached the store
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
  check(!rooms_[room].abandoned.contains(ticket), "S6", "an abandoned room is committed to",
        {brief(ticket), brief(room)});
  fact.room = room;
  if (fact.dead_since < 0) fact.dead_since = world_.now();
  live_.erase(ticket);
  dead_.insert(ticket);
}

void Oracle::on_abandon(const Process& desk, TicketId ticket, RoomId room) {
  world_.note("{} abandons {} for {}", desk.name().value, brief(room), brief(ticket));
  const auto found = tickets_.find(ticket);
  // A desk may have forgotten its commit: then the store must know it.
  if (found != tickets_.end() && found->second.room == room) return;
  RoomFact& fact = rooms_[room];
  fact.abandoned.insert(ticket);
  owe_release(room, fact);
}

void Oracle::on_room_abandoned(TicketId ticket, RoomId room) {
  // If the commit never arrived, the visitors are notified that their match failed.
  check(!server_.has_commit(ticket, room), "S6",
        "a room is abandoned for a ticket that committed to it", {brief(ticket), brief(room)});
}

void Oracle::begin_request(const Process& node, ClientId client) {
  const auto asks = asks_.find(client);
  const bool asked = asks != asks_.end() && !asks->second.empty();
  const Proof* const proof = asked ? asks->second.back().proof : nullptr;
  request_ = {.node = &node,
              .client = client,
              .room = room_of(client),
              .named = {},
              .asked = proof ? proof->room : RoomId{}};
}

void Oracle::end_request() {
  check(!request_.refused || !request_.reached_others || request_.room_ended, "S7",
        "a refused request reached another visitor", {link_name(request_.client)});
  request_ = {};
}

void Oracle::check_recipient(const Process& node, ClientId client) {
  if (!request_.node || client == request_.client) return;
  request_.reached_others = true;
  const RoomId theirs = room_of(client);
  check(!theirs.is_none() && (theirs == room_of(request_.client) || theirs == request_.room ||
                              theirs == request_.named || theirs == request_.asked),
        "S7",
        fmt::format("{} sends a message to a visitor whom it does not concern", node.name().value),
        {link_name(client), link_name(request_.client)});
}

void Oracle::on_match_sent(const Process& desk, ClientId client,
                           const protocol::MatchServerMessage& message) {
  check(!request_.node || request_.client == client, "S7",
        "a desk answers another visitor than the one who asked", {link_name(client)});
  if (const auto* welcome = std::get_if<protocol::Welcome>(&message)) {
    visitors_[client] = VisitorId::parse(welcome->visitor).value();
    ids_.prove(client, visitors_[client]);
  } else if (const auto* matched = std::get_if<protocol::Matched>(&message)) {
    on_matched(desk, client, *matched);
  } else if (const auto* rehomed = std::get_if<protocol::Rehomed>(&message)) {
    on_rehomed(desk, client, *rehomed);
  }
}

void Oracle::on_matched(const Process& desk, ClientId client, const protocol::Matched& matched) {
  ++matches_;
  const auto token = tokens_.read(matched.seat, desk.clock().wall());
  check(token.has_value() && token->is_fresh(), "S3", "a desk issues a token that is not genuine",
        {});
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
  const std::size_t own = static_cast<std::size_t>(token->role);
  RoomFact::Member& seat = room.members[own];
  const RoomFact::Member& other = room.members[1 - own];
  const bool is_initiator = matched.role == protocol::Role::kInitiator;
  check(is_initiator == (own == 0), "S2", "the role and the token disagree", involved);
  check(seat.ticket.is_none() || seat.ticket == token->ticket, "S2",
        "two tickets for the same seat", involved);
  check(!room.abandoned.contains(token->ticket), "S6", "a match names an abandoned room", involved);
  seat.ticket = token->ticket;
  seat.visitor = known->second.visitor;
  seat.find = matched.find;
  seat.partner_description = (is_initiator ? matched.answer : matched.offer).value_or("");
  seat.again = matched.again.value_or("");
  check(!(is_initiator ? matched.offer : matched.answer), "S4",
        "an initiator gets an offer, or a responder an answer", involved);
  if (!other.ticket.is_none()) {
    check(other.ticket != seat.ticket && other.visitor != seat.visitor, "S2",
          "both seats of a room belong to one visitor", involved);
    const TicketFact& partner = tickets_.at(other.ticket);
    check(!avoids(known->second, partner) && !avoids(partner, known->second), "S2",
          "visitors match who must avoid each other", involved);
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
    check_pre_generated(room);
    check_reunion(room, involved);
  }
  proofs_.emplace(matched.seat, Proof{token->room, own, token->home.node,
                                      token->issued + credentials::kFreshTokenLife});
  if (!room.abandoned.empty()) owe_release(token->room, room);
}

/// Called once both members are matched: both learn that they have met, or neither, and they have.
void Oracle::check_reunion(const RoomFact& room, const std::vector<std::string>& involved) {
  const auto& [one, other] = room.members;
  check(one.again == other.again, "S2", "a reunion is told to one side", involved);
  if (one.again.empty()) return;
  const auto former = rooms_.find(RoomId::parse(one.again).value_or(RoomId{}));
  const auto was_in = [&](VisitorId visitor) {
    return former != rooms_.end() && (former->second.members[0].visitor == visitor ||
                                      former->second.members[1].visitor == visitor);
  };
  check(was_in(one.visitor) && was_in(other.visitor), "S2",
        "a reunion names a room in which the two did not meet", involved);
}

/// Called once both members are matched.
void Oracle::check_pre_generated(const RoomFact& room) {
  for (const std::size_t side : {0U, 1U}) {
    const std::string& description = room.members[side].partner_description;
    const RoomFact::Member& partner = room.members[1 - side];
    const std::string_view type = side == 0 ? "answer" : "offer";
    check(description.empty() ||
              description == pre_generated(type, who(partner.visitor), partner.find),
          "S4", "a pre-generated description is not the partner's, or not of this search",
          {brief(room.members[side].ticket), brief(partner.ticket)});
  }
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
    if (rooms_.at(id).stays.contains(node.name())) end_stay(id, node.name());
  }
}

}  // namespace nexus::simulation
