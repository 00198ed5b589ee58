// SPDX-License-Identifier: MIT
#include "signalling/sockets.hpp"

namespace nexus::signalling {

void Sockets::open(ClientId client) {
  sockets_.open(client);
  first_joins_due_.add(clock_.monotonic() + kFirstJoinTimeout, client);
}

std::optional<SeatRef> Sockets::seat_of(ClientId client) {
  const Socket* const socket = sockets_.find(client);
  if (socket == nullptr) return std::nullopt;
  const Room* const room = rooms_.find(socket->seat.room);
  if (room == nullptr) return std::nullopt;
  const Seat& seat = room->seats[socket->seat.role];
  if (!seat.is_taken() || seat.client != client) return std::nullopt;
  return socket->seat;
}

void Sockets::count_refusal(ClientId client) {
  if (++sockets_.find(client)->refusals < kRefusalsMax) return;
  outlet_.hang_up(client, protocol::CloseCode::kBadRequest);
}

void Sockets::for_each(const std::function<void(ClientId)>& visit) {
  sockets_.for_each([&](ClientId client, const Socket&) { visit(client); });
}

void Sockets::tick() {
  const MonotonicTime now = clock_.monotonic();
  const auto is_over = [this](ClientId client) {
    const Socket* const socket = sockets_.find(client);
    return socket == nullptr || socket->proven;
  };
  while (const auto client = first_joins_due_.take_due(now, is_over)) {
    outlet_.hang_up(*client, protocol::CloseCode::kHelloTimeout);
  }
}

}  // namespace nexus::signalling
