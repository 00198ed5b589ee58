// The room sockets of one node: each socket's seat, and which are closed because of their messages.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/client_map.hpp"
#include "base/clock.hpp"
#include "base/deadlines.hpp"
#include "signalling/room_registry.hpp"

#include <functional>
#include <optional>

namespace nexus::signalling {

/// The room decides which socket has a seat. A socket has none if another socket took its seat, or
/// if its room ended.
class Sockets {
 public:
  Sockets(RoomRegistry& rooms, RoomOutlet& outlet, const Clock& clock)
      : rooms_(rooms), outlet_(outlet), clock_(clock) {}

  void open(ClientId client);
  void close(ClientId client) { sockets_.close(client); }
  [[nodiscard]] bool is_open(ClientId client) { return sockets_.find(client) != nullptr; }

  [[nodiscard]] std::optional<SeatRef> seat_of(ClientId client);
  void sit(ClientId client, SeatRef at) { sockets_.find(client)->seat = at; }

  /// The client presented a genuine token: its socket may stay without a seat.
  void prove(ClientId client) { sockets_.find(client)->proven = true; }
  /// Closes the socket after kRefusalsMax.
  void count_refusal(ClientId client);

  void for_each(const std::function<void(ClientId)>& visit);
  /// Closes the sockets that presented no genuine token in time.
  void tick();

 private:
  struct Socket {
    SeatRef seat;  ///< the latest seat that it took
    bool proven = false;
    std::uint8_t refusals = 0;
  };

  RoomRegistry& rooms_;
  RoomOutlet& outlet_;
  const Clock& clock_;
  ClientMap<Socket> sockets_;
  Deadlines<ClientId> first_joins_due_;
};

}  // namespace nexus::signalling
