// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <span>

namespace nexus::credentials {
namespace {

// Sealed: nonce, visitor, then the block list, padded with "none" ids.
using Nonce = std::array<std::uint8_t, 16>;
constexpr std::size_t kIdBytes = sizeof(VisitorId);
constexpr std::size_t kPayloadBytes = sizeof(Nonce) + (1 + kSessionBlockedMax) * kIdBytes;
constexpr std::string_view kContext = "session";

void append_bytes(std::string& payload, std::span<const std::uint8_t> bytes) {
  payload.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

VisitorId id_at(std::string_view payload, std::size_t at) {
  static_assert(std::is_trivially_copyable_v<VisitorId>);
  VisitorId id;
  std::memcpy(&id, payload.data() + at, kIdBytes);
  return id;
}

}  // namespace

std::string SessionTokens::issue(const Session& session, Random& random) const {
  assert(session.blocked.size() <= kSessionBlockedMax);
  Nonce nonce{};
  random.fill(nonce);
  std::string payload;
  payload.reserve(kPayloadBytes);
  append_bytes(payload, nonce);
  append_bytes(payload, session.visitor.bytes());
  for (const VisitorId& blocked : session.blocked) append_bytes(payload, blocked.bytes());
  payload.resize(kPayloadBytes, '\0');
  return keyring_.seal(payload, kContext);
}

std::optional<Session> SessionTokens::read(std::string_view text) const {
  const auto payload = keyring_.open(text, kContext);
  if (!payload || payload->size() != kPayloadBytes) return std::nullopt;
  Session session{id_at(*payload, sizeof(Nonce)), {}};
  for (std::size_t at = sizeof(Nonce) + kIdBytes; at < kPayloadBytes; at += kIdBytes) {
    const VisitorId blocked = id_at(*payload, at);
    if (blocked.is_none()) break;
    session.blocked.push_back(blocked);
  }
  if (session.visitor.is_none()) return std::nullopt;
  return session;
}

}  // namespace nexus::credentials
