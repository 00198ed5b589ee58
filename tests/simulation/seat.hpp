// A visitor's seat in a room, which outlives its socket and its home.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"

#include <concepts>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::simulation {

/// Counts what comes and keeps what goes, as the web app's room-seat.ts does: so that after a drop
/// each end can send what the other missed.
class Seat {
 public:
  Seat(std::string room, std::string secret) : room_(std::move(room)), secret_(std::move(secret)) {}

  [[nodiscard]] const std::string& room() const { return room_; }
  [[nodiscard]] const std::string& secret() const { return secret_; }

  /// Everything of this room that comes goes through here.
  void hear(const protocol::RoomServerMessage& message);

  /// Keeps what is said: it arrives, also if there is no socket now. Returns how it reads.
  template <class Message>
  std::string say(const Message& message) {
    std::string text = protocol::encode(message);
    if constexpr (std::same_as<Message, protocol::Chat>) confirm_later(message.id, text);
    if constexpr (std::same_as<Message, protocol::Hidden>) confirm_later(kHidden, text);
    keep(text);
    return text;
  }

  [[nodiscard]] protocol::Join join() const { return {.seat = secret_, .received = received_}; }
  /// The home knows nothing of what was said: returns what is to be said again.
  std::vector<std::string> rejoined(std::string secret);
  /// The home heard so much: returns the rest, or nothing when that is lost.
  std::optional<std::vector<std::string>> resumed(std::string secret, std::int64_t heard);

 private:
  static constexpr const char* kHidden = "hidden";

  void confirm_later(const std::string& key, const std::string& text);
  void keep(std::string text);

  std::string room_;
  std::string secret_;
  std::int64_t received_ = 0;
  std::int64_t sent_ = 0;
  std::deque<std::string> kept_;
  std::vector<std::pair<std::string, std::string>> unconfirmed_;  ///< in the order said
};

}  // namespace nexus::simulation
