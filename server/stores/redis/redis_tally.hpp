// The tally in Redis: a stream that all matching nodes write and read.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "matching/shared_tally.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_wire.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::stores {

/// Entries that Redis keeps; 150 bytes each.
inline constexpr std::size_t kTallyMax = 50'000;
/// Maximum entries of one call, in each direction: bounds the time that it holds Redis.
inline constexpr std::size_t kTallyReadMax = 500;

/// One call a second sends this node's entries and receives those of the others. While Redis is
/// away, the latest kUnsentMax entries are kept. Lives on the client's loop.
class RedisTally final : public matching::SharedTally {
 public:
  static constexpr auto kPeriod = std::chrono::seconds(1);
  static constexpr std::size_t kUnsentMax = 10'000;

  /// Redis keeps entries for `life`. `functions` must outlive it.
  RedisTally(RedisFunctions& functions, const RedisPool& pool, std::chrono::milliseconds life,
             Random& random, matching::TallyListener listener, Log log);

  void share(const matching::TallyEntry& entry) override;
  void set_life(std::chrono::milliseconds life) { life_ms_ = std::to_string(life.count()); }
  /// Call every kPeriod.
  void exchange();

 private:
  /// Passes on what was received; false if the reply is malformed.
  bool take(const RedisReply& reply);

  RedisFunctions& functions_;
  std::string prefix_;
  std::string life_ms_;
  std::string self_;  ///< of this start of the process, which receives the entries of earlier ones
  matching::TallyListener listener_;
  Log log_;
  std::string last_read_ = "0-0";
  std::deque<std::string> unsent_;
  std::size_t sending_ = 0;  ///< the first entries of `unsent_`, in the call under way
  bool is_calling_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

/// An entry as text: what was counted, the time in milliseconds since the epoch, ids and numbers.
[[nodiscard]] std::string tally_text(const matching::TallyEntry& entry);
/// nullopt for a text that tally_text() does not write.
[[nodiscard]] std::optional<matching::TallyEntry> read_tally_text(std::string_view text);

}  // namespace nexus::stores
