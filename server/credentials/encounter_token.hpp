// Proves, on any node, which partner a visitor was matched with.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"
#include "credentials/keyring.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::credentials {

/// How long after a match its partner can be reported, blocked, or asked to meet again: the longest
/// conversation (no seat token lasts longer than a day) and an hour.
inline constexpr auto kEncounterLife = std::chrono::hours(25);

struct Encounter {
  VisitorId visitor;  ///< the bearer of the token
  RoomId room;
  VisitorId partner;
  NetworkTag partner_network;  ///< none if it is not known
  WallTime issued;
};

/// The partner of an encounter.
struct MetPartner {
  VisitorId visitor;
  NetworkTag network;  ///< where the partner connected from; none if it is not known

  friend bool operator==(const MetPartner&, const MetPartner&) = default;
};

/// Issues and reads encounter tokens. They reveal nothing to their bearers: a visible visitor id
/// would show when the same partner appears again. `keyring` must be made for this purpose alone.
class EncounterTokens {
 public:
  explicit EncounterTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const Encounter& encounter) const;
  /// The partner. nullopt unless `text` is genuine, was issued to `visitor` for `room` and is at
  /// most kEncounterLife old at `now`, by the clock of any node.
  [[nodiscard]] std::optional<MetPartner> partner(std::string_view text, VisitorId visitor,
                                                  RoomId room, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
