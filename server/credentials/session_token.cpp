// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <span>

namespace nexus::credentials {
namespace {

// Sealed: nonce, hour of issue (big-endian), visitor, then the block list, padded with "none" ids.
using Nonce = std::array<std::uint8_t, 16>;
constexpr std::size_t kIdBytes = sizeof(VisitorId);
constexpr std::size_t kHourBytes = 4;
constexpr std::size_t kVisitorAt = sizeof(Nonce) + kHourBytes;
constexpr std::size_t kPayloadBytes = kVisitorAt + (1 + kSessionBlockedMax) * kIdBytes;
constexpr std::string_view kContext = "session";

void append_bytes(std::string& payload, std::span<const std::uint8_t> bytes) {
  payload.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::array<std::uint8_t, kHourBytes> bytes_of_hour(WallTime time) {
  const auto hour = static_cast<std::uint32_t>(
      std::chrono::floor<std::chrono::hours>(time).time_since_epoch().count());
  return {static_cast<std::uint8_t>(hour >> 24), static_cast<std::uint8_t>(hour >> 16),
          static_cast<std::uint8_t>(hour >> 8), static_cast<std::uint8_t>(hour)};
}

WallTime hour_at(std::string_view payload, std::size_t at) {
  std::uint32_t hour = 0;
  for (const char byte : payload.substr(at, kHourBytes)) {
    hour = hour << 8 | static_cast<std::uint8_t>(byte);
  }
  return WallTime(std::chrono::hours(hour));
}

VisitorId id_at(std::string_view payload, std::size_t at) {
  static_assert(std::is_trivially_copyable_v<VisitorId>);
  VisitorId id;
  std::memcpy(&id, payload.data() + at, kIdBytes);
  return id;
}

}  // namespace

std::string SessionTokens::issue(const Session& session, WallTime now, Random& random) const {
  assert(session.blocked.size() <= kSessionBlockedMax);
  Nonce nonce{};
  random.fill(nonce);
  std::string payload;
  payload.reserve(kPayloadBytes);
  append_bytes(payload, nonce);
  append_bytes(payload, bytes_of_hour(now));
  append_bytes(payload, session.visitor.bytes());
  for (const VisitorId& blocked : session.blocked) append_bytes(payload, blocked.bytes());
  payload.resize(kPayloadBytes, '\0');
  return keyring_.seal(payload, kContext);
}

std::optional<Session> SessionTokens::read(std::string_view text, WallTime now) const {
  const auto payload = keyring_.open(text, kContext);
  if (!payload || payload->size() != kPayloadBytes) return std::nullopt;
  if (hour_at(*payload, sizeof(Nonce)) + kSessionLife <= now) return std::nullopt;
  Session session{id_at(*payload, kVisitorAt), {}};
  for (std::size_t at = kVisitorAt + kIdBytes; at < kPayloadBytes; at += kIdBytes) {
    const VisitorId blocked = id_at(*payload, at);
    if (blocked.is_none()) break;
    session.blocked.push_back(blocked);
  }
  if (session.visitor.is_none()) return std::nullopt;
  return session;
}

}  // namespace nexus::credentials
