// Proof of work: challenges that cost a client CPU time and the server almost none.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"
#include "base/random.hpp"
#include "credentials/keyring.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::credentials {

/// Long enough for a slow phone to solve the hardest challenge.
inline constexpr auto kWorkChallengeLife = std::chrono::seconds(60);

/// Identifies one challenge, so that it is used once.
using WorkId = StrongId<struct WorkIdTag>;

/// Whether SHA-256(challenge ':' nonce in decimal) begins with that many zero bits.
[[nodiscard]] bool is_solved(std::string_view challenge, std::int64_t nonce, unsigned bits);

/// Issues challenges and checks solutions without keeping any of them. A challenge is bound to a
/// network and a node, because only that node remembers which were used. `keyring` must be made for
/// this purpose alone.
class WorkChallenges {
 public:
  explicit WorkChallenges(Keyring keyring) : keyring_(std::move(keyring)) {}

  /// `bits`: a solution takes 2^bits hashes on average.
  [[nodiscard]] std::string issue(NetworkTag network, const NodeName& node, unsigned bits,
                                  WallTime now, Random& random) const;
  /// nullopt unless the challenge is this node's own for that network, at most kWorkChallengeLife
  /// old, and solved. Takes some microseconds.
  [[nodiscard]] std::optional<WorkId> check(std::string_view challenge, std::int64_t nonce,
                                            NetworkTag network, const NodeName& node,
                                            WallTime now) const;

 private:
  Keyring keyring_;
};

}  // namespace nexus::credentials
