// SPDX-License-Identifier: MIT
#include "edge/room_endpoint.hpp"

#include "guard/chat_text.hpp"

#include <string>
#include <utility>
#include <variant>

namespace nexus::edge {
namespace {

using Received = Result<protocol::RoomClientMessage, protocol::DecodeError>;

/// Cleans chat, the only text that a stranger's screen shows. Returns whether nothing is left.
bool shows_nothing(Received& message) {
  auto* const chat = message ? std::get_if<protocol::Chat>(&*message) : nullptr;
  if (chat == nullptr) return false;
  guard::clean_text(chat->text);
  return chat->text.empty();
}

signalling::Ending ending(protocol::SeatAfterClose seat) {
  switch (seat) {
    case protocol::SeatAfterClose::kLeft:
      return signalling::Ending::kLeft;
    case protocol::SeatAfterClose::kKept:
      return signalling::Ending::kDropped;
    case protocol::SeatAfterClose::kKeptForReload:
      return signalling::Ending::kUnloaded;
  }
  return signalling::Ending::kLeft;
}

}  // namespace

void RoomEndpoint::begin_enforcing_bans() {
  Endpoint::begin_enforcing_bans();
  domain().expect_no_more([this](VisitorId visitor) { return bans().is_banned(visitor); });
}

void RoomEndpoint::receive(ClientId client, std::string_view text) {
  Received message = decoder().decode_room_client(text);
  if (!gate().admits(client, message)) {
    if (message) domain().count_refused(client, *message);
    return;
  }
  if (shows_nothing(message)) {
    domain().count_refused(client, *message);
    message = fail(protocol::DecodeError{.code = protocol::ErrorCode::kInvalidField,
                                         .type = std::string(protocol::Chat::kType),
                                         .field = "text",
                                         .message = "shows nothing"});
  }
  domain().receive(client, text, std::move(message));
}

void RoomEndpoint::close(ClientId client, std::uint16_t code) {
  domain().close(client, ending(protocol::seat_after_close(code)));
}

}  // namespace nexus::edge
