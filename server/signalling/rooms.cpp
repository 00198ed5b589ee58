// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"

#include "base/overloaded.hpp"
#include "signalling/relayed_only.hpp"

#include <type_traits>

namespace nexus::signalling {

using protocol::ErrorCode;
using protocol::LeftReason;

namespace {

/// When a client may ask again for what could not be had.
constexpr auto kRetryAfter = std::chrono::milliseconds(1000);

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
bool may_wait(const Outbox* kept) {
  return Kind::kEarly && (kept == nullptr || kept->bytes() < kEarlyBytesMax);
}

}  // namespace

Rooms::Rooms(RoomsOptions options, RoomDirectory& directory, RoomOutlet& outlet,
             const credentials::RoomTokens& tokens, const credentials::SeatTokens& seats,
             const Clock& clock, Random& random, Log log)
    : options_(std::move(options)),
      directory_(directory),
      outlet_(outlet),
      tokens_(tokens),
      seats_(seats),
      clock_(clock),
      random_(random),
      log_(std::move(log)),
      boot_(BootId::random(random)),
      booted_(clock.monotonic()) {}

void Rooms::open(ClientId id) {
  members_.open(id);
  first_joins_due_.emplace_back(clock_.monotonic() + kFirstJoinTimeout, id);
}

void Rooms::close(ClientId id, Ending ending) {
  Member* const found = members_.find(id);
  if (found == nullptr) return;
  Member& member = *found;
  if (ending != Ending::kLeft) step_away(member, ending);
  // It would sit by now, were the directory not asked first.
  if (ending == Ending::kLeft) give_up_joining(id, member, LeftReason::kDisconnected);
  vacate(member, LeftReason::kDisconnected);
  members_.close(id);
}

void Rooms::expect_no_more(const std::function<bool(VisitorId)>& is_gone) {
  std::vector<RoomId> over;
  for (const auto& [id, room] : rooms_) {
    const auto in_vain = [&](const Seat& seat) {
      return seat.state == SeatState::kAway && is_gone(seat.visitor);
    };
    if (in_vain(room.seats[0]) || in_vain(room.seats[1])) over.push_back(id);
  }
  for (const RoomId id : over) end_room(id, LeftReason::kDisconnected, {});
}

void Rooms::receive(ClientId id, std::string_view text,
                    Result<protocol::RoomClientMessage, protocol::DecodeError> message) {
  Member* const found = members_.find(id);
  if (found == nullptr) return;
  Member& member = *found;
  if (!message) return refuse(id, member, message.error());
  if (const auto* join = std::get_if<protocol::Join>(&*message)) return on_join(id, member, *join);

  if (const auto* resume = std::get_if<protocol::Resume>(&*message)) {
    return on_resume(id, member, *resume);
  }
  if (const auto* leave = std::get_if<protocol::Leave>(&*message);
      leave && member.is_joining(RoomId::parse(leave->room))) {
    return give_up_joining(id, member, left_reason(leave->reason));
  }
  if (member.joining && say_early(member, text, *message)) return;
  const auto in_this_room = [&](const std::string& room) {
    return !member.room.is_none() && member.room == RoomId::parse(room);
  };
  std::visit(
      [&]<class Kind>(const Kind& said) {
        if constexpr (!std::is_same_v<Kind, protocol::Join> &&
                      !std::is_same_v<Kind, protocol::Resume>) {
          if (!in_this_room(said.room)) {
            return send_error(id, ErrorCode::kStaleRoom, "this socket is not in that room",
                              {Kind::kType, RoomId::parse(said.room).value_or(RoomId{})});
          }
          if constexpr (std::is_same_v<Kind, protocol::Leave>) {
            return vacate(member, left_reason(said.reason));
          } else {
            const SeatId own{member.room, member.seat};
            const SeatId partner{member.room, static_cast<std::uint8_t>(1 - member.seat)};
            static_assert(Kind::kCounts, "every message to a partner is counted for resume");
            ++seat(own).heard;
            if constexpr (std::is_same_v<Kind, protocol::Hidden>) {
              seat(own).hidden = said.on;
            } else if (!seat(partner).came() && !may_wait<Kind>(seat(partner).outbox.get())) {
              protocol::Error error{.code = ErrorCode::kUnexpected,
                                    .message = "the partner is not here yet",
                                    .of = std::string(Kind::kType),
                                    .room = said.room};
              if constexpr (std::is_same_v<Kind, protocol::Chat>) error.id = said.id;
              outlet_.send(id, error);
            } else if constexpr (std::is_same_v<Kind, protocol::Chat>) {
              on_chat(member, said);
            } else if constexpr (Kind::kAddresses) {
              if (!rooms_.at(member.room).relay_only) return carry(partner, text);
              if (const auto relayed = relayed_only(said)) {
                carry(partner, protocol::encode(*relayed));
              }
            } else {
              carry(partner, text);
            }
          }
        }
      },
      *message);
}

void Rooms::count_refused(ClientId id, const protocol::RoomClientMessage& message) {
  const Member* const found = members_.find(id);
  if (found == nullptr || found->room.is_none()) return;
  const Member& member = *found;
  std::visit(
      [&]<class Kind>(const Kind& said) {
        if constexpr (Kind::kCounts) {
          if (member.room == RoomId::parse(said.room)) ++seat({member.room, member.seat}).heard;
        }
      },
      message);
}

void Rooms::on_chat(const Member& member, const protocol::Chat& chat) {
  const SeatId own{member.room, member.seat};
  const SeatId partner{member.room, static_cast<std::uint8_t>(1 - member.seat)};
  const std::int64_t sequence = ++seat(own).chats;
  const std::int64_t at_ms = clock_.wall().time_since_epoch().count();
  const protocol::ChatReceived received{
      .room = chat.room, .id = chat.id, .text = chat.text, .sequence = sequence, .at_ms = at_ms};
  protocol::Delivered delivered{
      .room = chat.room, .id = chat.id, .sequence = sequence, .at_ms = at_ms};
  if (!seat(partner).taken()) {
    return tell(partner, received, std::make_unique<protocol::Delivered>(std::move(delivered)));
  }
  tell(partner, received);
  tell(own, std::move(delivered));
}

void Rooms::vacate(Member& member, LeftReason reason) {
  if (member.room.is_none()) return;
  const RoomId id = std::exchange(member.room, RoomId{});
  Room& room = rooms_.at(id);
  room.seats[member.seat].state = SeatState::kAway;
  const Seat& partner = room.seats[1 - member.seat];
  std::vector<TicketId> stranded;
  if (!partner.came() && !partner.ticket.is_none()) stranded.push_back(partner.ticket);
  end_room(id, reason, std::move(stranded));
}

void Rooms::end_room(RoomId id, LeftReason reason, std::vector<TicketId> stranded) {
  const auto found = rooms_.find(id);
  for (const Seat& seat : found->second.seats) {
    if (!seat.taken()) continue;
    members_.find(seat.client)->room = RoomId{};
    outlet_.send(seat.client, protocol::PartnerLeft{.room = id.text(), .reason = reason});
  }
  rooms_.erase(found);
  bury(id, std::move(stranded));
}

/// Never to be opened again.
void Rooms::bury(RoomId id, std::vector<TicketId> stranded) {
  closed_.insert(id);
  tombstones_.emplace_back(clock_.monotonic() + kTombstoneLife, id);
  directory_.close(options_.node, id, std::move(stranded));
}

void Rooms::refuse(ClientId id, Member& member, const protocol::DecodeError& error) {
  protocol::Error reply{.code = error.code, .message = error.message};
  if (!error.type.empty()) reply.of = error.type;
  if (!error.field.empty()) reply.field = error.field;
  outlet_.send(id, reply);
  if (++member.refusals >= kRefusalsMax) outlet_.hang_up(id, protocol::CloseCode::kBadRequest);
}

void Rooms::send_error(ClientId id, ErrorCode code, std::string_view message,
                       const Refused& refused) {
  protocol::Error error{
      .code = code, .message = std::string(message), .of = std::string(refused.of)};
  if (!refused.room.is_none()) error.room = refused.room.text();
  if (code == ErrorCode::kUnavailable || code == ErrorCode::kFull)
    error.retry_after_ms = kRetryAfter.count();
  outlet_.send(id, error);
}

void Rooms::tick() {
  time_out_first_joins();
  time_out_partners();
  time_out_away();
  forget_arrived();
  forget_tombstones();
  const MonotonicTime now = clock_.monotonic();
  if (retired_ || now - announced_ < kHomeAnnouncePeriod) return;
  announced_ = now;
  directory_.announce({options_.node, options_.url, rooms_.size(), boot_});
}

void Rooms::say_goodbye() {
  retired_ = true;
  directory_.retire(options_.node);
  members_.for_each([this](ClientId id, const Member&) {
    // Spread out, so that they do not all come to the other nodes at once.
    const auto after = random_.below(static_cast<std::uint64_t>(kRetryAfter.count()));
    outlet_.send(id, protocol::Goodbye{.retry_after_ms = static_cast<std::int64_t>(after)});
  });
}

void Rooms::time_out_first_joins() {
  const MonotonicTime now = clock_.monotonic();
  while (!first_joins_due_.empty() && first_joins_due_.front().first <= now) {
    const ClientId id = first_joins_due_.front().second;
    first_joins_due_.pop_front();
    const Member* const found = members_.find(id);
    if (found == nullptr || found->proven) continue;
    outlet_.hang_up(id, protocol::CloseCode::kHelloTimeout);
  }
}

void Rooms::time_out_partners() {
  const MonotonicTime now = clock_.monotonic();
  while (!partners_due_.empty() && partners_due_.front().first <= now) {
    const RoomId id = partners_due_.front().second;
    partners_due_.pop_front();
    const auto found = rooms_.find(id);
    if (found == rooms_.end() || found->second.both_came()) continue;
    log_.info("partner_never_came", {{"room", id.text()}});
    end_for_no_show(id);
  }
}

/// Whoever came searches on.
void Rooms::end_for_no_show(RoomId id) {
  std::vector<TicketId> present;
  for (const Seat& seat : rooms_.at(id).seats) {
    if (seat.came()) present.push_back(seat.ticket);
  }
  end_room(id, LeftReason::kNoShow, std::move(present));
}

void Rooms::forget_tombstones() {
  const MonotonicTime now = clock_.monotonic();
  while (!tombstones_.empty() && tombstones_.front().first <= now) {
    closed_.erase(tombstones_.front().second);
    tombstones_.pop_front();
  }
}

protocol::PartnerState Rooms::state_of(const Seat& seat) {
  switch (seat.state) {
    case SeatState::kFree:
      return protocol::PartnerState::kAwaited;
    case SeatState::kTaken:
      return protocol::PartnerState::kPresent;
    case SeatState::kAway:
      return protocol::PartnerState::kAway;
  }
  return protocol::PartnerState::kAwaited;
}

}  // namespace nexus::signalling
