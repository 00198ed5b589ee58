// Asks visitors of a network that searches very often for proof of work.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/network.hpp"
#include "base/periodic.hpp"
#include "base/random.hpp"
#include "base/recent_set.hpp"
#include "base/result.hpp"
#include "credentials/credentials.hpp"
#include "matching/desk_options.hpp"
#include "matching/matching_metrics.hpp"
#include "matching/network_rate.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstddef>
#include <unordered_map>

namespace nexus::matching {

/// Solutions that are remembered as used, for as long as their challenge lives. At the limit the
/// oldest is forgotten and could be used again; to get there takes 2^bits hashes for each.
inline constexpr std::size_t kWorkUsedMax = 50'000;
/// Bits that are added for a network that is asked for more and more work.
inline constexpr unsigned kWorkBitsMore = 4;
/// Half of the challenges that a network was sent are forgotten in each of these periods.
inline constexpr auto kChallengesForgiven = std::chrono::seconds(10);

/// Lets every search begin while its network keeps within DeskOptions::network_finds. Beyond that
/// rate a search must carry the solution of a challenge. So people who share an address are never
/// refused, and a flood costs its sender CPU time.
class FindToll {
 public:
  FindToll(const DeskOptions& options, const credentials::Credentials& credentials,
           MatchingMetrics& metrics, const Clock& clock, Random& random)
      : options_(options),
        challenges_(credentials.work),
        metrics_(metrics),
        clock_(clock),
        random_(random),
        rate_(options.network_finds) {}

  /// Admits the search, which then counts, or refuses it by the error: the reply to the client.
  [[nodiscard]] Result<void, protocol::MatchServerMessage> admit(const NetworkTags& network,
                                                                 const protocol::Find& find);

  /// After a change of DeskOptions::network_finds.
  void set_rate(guard::Rate rate) { rate_.set_rate(rate); }

  void tick();

 private:
  /// Challenges of a network that were sent lately: `count` at `updated`.
  struct Sent {
    double count = 0;
    MonotonicTime updated{};
  };

  /// Whether the work is done and was not used before. It counts as used from now on.
  [[nodiscard]] bool accepts(const protocol::Work& work, NetworkTag network);
  /// The difficulty of one more challenge: a bit more each time that a network was sent twice as
  /// many.
  [[nodiscard]] unsigned bits_for(const NetworkTags& network, MonotonicTime now);
  [[nodiscard]] static double count_of(const Sent& sent, MonotonicTime now);

  const DeskOptions& options_;
  const credentials::WorkChallenges& challenges_;
  MatchingMetrics& metrics_;
  const Clock& clock_;
  Random& random_;
  NetworkRate rate_;
  std::unordered_map<NetworkTag, Sent> sent_;  ///< at most NetworkRate::kNetworksMax
  RecentSet<credentials::WorkId> used_{credentials::kWorkChallengeLife, kWorkUsedMax};
  Periodic sweep_{std::chrono::minutes(1)};  ///< of sent_
};

}  // namespace nexus::matching
