// SPDX-License-Identifier: MIT
#include "stores/redis/redis_probe.hpp"

#include "base/text.hpp"

#include <optional>

namespace nexus::stores {
namespace {

/// The reply to TIME: seconds and microseconds, as texts.
std::optional<WallTime> time_in(const RedisReply& reply) {
  const auto* parts = reply.array();
  if (parts == nullptr || parts->size() != 2) return std::nullopt;
  const auto* seconds = (*parts)[0].text();
  const auto* fraction = (*parts)[1].text();
  if (seconds == nullptr || fraction == nullptr) return std::nullopt;
  const auto whole = parse_number<std::int64_t>(*seconds);
  const auto micro = parse_number<std::int64_t>(*fraction);
  if (!whole || !micro) return std::nullopt;
  return WallTime(std::chrono::milliseconds(*whole * 1000 + *micro / 1000));
}

}  // namespace

void RedisProbe::probe() {
  if (!client_.ready()) return;
  client_.command({"TIME"}, [this, alive = std::weak_ptr(alive_),
                             sent = clock_.monotonic()](const RedisClient::Answer& answer) {
    if (alive.expired() || !answer) return;
    const auto time = time_in(*answer);
    if (!time) return;
    const auto half = (clock_.monotonic() - sent) / 2;
    clock_offset_ = clock_.wall() - half - *time;
  });
  client_.command({"XLEN", stream_},
                  [this, alive = std::weak_ptr(alive_)](const RedisClient::Answer& answer) {
                    if (alive.expired() || !answer) return;
                    const auto* length = answer->integer();
                    if (length != nullptr) backlog_ = static_cast<std::uint64_t>(*length);
                  });
}

}  // namespace nexus::stores
