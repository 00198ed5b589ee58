// The settings, deadlines and ports of a home.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/admission.hpp"
#include "base/ids.hpp"
#include "credentials/seat_token.hpp"
#include "signalling/room_directory.hpp"
#include "signalling/room_outlet.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace nexus::signalling {

/// How often to call Rooms::tick(); no deadline of the rooms is finer.
inline constexpr auto kRoomsTick = std::chrono::milliseconds(250);
/// A socket that presents no genuine token within this time of opening is closed.
inline constexpr auto kFirstJoinTimeout = std::chrono::seconds(5);
/// A room to which only one visitor came ends after this, so that the visitor is queued again
/// within 10 s.
inline constexpr auto kPartnerDeadline = std::chrono::seconds(8);
/// Refused messages that a socket may send before it is closed.
inline constexpr int kRefusalsMax = 8;
/// How long a seat is kept after its socket dropped. Longer if the page reported that it is hidden,
/// because phones let the sockets of hidden pages die.
inline constexpr auto kResumeGrace = std::chrono::seconds(30);
inline constexpr auto kHiddenGrace = std::chrono::seconds(90);
/// How long a seat is kept for a reload. A page that unloads may be reloaded or closed; browsers do
/// not distinguish the two.
inline constexpr auto kReloadGrace = std::chrono::seconds(5);
/// Unacknowledged messages older than this are dropped; a silent socket is closed earlier.
inline constexpr auto kUnconfirmedMax = std::chrono::seconds(60);
/// How often a seat gets an allowance to resend messages that may have been missed.
inline constexpr auto kResendPause = std::chrono::seconds(10);
/// Bytes buffered while a join is pending, and for a partner who has not joined yet.
inline constexpr std::size_t kEarlyBytesMax = 64 * 1024;
/// How long a closed room is remembered here: longer than any token for it is valid.
inline constexpr auto kTombstoneLife =
    credentials::kFreshTokenLife + credentials::kClockSkewMax + std::chrono::seconds(90);
/// By this time the directory has answered or failed.
inline constexpr auto kAnswerDeadline = std::chrono::seconds(3);
/// How long after a restart a home accepts the rooms of its former incarnation.
inline constexpr auto kFormerRoomsWindow = kHiddenGrace;
static_assert(kTombstoneLife > kHiddenGrace, "a late return would not learn that the room is over");

struct RoomsOptions {
  NodeName node;
  std::string url;  ///< of this node's room socket, for the visitors; empty: this site's own
  std::size_t rooms_max = 100'000;
  /// How long a visitor's seat is kept after its socket dropped; 0: the room ends at once.
  std::chrono::seconds resume_grace = kResumeGrace;
  std::chrono::seconds hidden_grace = kHiddenGrace;
  std::chrono::seconds reload_grace = kReloadGrace;  ///< 0: a reload ends the room
  /// Memory of all replay buffers together. Beyond, rooms with nobody connected end, oldest first;
  /// then the oldest buffers are dropped, and a visitor that missed their messages cannot resume.
  std::size_t replay_bytes_total_max = std::size_t{48} * 1024 * 1024;
};

/// The ports of the rooms. Each must outlive them.
struct RoomsPorts {
  RoomDirectory& directory;
  RoomOutlet& outlet;
  Admission& admission;
};

}  // namespace nexus::signalling
