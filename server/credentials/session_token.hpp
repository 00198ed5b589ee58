// What lets a visitor come back as the same visitor on a new socket.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "credentials/keyring.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nexus::credentials {

/// Issues and reads sessions: a visitor id under a MAC, so that no node needs to remember visitors.
class SessionTokens {
 public:
  explicit SessionTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(VisitorId visitor) const;
  /// Nothing when the text is forged or of another deployment: the caller then makes a new visitor.
  [[nodiscard]] std::optional<VisitorId> read(std::string_view text) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
