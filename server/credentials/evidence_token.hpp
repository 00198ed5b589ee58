// Admits the evidence of one report, at any node.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "credentials/keyring.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::credentials {

/// How long after a report its evidence is accepted.
inline constexpr auto kEvidenceTokenLife = std::chrono::minutes(10);

/// Issues and reads evidence tokens. A token can be used until its evidence is stored: the files of
/// the evidence, not the token, show that. `keyring` must be made for this purpose alone.
class EvidenceTokens {
 public:
  explicit EvidenceTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  /// `reference` is that of the report: reference_of().
  [[nodiscard]] std::string issue(std::string_view reference, WallTime now) const;
  /// The report's reference. nullopt unless `text` is genuine and at most kEvidenceTokenLife old at
  /// `now`, by the clock of any node.
  [[nodiscard]] std::optional<std::string> reference_in(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
