// Finds the server that takes the writes of a pool.
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

/// One procedure for a single server, a primary with replicas, a cluster and Sentinels: the servers
/// of the URL are tried in turn. Each one is the right server, names another one (a cluster's
/// MOVED, a Sentinel's answer), or is of no use at present. The caller decides which: see
/// RedisClient. Lives on the loop. Handlers of the loop may outlive a call, but not this object:
/// the callbacks keep its owner alive.
class RedisLocator {
 public:
  using Located = std::function<void(Result<RedisAddress, std::string>)>;

  /// `timeout` applies to each address of a Sentinel.
  RedisLocator(boost::asio::io_context& loop, RedisUrl url, std::chrono::milliseconds timeout);

  /// Finds the server to try now: `located` is called once, later, unless cancel() comes first.
  void locate(std::chrono::milliseconds patience, Located located);
  /// `error` came from `speaker`. True if it names another server: locate() then returns that one,
  /// once.
  bool redirected(std::string_view error, const RedisAddress& speaker);
  /// The located server is of no use, or no longer: continues with the next one.
  void pass_on() { ++turn_; }
  /// With Sentinels: asks one of them each `period`. Calls `moved` once if a Sentinel reports
  /// another primary than `present`; locate() then returns the new one. Necessary because a primary
  /// that is cut off from its Sentinels does not know that it was replaced.
  void watch(RedisAddress present, std::chrono::milliseconds period, std::function<void()> moved);
  /// Cancels locate() and watch().
  void cancel();

  /// How many servers are tried in turn.
  [[nodiscard]] std::size_t places() const { return url_.servers.size(); }

 private:
  [[nodiscard]] const RedisAddress& seed() const { return url_.servers[turn_ % places()]; }
  [[nodiscard]] bool has_sentinels() const { return !url_.primary_name.empty(); }
  void on_answer(const SentinelAnswer& answer, const RedisAddress& present);

  boost::asio::io_context& loop_;
  RedisUrl url_;
  boost::asio::steady_timer timer_;
  RedisDialer dialer_;  ///< for the Sentinels
  std::optional<SentinelInquiry> inquiry_;
  std::size_t turn_ = 0;
  std::uint64_t calls_ = 0;  ///< distinguishes a cancelled call from the present one
  std::uint64_t epoch_ = 0;  ///< the epoch of the latest Sentinel answer
  std::optional<RedisAddress> redirect_;
};

/// The address in `MOVED <slot> <host>:<port>`. An empty host or "?" stands for the speaker's.
[[nodiscard]] std::optional<RedisAddress> read_moved(std::string_view error,
                                                     const RedisAddress& speaker);

}  // namespace nexus::stores
