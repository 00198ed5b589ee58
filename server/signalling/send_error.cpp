// SPDX-License-Identifier: MIT
#include "signalling/send_error.hpp"

#include <chrono>

namespace nexus::signalling {
namespace {

constexpr auto kAgainAfter = std::chrono::milliseconds(1000);

}  // namespace

void send_error(RoomOutlet& outlet, ClientId client, protocol::ErrorCode code, std::string_view why,
                const Refused& refused) {
  protocol::Error error{.code = code, .message = std::string(why), .of = std::string(refused.of)};
  if (!refused.room.is_none()) error.room = refused.room.text();
  if (code == protocol::ErrorCode::kUnavailable || code == protocol::ErrorCode::kFull) {
    error.retry_after_ms = kAgainAfter.count();
  }
  outlet.send(client, error);
}

}  // namespace nexus::signalling
