// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"

#include "guard/chat_text.hpp"
#include "signalling/relayed_only.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace nexus::signalling {

using protocol::ErrorCode;
using protocol::LeftReason;

namespace {

/// After a home stops, its clients reconnect spread over this time.
constexpr auto kGoodbyeSpread = std::chrono::milliseconds(1000);

LeftReason left_reason(protocol::LeaveReason reason) {
  switch (reason) {
    case protocol::LeaveReason::kSkip:
      return LeftReason::kSkip;
    case protocol::LeaveReason::kStop:
      return LeftReason::kStop;
    case protocol::LeaveReason::kIceFailed:
      return LeftReason::kIceFailed;
    case protocol::LeaveReason::kMediaFailed:
      return LeftReason::kMediaFailed;
    case protocol::LeaveReason::kReported:
      return LeftReason::kReported;
  }
  return LeftReason::kStop;
}

/// Whether a message may be buffered for a partner who has not joined yet.
template <class Kind>
bool may_wait(const Seat& partner) {
  return Kind::kEarly && partner.kept_bytes() < kEarlyBytesMax;
}

}  // namespace

Rooms::Rooms(RoomsOptions options, RoomsPorts ports, const credentials::SeatTokens& tokens,
             const Clock& clock, Random& random, const Log& log)
    : options_(std::move(options)),
      ports_(ports),
      tokens_(tokens),
      clock_(clock),
      random_(random),
      self_{options_.node, IncarnationId::random(random)},
      registry_(options_, ports.directory, ports.outlet, metrics_, clock, log),
      sockets_(registry_, ports.outlet, clock),
      seating_(self_, registry_, sockets_, ports, tokens, metrics_, clock, random),
      entrance_(options_, self_, registry_, sockets_, seating_, ports, metrics_, clock,
                [this](ClientId client, EarlyMessage early) {
                  receive(client, early.text, std::move(early.message), early.verdict);
                }) {}

void Rooms::close(ClientId client, Ending ending) {
  if (!sockets_.is_open(client)) return;
  const auto own = sockets_.seat_of(client);
  if (ending == Ending::kLeft) {
    // A pending join is left like a seat: only the directory's answer is missing.
    entrance_.give_up(client, LeftReason::kDisconnected);
  } else {
    entrance_.forget(client);
  }
  // Giving up may have ended the room.
  if (sockets_.seat_of(client) && (ending == Ending::kLeft || !step_away(*own, ending))) {
    registry_.leave(*own, LeftReason::kDisconnected);
  }
  sockets_.close(client);
}

void Rooms::receive(ClientId client, std::string_view text,
                    Result<protocol::RoomClientMessage, protocol::DecodeError> message,
                    GateVerdict verdict) {
  if (!sockets_.is_open(client)) return;
  if (!message) {
    if (verdict == GateVerdict::kAdmitted) refuse_unreadable(client, message.error());
    return;
  }
  if (verdict == GateVerdict::kAdmitted) {
    if (const auto* join = std::get_if<protocol::Join>(&*message)) return on_join(client, *join);
    if (const auto* leave = std::get_if<protocol::Leave>(&*message);
        leave && entrance_.is_pending(client, RoomId::parse(leave->room))) {
      return entrance_.give_up(client, left_reason(leave->reason));
    }
  }
  if (entrance_.hold(client, text, *message, verdict)) return;
  if (verdict == GateVerdict::kRefused) return count(client, *message);
  on_room_message(client, text, *message);
  registry_.limit_replay();
}

void Rooms::give_up(const GivenUp& member) {
  if (registry_.is_over(member.room)) return;
  const Room* const room = registry_.find(member.room);
  if (room == nullptr) {
    metrics_.no_shows.count();
    return registry_.bury(member.room, {.tickets = {member.partner}, .no_show = true});
  }
  if (room->seats[member.role].came()) return;
  metrics_.no_shows.count();
  registry_.end(member.room, room->no_show());
}

void Rooms::on_join(ClientId client, const protocol::Join& join) {
  const auto deny = [&](ErrorCode code, std::string_view why) {
    metrics_.joins.count(join_result(code));
    send_error(ports_.outlet, client, code, why,
               {protocol::Join::kType, credentials::room_named_in(join.seat)});
  };
  const auto token = tokens_.read(join.seat, clock_.wall());
  if (!token) {
    metrics_.tokens_refused.count(Only{}, token.error());
    switch (token.error()) {
      case credentials::SeatTokenError::kInvalid:
        return deny(ErrorCode::kTokenInvalid, "the token is not genuine");
      case credentials::SeatTokenError::kExpired:
        return deny(ErrorCode::kTokenExpired, "the token came too late");
      case credentials::SeatTokenError::kAhead:
        return deny(ErrorCode::kTokenInvalid, "the token is of a clock that is ahead");
    }
  }
  entrance_.enter(client, *token, static_cast<std::uint64_t>(join.received.value_or(0)));
}

void Rooms::on_room_message(ClientId client, std::string_view text,
                            const protocol::RoomClientMessage& message) {
  const auto own = sockets_.seat_of(client);
  std::visit(
      [&]<class Kind>(const Kind& typed) {
        if constexpr (!std::is_same_v<Kind, protocol::Join>) {
          const auto room = RoomId::parse(typed.room);
          if (!own || own->room != room) {
            return send_error(ports_.outlet, client, ErrorCode::kStaleRoom,
                              "this socket is not in that room",
                              {Kind::kType, room.value_or(RoomId{})});
          }
          if constexpr (std::is_same_v<Kind, protocol::Leave>) {
            registry_.leave(*own, left_reason(typed.reason));
          } else {
            pass_on(*own, text, typed);
          }
        }
      },
      message);
}

template <class Kind>
void Rooms::pass_on(SeatRef own, std::string_view text, const Kind& message) {
  static_assert(Kind::kCounts, "every message to a partner is counted for resume");
  Seat& seat = registry_.seat(own);
  const Seat& partner = registry_.seat(own.partner());
  ++seat.received;
  if constexpr (std::is_same_v<Kind, protocol::Hidden>) {
    seat.hidden = message.on;
  } else if constexpr (std::is_same_v<Kind, protocol::Like>) {
    on_like(own, message);
  } else if (!partner.came() && !may_wait<Kind>(partner)) {
    protocol::Error error{.code = ErrorCode::kUnexpected,
                          .message = "the partner is not here yet",
                          .of = std::string(Kind::kType),
                          .room = message.room};
    if constexpr (std::is_same_v<Kind, protocol::Chat>) error.id = message.id;
    ports_.outlet.send(seat.client, error);
  } else if constexpr (std::is_same_v<Kind, protocol::Chat>) {
    pass_on_chat(own, message);
  } else if constexpr (Kind::kAddresses) {
    if (!registry_.find(own.room)->is_relay_only()) return registry_.relay(own.partner(), text);
    if (const auto relayed = relayed_only(message)) {
      registry_.relay(own.partner(), protocol::encode(*relayed));
    }
  } else {
    registry_.relay(own.partner(), text);
  }
}

/// Cleans the text, because the partner's screen shows it.
void Rooms::pass_on_chat(SeatRef own, protocol::Chat chat) {
  Seat& seat = registry_.seat(own);
  guard::clean_text(chat.text);
  if (chat.text.empty()) {
    return refuse_unreadable(seat.client, {.code = ErrorCode::kInvalidField,
                                           .type = std::string(protocol::Chat::kType),
                                           .field = "text",
                                           .message = "shows nothing"});
  }
  const std::int64_t sequence = ++seat.chats;
  const std::int64_t at_ms = clock_.wall().time_since_epoch().count();
  const protocol::ChatReceived received{
      .room = chat.room, .id = chat.id, .text = chat.text, .sequence = sequence, .at_ms = at_ms};
  protocol::Delivered delivered{
      .room = chat.room, .id = chat.id, .sequence = sequence, .at_ms = at_ms};
  if (!registry_.seat(own.partner()).is_taken()) {
    return registry_.send(own.partner(), received,
                          std::make_unique<protocol::Delivered>(std::move(delivered)));
  }
  registry_.send(own.partner(), received);
  registry_.send(own, std::move(delivered));
}

/// A partner learns of a like only by its own. Once both like each other nothing changes any more:
/// otherwise the partner would be notified of each change of mind.
void Rooms::on_like(SeatRef own, const protocol::Like& like) {
  Seat& seat = registry_.seat(own);
  const bool partner_likes = registry_.seat(own.partner()).likes;
  if (seat.likes && partner_likes) return;
  seat.likes = like.on;
  if (!like.on || !partner_likes) return;
  metrics_.likes.count();
  registry_.send(own, protocol::Liked{.room = like.room});
  registry_.send(own.partner(), protocol::Liked{.room = like.room});
}

/// Refused messages count, too: the client counts a message before it can know of the refusal, and
/// for a resume both counts must agree.
void Rooms::count(ClientId client, const protocol::RoomClientMessage& message) {
  const auto own = sockets_.seat_of(client);
  if (!own) return;
  std::visit(
      [&]<class Kind>(const Kind& typed) {
        if constexpr (Kind::kCounts) {
          if (own->room == RoomId::parse(typed.room)) ++registry_.seat(*own).received;
        }
      },
      message);
}

void Rooms::refuse_unreadable(ClientId client, const protocol::DecodeError& error) {
  protocol::Error reply{.code = error.code, .message = error.message};
  if (!error.type.empty()) reply.of = error.type;
  if (!error.field.empty()) reply.field = error.field;
  ports_.outlet.send(client, reply);
  sockets_.count_refusal(client);
}

std::chrono::seconds Rooms::grace_after(Ending ending, const Seat& seat) const {
  if (ending == Ending::kUnloaded) return std::min(options_.reload_grace, options_.resume_grace);
  return seat.hidden ? options_.hidden_grace : options_.resume_grace;
}

bool Rooms::step_away(SeatRef own, Ending ending) {
  Seat& seat = registry_.seat(own);
  const Seat& partner = registry_.seat(own.partner());
  const auto grace = grace_after(ending, seat);
  if (!partner.came() || grace.count() == 0) return false;
  registry_.vacate(own);
  registry_.keep_seat(own, clock_.monotonic() + grace, ports_.outlet.hold_address(seat.client));
  if (partner.is_taken()) {
    ports_.outlet.send(
        partner.client,
        protocol::PartnerAway{
            .room = own.room.text(),
            .grace_ms = std::chrono::duration_cast<std::chrono::milliseconds>(grace).count()});
  }
  return true;
}

void Rooms::tick() {
  sockets_.tick();
  registry_.tick();
  const MonotonicTime now = clock_.monotonic();
  if (retired_ || now - announced_ < kHomeAnnouncePeriod) return;
  announced_ = now;
  ports_.directory.announce({options_.node, options_.url, registry_.size(), self_.incarnation});
}

void Rooms::say_goodbye() {
  retired_ = true;
  entrance_.retire();
  ports_.directory.retire(options_.node);
  sockets_.for_each([this](ClientId client) {
    // Spread out, so that the clients do not all reach the other nodes at once.
    const auto after = random_.below(static_cast<std::uint64_t>(kGoodbyeSpread.count()));
    ports_.outlet.send(client,
                       protocol::Goodbye{.retry_after_ms = static_cast<std::int64_t>(after)});
  });
}

}  // namespace nexus::signalling
