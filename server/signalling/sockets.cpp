// SPDX-License-Identifier: MIT
#include "signalling/sockets.hpp"

namespace nexus::signalling {

void Sockets::open(ClientId client) {
  sockets_.open(client);
  first_joins_due_.emplace_back(clock_.monotonic() + kFirstJoinTimeout, client);
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
  while (!first_joins_due_.empty() && first_joins_due_.front().first <= now) {
    const ClientId client = first_joins_due_.front().second;
    first_joins_due_.pop_front();
    const Socket* const socket = sockets_.find(client);
    if (socket == nullptr || socket->proven) continue;
    outlet_.hang_up(client, protocol::CloseCode::kHelloTimeout);
  }
}

}  // namespace nexus::signalling
