// SPDX-License-Identifier: MIT
#include "stores/redis/redis_week_keys.hpp"

#include <algorithm>
#include <utility>

namespace nexus::stores {

void RedisWeekKeys::agree(const credentials::WeekKey& candidate, std::chrono::milliseconds life,
                          Done done) {
  const auto life_ms = std::max<std::int64_t>(1, life.count());
  functions_.call("nexus_week_key", prefix_,
                  {std::to_string(candidate.week), candidate.text(), std::to_string(life_ms)},
                  [done = std::move(done)](const Result<RedisReply, StoreError>& reply) {
                    const auto* text = reply ? reply->text() : nullptr;
                    done(text == nullptr ? std::nullopt : credentials::WeekKey::parse(*text));
                  });
}

}  // namespace nexus::stores
