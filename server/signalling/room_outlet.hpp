// The port through which rooms reach their sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/hold.hpp"
#include "base/ids.hpp"
#include "protocol/generated/messages.hpp"

#include <string_view>

namespace nexus::signalling {

/// Never calls back into the rooms inside a call: if a send fails, the loop later reports the
/// socket with Rooms::close().
class RoomOutlet {
 public:
  virtual ~RoomOutlet() = default;
  virtual void send(ClientId client, const protocol::RoomServerMessage& message) = 0;
  /// Passes on a text exactly as the partner wrote it.
  virtual void relay(ClientId client, std::string_view text) = 0;
  /// Closes the socket; the outlet calls Rooms::close() later, as for any other end. May be called
  /// again for a socket that is already closing.
  virtual void hang_up(ClientId client, protocol::CloseCode code) = 0;
  /// The client has resumed its seat, and now sends at once what it wrote meanwhile. An outlet
  /// without limits can ignore this.
  virtual void grant_resend_allowance(ClientId /*client*/) {}
  /// The socket has closed, and its visitor's seat is kept: it goes on to count for the limits of
  /// its address. An outlet without limits can ignore this.
  [[nodiscard]] virtual Hold hold_address(ClientId /*client*/) { return nullptr; }
};

}  // namespace nexus::signalling
