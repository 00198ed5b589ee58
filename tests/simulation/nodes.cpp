// SPDX-License-Identifier: MIT
#include "simulation/nodes.hpp"

#include "base/overloaded.hpp"
#include "protocol/padded_text.hpp"

#include <utility>

namespace nexus::simulation {
namespace {

credentials::Credentials credentials_from(const std::vector<std::string>& secrets) {
  return credentials::Credentials::create(secrets).value();
}

constexpr std::string_view kOurs = "the deployment's secret";
constexpr std::string_view kTheirs = "a secret of another deployment";

template <class Variant>
std::string encode_any(const Variant& message) {
  std::string text;
  std::visit([&](const auto& one) { protocol::encode(one, text); }, message);
  return text;
}

}  // namespace

Secrets make_secrets() {
  const std::string ours(kOurs);
  const std::string theirs(kTheirs);
  return {.ours = credentials_from({ours}),
          .forged = credentials_from({theirs}).seats,
          .leaked = credentials_from({ours, theirs}).seats};
}

MatchingNode::MatchingNode(StoreContext context, Links& links, const Secrets& secrets,
                           NodeName name, std::chrono::milliseconds wall_skew)
    : Process(context.world, links, std::move(name), wall_skew),
      context_(context),
      secrets_(secrets) {}

void MatchingNode::boot() {
  port_ = std::make_unique<StorePort>(context_, *this, [this](const stores::StoreEvent& event) {
    std::visit(Overloaded{[](const GivenUp&) {}, [this](const auto& one) { on_event(one); }},
               event);
  });
  matching::DeskOptions options{.node = name(), .ice_servers = [](VisitorId, const NetworkTags&) {
                                  return std::vector<protocol::IceServer>{};
                                }};
  desk_.emplace(std::move(options), matching::DeskPorts{*port_, *this, admission_, reports_},
                secrets_.ours, clock(), context_.world.dice, Log(LogLevel::kError));
}

void MatchingNode::die() {
  context_.oracle.on_crash(*this);
  desk_.reset();
  port_.reset();
  taken_.clear();
}

void MatchingNode::lose_store_connection() {
  receive([this] { port_->drop_connection(); });
}

void MatchingNode::socket_received(ClientId client, const std::string& text) {
  context_.oracle.begin_request(*this, client);
  desk_->receive(client, decoder_.decode_match_client(protocol::PaddedText(text)));
  context_.oracle.end_request();
}

void MatchingNode::send(ClientId client, const protocol::MatchServerMessage& message) {
  context_.oracle.on_match_sent(*this, client, message);
  if (const auto* matched = std::get_if<protocol::Matched>(&message)) {
    if (const auto token = secrets_.ours.seats.read(matched->seat, clock().wall())) {
      taken_[token->ticket] = {client, token->room, matched->find};
    }
  }
  std::string text = encode_any(message);
  if (context_.mutant == Mutant::kBareEncounter &&
      std::holds_alternative<protocol::Matched>(message)) {
    text = encode_any(with_bare_encounter(std::get<protocol::Matched>(message)));
  }
  context_.oracle.on_text_sent(*this, client, text);
  links_.send(client.value, End::kServer, std::move(text));
}

/// The mutant's message: its encounter token is readable.
protocol::MatchServerMessage MatchingNode::with_bare_encounter(protocol::Matched matched) const {
  const auto partner = partners_.find(matched.room);
  if (partner != partners_.end()) matched.encounter = partner->second.text();
  return matched;
}

void MatchingNode::hang_up(ClientId client, protocol::CloseCode code) {
  hang_up_link(client.value, static_cast<std::uint16_t>(code));
}

void MatchingNode::on_event(matching::OutboxEvent event) {
  if (auto* proposal = std::get_if<matching::Proposal>(&event)) {
    if (context_.mutant == Mutant::kBareEncounter) {
      partners_[proposal->room.text()] = proposal->partner;
    }
    if (context_.mutant == Mutant::kStaleAnswer) std::swap(proposal->partner_sdp, stale_answer_);
    context_.world.note("{} receives {} for {}", name().value, brief(proposal->room),
                        brief(proposal->ticket));
    if (misbehave(*proposal)) return;
  } else {
    const auto& release = std::get<matching::Release>(event);
    context_.world.note("{} receives that {} failed for {}", name().value, brief(release.room),
                        brief(release.ticket));
    if (context_.mutant == Mutant::kNoRelease) return;
  }
  desk_->deliver(std::move(event));
}

bool MatchingNode::misbehave(const matching::Proposal& proposal) {
  const auto found = taken_.find(proposal.ticket);
  if (found == taken_.end()) return false;
  const Taken& taken = found->second;
  const bool same_room = taken.room == proposal.room;
  if (context_.mutant == Mutant::kNoIdempotence && same_room) {
    port_->abandon(proposal.ticket, proposal.room, [](auto) {});
    return true;
  }
  if (context_.mutant != Mutant::kNoCommitGuard || same_room) return false;
  port_->commit(proposal.ticket, proposal.room, [](auto) {});
  send(taken.client,
       protocol::Matched{
           .find = taken.find,
           .room = proposal.room.text(),
           .role = proposal.role,
           .seat = secrets_.ours.seats.issue({.room = proposal.room,
                                              .role = proposal.role,
                                              .ticket = proposal.ticket,
                                              .visitor = {},
                                              .home = {proposal.home.node, IncarnationId{}},
                                              .secret = {},
                                              .issued = clock().wall()}),
           .expires_in_ms = 30'000,
           .home = {.node = proposal.home.node.value, .url = proposal.home.url}});
  return true;
}

SignallingNode::SignallingNode(StoreContext context, Links& links, const Secrets& secrets,
                               NodeName name, std::chrono::milliseconds wall_skew)
    : Process(context.world, links, std::move(name), wall_skew),
      context_(context),
      secrets_(secrets) {}

void SignallingNode::boot() {
  port_ = std::make_unique<StorePort>(context_, *this, [this](const stores::StoreEvent& event) {
    if (const auto* given_up = std::get_if<GivenUp>(&event)) on_given_up(*given_up);
  });
  open_rooms_afresh();
}

void SignallingNode::on_given_up(const GivenUp& member) {
  context_.world.note("{} receives that {} will not come to {}", name().value, brief(member.ticket),
                      brief(member.room));
  rooms_->give_up(member);
}

void SignallingNode::open_rooms_afresh() {
  const bool leaked = context_.mutant == Mutant::kLeakedKey;
  signalling::RoomsOptions options{.node = name(), .url = "wss://" + name().value};
  if (context_.mutant == Mutant::kEndlessGrace) options.resume_grace = std::chrono::hours(1);
  rooms_.emplace(std::move(options), signalling::RoomsPorts{*port_, *this, admission_},
                 leaked ? secrets_.leaked : secrets_.ours.seats, clock(), context_.world.dice,
                 Log(LogLevel::kError));
}

void SignallingNode::die() {
  context_.oracle.on_crash(*this);
  rooms_.reset();
  port_.reset();
}

void SignallingNode::lose_store_connection() {
  receive([this] { port_->drop_connection(); });
}

void SignallingNode::tick() {
  if (context_.mutant == Mutant::kNoDeadline) {
    // Does all that a tick does, without ending abandoned rooms.
    if (context_.world.now() - announced_ < micros(signalling::kHomeAnnouncePeriod)) return;
    announced_ = context_.world.now();
    return port_->announce(
        {name(), "wss://" + name().value, rooms_->open_rooms(), IncarnationId{}});
  }
  rooms_->tick();
  if (context_.mutant == Mutant::kNoTombstone && rooms_->open_rooms() == 0) {
    open_rooms_afresh();
    forgetful_ = true;
    for (const LinkId link : sockets()) rooms_->open({link});
  }
}

void SignallingNode::socket_received(ClientId client, const std::string& text) {
  auto message = decoder_.decode_room_client(protocol::PaddedText(text));
  context_.oracle.begin_request(*this, client);
  if (message) context_.oracle.on_room_received(*this, client, *message);
  if (message && context_.mutant == Mutant::kReplayTwice) {
    auto* const join = std::get_if<protocol::Join>(&*message);
    if (join != nullptr && join->received.value_or(0) > 0) --*join->received;
  }
  rooms_->receive(client, text, std::move(message));
  context_.oracle.end_request();
}

void SignallingNode::socket_closed(ClientId client, std::uint16_t code) {
  context_.oracle.begin_request(*this, client);
  const bool dropped = may_return(code);
  if (dropped) context_.oracle.on_seat_dropped(client);
  rooms_->close(client, dropped ? signalling::Ending::kDropped : signalling::Ending::kLeft);
  context_.oracle.end_request();
}

void SignallingNode::send(ClientId client, const protocol::RoomServerMessage& message) {
  deliver(client, message);
  if (!std::holds_alternative<protocol::ChatReceived>(message)) return;
  if (context_.mutant == Mutant::kDuplicateChat && context_.world.dice.chance(0.02)) {
    deliver(client, message);
  }
  if (context_.mutant == Mutant::kMisroute && context_.world.dice.chance(0.05)) {
    const auto other = sockets().upper_bound(client.value);
    if (other != sockets().end()) deliver({*other}, message);
  }
}

void SignallingNode::deliver(ClientId client, const protocol::RoomServerMessage& message) {
  context_.oracle.on_room_sent(*this, client, message);
  std::string encoded = encode_any(message);
  context_.oracle.on_text_sent(*this, client, encoded);
  links_.send(client.value, End::kServer, std::move(encoded));
}

void SignallingNode::relay(ClientId client, std::string_view text) {
  const auto message = decoder_.decode_room_server(protocol::PaddedText(text));
  if (message) context_.oracle.on_relayed(*this, client, *message);
  context_.oracle.on_text_sent(*this, client, std::string(text));
  links_.send(client.value, End::kServer, std::string(text));
}

void SignallingNode::hang_up(ClientId client, protocol::CloseCode code) {
  if (forgetful_ && code == protocol::CloseCode::kHelloTimeout) return;
  hang_up_link(client.value, static_cast<std::uint16_t>(code));
}

}  // namespace nexus::simulation
