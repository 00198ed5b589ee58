// The two seats of a room.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nexus {

/// The initiator makes the WebRTC offer, the responder answers it. Also names a seat of a room, and
/// its index in records of both. Tokens and Redis hold the digit; the wire protocol spells the role
/// out.
enum class Role : std::uint8_t { kInitiator = 0, kResponder = 1 };

inline constexpr std::array kRoles{Role::kInitiator, Role::kResponder};

[[nodiscard]] constexpr Role partner_of(Role role) {
  return role == Role::kInitiator ? Role::kResponder : Role::kInitiator;
}

[[nodiscard]] constexpr std::string_view digit_of(Role role) {
  return role == Role::kInitiator ? "0" : "1";
}

[[nodiscard]] constexpr std::optional<Role> parse_role_digit(std::string_view text) {
  for (const Role role : kRoles) {
    if (text == digit_of(role)) return role;
  }
  return std::nullopt;
}

/// One value for each role.
template <class Value>
struct PerRole {
  std::array<Value, 2> values{};

  [[nodiscard]] constexpr Value& operator[](Role role) {
    return values[static_cast<std::size_t>(role)];
  }
  [[nodiscard]] constexpr const Value& operator[](Role role) const {
    return values[static_cast<std::size_t>(role)];
  }
};

}  // namespace nexus
