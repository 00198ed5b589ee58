// SPDX-License-Identifier: MIT
#include "credentials/room_token.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace nexus::credentials {
namespace {

// room ~ seat ~ ticket ~ expiry ~ home; the home comes last since its name may hold anything.
constexpr char kSeparator = '~';

std::optional<std::string_view> take_part(std::string_view& rest) {
  const std::size_t at = rest.find(kSeparator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  return part;
}

std::optional<Seat> parse_seat(std::string_view text) {
  if (text == "i") return Seat::kInitiator;
  if (text == "r") return Seat::kResponder;
  return std::nullopt;
}

std::optional<WallTime> parse_time(std::string_view text) {
  std::int64_t milliseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return WallTime(std::chrono::milliseconds(milliseconds));
}

}  // namespace

std::string RoomTokens::issue(const RoomToken& token) const {
  std::string payload = token.room.text();
  payload.push_back(kSeparator);
  payload.push_back(token.seat == Seat::kInitiator ? 'i' : 'r');
  payload.push_back(kSeparator);
  payload.append(token.ticket.text());
  payload.push_back(kSeparator);
  payload.append(std::to_string(token.expires.time_since_epoch().count()));
  payload.push_back(kSeparator);
  payload.append(token.home.value);
  return keyring_.sign(payload);
}

Result<RoomToken, RoomTokenError> RoomTokens::read(std::string_view text, WallTime now) const {
  const auto payload = keyring_.verify(text);
  if (!payload) return fail(RoomTokenError::kInvalid);
  std::string_view rest = *payload;
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    const auto taken = take_part(rest);
    if (!taken) return fail(RoomTokenError::kInvalid);
    part = *taken;
  }
  const auto room = RoomId::parse(parts[0]);
  const auto seat = parse_seat(parts[1]);
  const auto ticket = TicketId::parse(parts[2]);
  const auto expires = parse_time(parts[3]);
  if (!room || !seat || !ticket || !expires) return fail(RoomTokenError::kInvalid);
  if (now > *expires + kClockSkewMax) return fail(RoomTokenError::kExpired);
  return RoomToken{*room, *seat, *ticket, NodeName{std::string(rest)}, *expires};
}

}  // namespace nexus::credentials
