// What each network did lately: matches that its visitors did not join, and descriptions that they
// received.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/network.hpp"
#include "guard/token_bucket.hpp"

#include <chrono>
#include <cstddef>
#include <unordered_map>

namespace nexus::matching {

struct ConductLimits {
  /// Matches in a row that a network may miss without a delay. Networks are shared, and anybody may
  /// lose a connection.
  std::uint32_t no_shows_free = 4;
  /// The longest delay. The first no-show that is not free delays by 2 s, and each further one
  /// twice as long. 0: no delay.
  std::chrono::seconds delay_max = std::chrono::seconds(60);
  /// Pre-generated descriptions that a network may receive. Beyond the rate its matches come
  /// without, and are negotiated in the room, where both visitors are present. The default is what
  /// two visitors receive that skip as fast as allowed.
  guard::Rate descriptions{.count = 2, .period = std::chrono::seconds(1), .burst = 10};
};

/// Delays searches of networks whose visitors keep others waiting, and limits how many addresses a
/// network can collect. A visitor alone cannot be judged, because a new one costs nothing. Each
/// node judges by what it sees. Does nothing for visitors whose network is not known. An IPv6 /48
/// is judged beside its /64s, each no-show as one of kHostAllowancesPerRegion: one person may have
/// all of them.
class Conduct {
 public:
  /// A network is forgiven one no-show in each of these periods.
  static constexpr auto kForgiven = std::chrono::seconds(30);
  /// A network never owes more no-shows than this beyond the free ones: at most five minutes.
  static constexpr std::uint32_t kOwedMax = 10;
  /// Networks that are remembered. At the limit a new one is not judged.
  static constexpr std::size_t kNetworksMax = 200'000;

  explicit Conduct(ConductLimits limits) : limits_(limits) {}

  void set_limits(ConductLimits limits) { limits_ = limits; }

  /// A visitor of this network did not join, and its partner had to wait.
  void missed(const NetworkTags& network, MonotonicTime now) { add(network, 1, now); }
  /// A visitor of this network came to its match: makes up for one no-show.
  void came(const NetworkTags& network, MonotonicTime now) { add(network, -1, now); }
  /// How long a search from this network meets only others of its kind.
  [[nodiscard]] std::chrono::milliseconds delay(const NetworkTags& network,
                                                MonotonicTime now) const;

  /// Whether a visitor of this network may receive one more description.
  [[nodiscard]] bool takes_description(NetworkTag network, MonotonicTime now);

  /// Forgets networks without a record. Call about once a minute.
  void forget_good(MonotonicTime now);
  [[nodiscard]] std::size_t size() const { return networks_.size(); }

 private:
  struct Record {
    double no_shows = 0;  ///< at `updated`; falls by one every kForgiven
    MonotonicTime updated{};
    guard::TokenBucket descriptions;
  };

  void add(const NetworkTags& network, double no_shows, MonotonicTime now);
  [[nodiscard]] std::chrono::milliseconds delay_of(NetworkTag network, MonotonicTime now) const;
  [[nodiscard]] static double no_shows(const Record& record, MonotonicTime now);
  /// nullptr if the network is not known, or at the limit.
  Record* record_of(NetworkTag network);

  ConductLimits limits_;
  std::unordered_map<NetworkTag, Record> networks_;
};

}  // namespace nexus::matching
