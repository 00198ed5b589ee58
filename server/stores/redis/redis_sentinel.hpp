// Asks a Sentinel for the primary.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "stores/redis/redis_dialer.hpp"
#include "stores/redis/redis_reply.hpp"
#include "stores/redis/redis_url.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}

namespace nexus::stores {

struct SentinelAnswer {
  RedisAddress primary;
  /// Sentinels raise it at every failover: of two different answers, the one with the higher epoch
  /// is newer.
  std::uint64_t epoch = 0;
};

/// One question to one Sentinel, over its own connection: a permanent connection would keep asking
/// one Sentinel, which may be cut off from the others. Lives on the loop.
class SentinelInquiry {
 public:
  /// An error is one line for the log.
  using Done = std::function<void(Result<SentinelAnswer, std::string>)>;

  /// `done` is called once, later, on the loop: when `dialer` has failed, or at the latest
  /// `patience` after it has connected. `dialer` has its own time-outs and must outlive this.
  SentinelInquiry(boost::asio::io_context& loop, RedisDialer& dialer, const RedisUrl& url,
                  const RedisAddress& sentinel, std::chrono::milliseconds patience, Done done);
  /// Cancels the question: `done` is not called any more.
  ~SentinelInquiry();
  SentinelInquiry(const SentinelInquiry&) = delete;
  SentinelInquiry& operator=(const SentinelInquiry&) = delete;

 private:
  struct Exchange;
  std::shared_ptr<Exchange> exchange_;
};

/// From the replies to SENTINEL MASTER and SENTINEL GET-MASTER-ADDR-BY-NAME.
[[nodiscard]] Result<SentinelAnswer, std::string> read_sentinel_answer(const RedisReply& details,
                                                                       const RedisReply& address);

}  // namespace nexus::stores
