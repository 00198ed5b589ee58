// Seals the tag of a network for the operator's files.
// SPDX-License-Identifier: MIT
#pragma once

#include "credentials/keyring.hpp"
#include "credentials/network_tag.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::credentials {

/// A tag, and the week of its key.
struct SealedNetwork {
  NetworkTag tag;
  Week week = 0;

  friend bool operator==(const SealedNetwork&, const SealedNetwork&) = default;
};

/// Seals tags for reports and opens them in bans. A file of reports alone reveals nothing about
/// networks but which are equal: the same tag gives the same text. `keyring` must be made for this
/// purpose alone.
class NetworkSeals {
 public:
  explicit NetworkSeals(Keyring keyring) : keyring_(std::move(keyring)) {}

  /// Empty for no tag.
  [[nodiscard]] std::string seal(NetworkTag tag, WallTime now) const;
  [[nodiscard]] std::optional<SealedNetwork> open(std::string_view text) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
