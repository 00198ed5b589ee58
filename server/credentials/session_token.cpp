// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <span>

namespace nexus::credentials {
namespace {

// Sealed: nonce, hour of issue (big-endian), visitor, then blocked visitors and blocked networks,
// each list padded with "none".
using Nonce = std::array<std::uint8_t, 16>;
constexpr std::size_t kIdBytes = sizeof(VisitorId);
constexpr std::size_t kHourBytes = 4;
constexpr std::size_t kVisitorAt = sizeof(Nonce) + kHourBytes;
constexpr std::size_t kBlockedAt = kVisitorAt + kIdBytes;
constexpr std::size_t kNetworksAt = kBlockedAt + kSessionBlockedMax * kIdBytes;
constexpr std::size_t kPayloadBytes = kNetworksAt + kSessionBlockedNetworksMax * kIdBytes;
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

template <class Id>
Id id_at(std::string_view payload, std::size_t at) {
  static_assert(std::is_trivially_copyable_v<Id> && sizeof(Id) == kIdBytes);
  Id id;
  std::memcpy(&id, payload.data() + at, kIdBytes);
  return id;
}

/// The ids between the two positions, up to the first "none".
template <class Id>
std::vector<Id> ids_in(std::string_view payload, std::size_t from, std::size_t to) {
  std::vector<Id> ids;
  for (; from < to; from += kIdBytes) {
    const Id id = id_at<Id>(payload, from);
    if (id.is_none()) break;
    ids.push_back(id);
  }
  return ids;
}

template <class Id>
void add_latest(std::vector<Id>& ids, Id id, std::size_t most) {
  std::erase(ids, id);
  if (ids.size() == most) ids.erase(ids.begin());
  ids.push_back(id);
}

}  // namespace

void Blocks::add(VisitorId visitor, NetworkTag network) {
  add_latest(visitors, visitor, kSessionBlockedMax);
  if (!network.is_none()) add_latest(networks, network, kSessionBlockedNetworksMax);
}

std::string SessionTokens::issue(const Session& session, WallTime now, Random& random) const {
  const auto& [visitors, networks] = session.blocked;
  assert(visitors.size() <= kSessionBlockedMax && networks.size() <= kSessionBlockedNetworksMax);
  Nonce nonce{};
  random.fill(nonce);
  std::string payload;
  payload.reserve(kPayloadBytes);
  append_bytes(payload, nonce);
  append_bytes(payload, bytes_of_hour(now));
  append_bytes(payload, session.visitor.bytes());
  for (const VisitorId& blocked : visitors) append_bytes(payload, blocked.bytes());
  payload.resize(kNetworksAt, '\0');
  for (const NetworkTag& blocked : networks) append_bytes(payload, blocked.bytes());
  payload.resize(kPayloadBytes, '\0');
  return keyring_.seal(payload, kContext);
}

std::optional<Session> SessionTokens::read(std::string_view text, WallTime now) const {
  const auto payload = keyring_.open(text, kContext);
  if (!payload || payload->size() != kPayloadBytes) return std::nullopt;
  if (hour_at(*payload, sizeof(Nonce)) + kSessionLife <= now) return std::nullopt;
  Session session{.visitor = id_at<VisitorId>(*payload, kVisitorAt),
                  .blocked = {ids_in<VisitorId>(*payload, kBlockedAt, kNetworksAt),
                              ids_in<NetworkTag>(*payload, kNetworksAt, kPayloadBytes)}};
  if (session.visitor.is_none()) return std::nullopt;
  return session;
}

}  // namespace nexus::credentials
