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

/// Counts received and keeps sent messages, as the web app's room-seat.ts does, so that after a
/// drop each end can resend what the other missed.
class Seat {
 public:
  Seat(std::string room, std::string secret) : room_(std::move(room)), secret_(std::move(secret)) {}

  [[nodiscard]] const std::string& room() const { return room_; }
  [[nodiscard]] const std::string& secret() const { return secret_; }

  /// Counts a received message of this room.
  void receive(const protocol::RoomServerMessage& message);

  /// Keeps a message until it has arrived, even without a socket now. Returns its encoding.
  template <class Message>
  std::string send(const Message& message) {
    std::string text = protocol::encode(message);
    if constexpr (std::same_as<Message, protocol::Chat>) confirm_later(message.id, text);
    if constexpr (std::same_as<Message, protocol::Hidden>) confirm_later(kHidden, text);
    if constexpr (std::same_as<Message, protocol::Like>) confirm_later(kLike, text);
    keep(text);
    return text;
  }

  [[nodiscard]] protocol::Join join() const { return {.seat = secret_, .received = received_}; }
  /// The home has lost its counts: returns all unacknowledged messages, to resend.
  std::vector<std::string> rejoined(std::string secret);
  /// The home has received this many: returns the rest, or nullopt if that is lost.
  std::optional<std::vector<std::string>> resumed(std::string secret, std::int64_t received_count);

 private:
  // No id of a chat equals one of these.
  static constexpr const char* kHidden = "hidden";
  static constexpr const char* kLike = "like";

  void confirm_later(const std::string& key, const std::string& text);
  void keep(std::string text);

  std::string room_;
  std::string secret_;
  std::int64_t received_ = 0;
  std::int64_t sent_ = 0;
  std::deque<std::string> kept_;
  std::vector<std::pair<std::string, std::string>> unconfirmed_;  ///< in the order sent
};

}  // namespace nexus::simulation
