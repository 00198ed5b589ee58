// Which server takes the writes of a pool.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "stores/redis/redis_sentinel.hpp"
#include "stores/redis/redis_url.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/steady_timer.hpp>

namespace nexus::stores {

/// One way for a single server, a primary with replicas, a cluster and Sentinels: the servers of
/// the URL are asked in turn, and each is the wanted one, names another (a cluster's MOVED, a
/// Sentinel's answer), or is of no use now. The caller judges what it finds: see RedisClient. Lives
/// on the loop. Handlers of the loop may outlive a call, not this object: the callbacks keep alive
/// whatever holds it.
class RedisLocator {
 public:
  using Located = std::function<void(Result<RedisAddress, std::string>)>;

  /// `timeout` is that of each address of a Sentinel.
  RedisLocator(boost::asio::io_context& loop, RedisUrl url, std::chrono::milliseconds timeout);

  /// Names the server to try now: `located` is called once, later, unless cancel() comes first.
  void locate(std::chrono::milliseconds patience, Located located);
  /// `error` came from `speaker`. True if it names another server: locate() will name that, once.
  bool redirected(std::string_view error, const RedisAddress& speaker);
  /// What was located was of no use, or is no longer: asks the next one from here on.
  void pass_on() { ++turn_; }
  /// With Sentinels: asks one of them each `period`, and calls `moved` once if it has news that the
  /// primary is not `present` any more; locate() will name the new one. A primary that is cut off
  /// from its Sentinels does not know that it is none.
  void watch(RedisAddress present, std::chrono::milliseconds period, std::function<void()> moved);
  /// Leaves locate() and watch().
  void cancel();

  /// How many are asked in turn.
  [[nodiscard]] std::size_t places() const { return url_.servers.size(); }

 private:
  [[nodiscard]] const RedisAddress& seed() const { return url_.servers[turn_ % places()]; }
  [[nodiscard]] bool has_sentinels() const { return !url_.primary_name.empty(); }
  void hear(const SentinelAnswer& answer, const RedisAddress& present);

  boost::asio::io_context& loop_;
  RedisUrl url_;
  boost::asio::steady_timer timer_;
  RedisDialer dialer_;  ///< to the Sentinels
  std::optional<SentinelInquiry> inquiry_;
  std::size_t turn_ = 0;
  std::uint64_t calls_ = 0;  ///< tells a call that was cancelled from the present one
  std::uint64_t epoch_ = 0;  ///< of the Sentinels' answer that is followed
  std::optional<RedisAddress> redirect_;
};

/// The address in `MOVED <slot> <host>:<port>`; a host that is empty or "?" is the speaker's.
[[nodiscard]] std::optional<RedisAddress> read_moved(std::string_view error,
                                                     const RedisAddress& speaker);

}  // namespace nexus::stores
