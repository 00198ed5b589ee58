// What lets a visitor come back as the same visitor on a new socket.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "credentials/keyring.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::credentials {

/// What a visitor carries from socket to socket, so that no node needs to remember it.
struct Session {
  VisitorId visitor;
  std::vector<VisitorId> blocked;

  friend bool operator==(const Session&, const Session&) = default;
};

/// Issues and reads sessions, as texts under a MAC. The text tells its holder nothing but ids.
class SessionTokens {
 public:
  explicit SessionTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const Session& session) const;
  /// Nothing when the text is forged or of another deployment: the caller then makes a new visitor.
  [[nodiscard]] std::optional<Session> read(std::string_view text) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
