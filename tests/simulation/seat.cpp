// SPDX-License-Identifier: MIT
#include "simulation/seat.hpp"

#include <algorithm>

namespace nexus::simulation {
namespace {

constexpr std::size_t kKeptMost = 256;

}  // namespace

void Seat::receive(const protocol::RoomServerMessage& message) {
  std::visit(
      [&]<class Message>(const Message& one) {
        if constexpr (Message::kCounts) {
          if (one.room != room_) return;
          ++received_;
          if constexpr (std::same_as<Message, protocol::Delivered>) {
            std::erase_if(unconfirmed_, [&](const auto& sent) { return sent.first == one.id; });
          }
        }
      },
      message);
}

void Seat::confirm_later(const std::string& key, const std::string& text) {
  const auto known = std::find_if(unconfirmed_.begin(), unconfirmed_.end(),
                                  [&](const auto& sent) { return sent.first == key; });
  if (known == unconfirmed_.end()) {
    unconfirmed_.emplace_back(key, text);
  } else {
    known->second = text;
  }
}

void Seat::keep(std::string text) {
  ++sent_;
  kept_.push_back(std::move(text));
  if (kept_.size() > kKeptMost) kept_.pop_front();
}

std::vector<std::string> Seat::rejoined(std::string secret) {
  secret_ = std::move(secret);
  received_ = 0;
  sent_ = 0;
  kept_.clear();
  std::vector<std::string> again;
  for (const auto& [key, text] : unconfirmed_) {
    keep(text);
    again.push_back(text);
  }
  return again;
}

std::optional<std::vector<std::string>> Seat::resumed(std::string secret,
                                                      std::int64_t received_count) {
  secret_ = std::move(secret);
  const std::int64_t missed = sent_ - received_count;
  if (missed < 0 || missed > static_cast<std::int64_t>(kept_.size())) return std::nullopt;
  kept_.erase(kept_.begin(), kept_.end() - missed);
  return std::vector<std::string>(kept_.begin(), kept_.end());
}

}  // namespace nexus::simulation
