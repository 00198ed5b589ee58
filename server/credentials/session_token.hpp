// The session: makes a visitor on a new socket the same visitor.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"
#include "base/random.hpp"
#include "credentials/keyring.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::credentials {

/// Maximum blocked visitors of a session, and blocked networks. At the limit the oldest is dropped.
inline constexpr std::size_t kSessionBlockedMax = 32;
inline constexpr std::size_t kSessionBlockedNetworksMax = 8;

/// A session that was not used for this long is over. Each use issues it again.
inline constexpr auto kSessionLife = std::chrono::days(30);

/// Partners that a visitor blocked, the latest last.
struct Blocks {
  std::vector<VisitorId> visitors;   ///< at most kSessionBlockedMax
  std::vector<NetworkTag> networks;  ///< theirs, at most kSessionBlockedNetworksMax

  /// Adds a partner; its network only if that is known.
  void add(VisitorId visitor, NetworkTag network);

  friend bool operator==(const Blocks&, const Blocks&) = default;
};

/// State that a visitor carries from socket to socket, so that no node needs to store it.
struct Session {
  VisitorId visitor;
  Blocks blocked{};

  friend bool operator==(const Session&, const Session&) = default;
};

/// Issues and reads sessions. They are sealed, because the block list would show a page its
/// partners' ids. All have the same length, and two of them differ in every byte even with the same
/// content: a page that blocks twice does not learn whether it blocked the same visitor. `keyring`
/// must be made for this purpose alone.
class SessionTokens {
 public:
  explicit SessionTokens(Keyring keyring) : keyring_(std::move(keyring)) {}

  [[nodiscard]] std::string issue(const Session& session, WallTime now, Random& random) const;
  /// nullopt if the text is forged, from another deployment or older than kSessionLife: the caller
  /// then makes a new visitor.
  [[nodiscard]] std::optional<Session> read(std::string_view text, WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
