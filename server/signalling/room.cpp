// SPDX-License-Identifier: MIT
#include "signalling/room.hpp"

namespace nexus::signalling {

using protocol::LeftReason;
using protocol::PartnerState;

PartnerState Seat::as_partner() const {
  switch (state) {
    case State::kFree:
      return PartnerState::kAwaited;
    case State::kTaken:
      return PartnerState::kPresent;
    case State::kAway:
      return PartnerState::kAway;
  }
  return PartnerState::kAwaited;
}

RoomEnd Room::left_by(Role role, LeftReason reason) const {
  const Seat& partner = seats[partner_of(role)];
  if (partner.came() || partner.ticket.is_none()) return {reason};
  return {reason, {.tickets = {partner.ticket}}};
}

RoomEnd Room::banned(Role role) const {
  if (seats[role].came()) return {LeftReason::kDisconnected};
  const Seat& partner = seats[partner_of(role)];
  if (partner.ticket.is_none()) return {LeftReason::kNoShow};
  return {LeftReason::kNoShow, {.tickets = {partner.ticket}}};
}

RoomEnd Room::no_show() const {
  RoomEnd end{LeftReason::kNoShow, {.no_show = true}};
  for (const Seat& seat : seats.values) {
    if (seat.came()) end.stranded.tickets.push_back(seat.ticket);
  }
  return end;
}

}  // namespace nexus::signalling
