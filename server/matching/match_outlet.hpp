// Port: messages from matching to visitors' sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "protocol/generated/messages.hpp"

namespace nexus::matching {

/// Sends messages to sockets. Never calls the desk from inside a call: if a send fails, the event
/// loop later reports the socket with Desk::close().
class MatchOutlet {
 public:
  virtual ~MatchOutlet() = default;
  virtual void send(ClientId client, const protocol::MatchServerMessage& message) = 0;
  /// Begins to close the socket; Desk::close() follows, as after any other end. May be called again
  /// for a socket that is already closing.
  virtual void hang_up(ClientId client, protocol::CloseCode code) = 0;
};

}  // namespace nexus::matching
