// Identifiers as types: a RoomId cannot be passed where a TicketId is meant.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/base64url.hpp"
#include "base/random.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace nexus {

/// 128 random bits. They cannot be guessed, so a client that presents an id must have received it.
/// Trivially copyable; as text 22 characters of base64url. All zero bits stand for "none".
template <class Tag>
class StrongId {
 public:
  static constexpr std::size_t kTextLength = 22;

  constexpr StrongId() = default;

  [[nodiscard]] static StrongId random(Random& source) {
    StrongId id;
    source.fill(id.bytes_);
    return id;
  }

  [[nodiscard]] static std::optional<StrongId> parse(std::string_view text) {
    if (text.size() != kTextLength) return std::nullopt;
    const auto bytes = base64url_decode(text);
    if (!bytes) return std::nullopt;
    StrongId id;
    std::memcpy(id.bytes_.data(), bytes->data(), id.bytes_.size());
    return id;
  }

  [[nodiscard]] std::string text() const { return base64url_encode(bytes_); }
  [[nodiscard]] bool is_none() const { return *this == StrongId{}; }
  [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }

  friend auto operator<=>(const StrongId&, const StrongId&) = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

/// A name that an operator chose (a node, a lane) or a counter that a process assigned (a socket).
template <class Tag, class Value>
struct StrongValue {
  Value value{};
  friend auto operator<=>(const StrongValue&, const StrongValue&) = default;
};

}  // namespace nexus

template <class Tag>
struct std::hash<nexus::StrongId<Tag>> {
  std::size_t operator()(const nexus::StrongId<Tag>& id) const noexcept {
    std::size_t head = 0;  // ids are random bits: no mixing needed
    std::memcpy(&head, id.bytes().data(), sizeof head);
    return head;
  }
};

template <class Tag, class Value>
struct std::hash<nexus::StrongValue<Tag, Value>> {
  std::size_t operator()(const nexus::StrongValue<Tag, Value>& id) const noexcept {
    return std::hash<Value>{}(id.value);
  }
};
