// Visitors whose room's home is lost: where the room lives on.
// SPDX-License-Identifier: MIT
#include "matching/desk.hpp"

#include <algorithm>

namespace nexus::matching {

using protocol::ErrorCode;

namespace {

/// Often enough that who asks first soon hears that the partner has asked too.
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

void Desk::on_rehome(ClientId id, const protocol::Rehome& rehome) {
  const auto deny = [&](ErrorCode code, std::string_view why) {
    outlet_.send(id, refusal(rehome.room, code, why));
  };
  const auto seat = seats_.read(rehome.seat, clock_.wall());
  if (!seat || RoomId::parse(rehome.room) != seat->room) {
    return deny(ErrorCode::kTokenInvalid, "that is no seat of that room");
  }
  std::vector<Home> others;
  std::copy_if(homes_.begin(), homes_.end(), std::back_inserter(others),
               [&](const Home& home) { return home.node != seat->home.node; });
  // Without another home only the lost one can take the room back, once it has started anew.
  if (others.empty()) {
    return deny(ErrorCode::kUnavailable, "there is no other home");
  }
  const auto chosen = std::min(random_.below(others.size()), random_.below(others.size()));
  store_.settle({.room = seat->room,
                 .from = seat->home,
                 .to = others[static_cast<std::size_t>(chosen)],
                 .to_boot = {},
                 .asker = seat->role},
                [this, id, seat = *seat](auto reply) { on_moved(id, seat, std::move(reply)); });
}

void Desk::on_moved(ClientId id, const credentials::SeatToken& seat,
                    Result<SettleReply, StoreError> reply) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  const auto deny = [&](ErrorCode code, std::string_view why) {
    outlet_.send(id, refusal(seat.room.text(), code, why));
  };
  if (!reply) return deny(ErrorCode::kUnavailable, "the store can not be asked now");
  if (const auto* why = std::get_if<SettleRefusal>(&*reply)) {
    return *why == SettleRefusal::kClosed ? deny(ErrorCode::kRoomClosed, "the room is over")
                                          : deny(ErrorCode::kUnavailable, "the room's home lives");
  }
  const Home& home = std::get<Home>(*reply);
  outlet_.send(id,
               protocol::Rehomed{
                   .room = seat.room.text(),
                   .token = tokens_.issue({.room = seat.room,
                                           .seat = seat.role,
                                           .ticket = seat.ticket,
                                           .home = home.node,
                                           .expires = clock_.wall() + credentials::kRoomTokenLife,
                                           .relay_only = seat.relay_only,
                                           .moved = true,
                                           .visitor = seat.visitor}),
                   .expires_in_ms = std::chrono::milliseconds(credentials::kRoomTokenLife).count(),
                   .home = {.node = home.node.value, .url = home.url},
                   .ice_servers = options_.ice_servers(found->second.visitor)});
}

}  // namespace nexus::matching
