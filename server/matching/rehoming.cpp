// SPDX-License-Identifier: MIT
#include "matching/rehoming.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <variant>

namespace nexus::matching {

using protocol::ErrorCode;

namespace {

/// Short, so that the member that asked first soon learns that the partner has asked too.
constexpr auto kAskAgainAfter = std::chrono::milliseconds(500);

protocol::Error refusal(std::string room, ErrorCode code, std::string_view why) {
  protocol::Error error{.code = code,
                        .message = std::string(why),
                        .of = std::string(protocol::Rehome::kType),
                        .room = std::move(room)};
  if (code == ErrorCode::kUnavailable) error.retry_after_ms = kAskAgainAfter.count();
  return error;
}

}  // namespace

void Rehoming::rehome(VisitorId visitor, const NetworkTags& network, const protocol::Rehome& rehome,
                      Reply reply) {
  const auto seat = credentials_.seats.read(rehome.seat, clock_.wall());
  if (!seat || seat->is_fresh() || RoomId::parse(rehome.room) != seat->room) {
    return reply(refusal(rehome.room, ErrorCode::kTokenInvalid, "that is no seat of that room"));
  }
  // Without another home, only the lost one can take the room, after its restart.
  const auto to = homes_.choose_other(seat->home.node, random_);
  if (!to) {
    return reply(refusal(rehome.room, ErrorCode::kUnavailable, "there is no other home"));
  }
  const Settle wanted{
      .room = seat->room, .from = seat->home, .to = *to, .to_incarnation = {}, .asker = seat->role};
  store_.settle(
      wanted, [this, visitor, network, room = seat->room, reply = std::move(reply)](auto settled) {
        reply(reply_to(visitor, network, room, std::move(settled)));
      });
}

protocol::MatchServerMessage Rehoming::reply_to(VisitorId visitor, const NetworkTags& network,
                                                RoomId of,
                                                Result<SettleReply, StoreError> settled) const {
  const std::string room = of.text();
  if (!settled) return refusal(room, ErrorCode::kUnavailable, "the store can not be asked now");
  if (const auto* why = std::get_if<SettleRefusal>(&*settled)) {
    return *why == SettleRefusal::kClosed
               ? refusal(room, ErrorCode::kRoomClosed, "the room is over")
               : refusal(room, ErrorCode::kUnavailable, "the room's home lives");
  }
  const Home& home = std::get<Home>(*settled);
  return protocol::Rehomed{.room = room,
                           .home = {.node = home.node.value, .url = home.url},
                           .ice_servers = options_.ice_servers(visitor, network)};
}

}  // namespace nexus::matching
