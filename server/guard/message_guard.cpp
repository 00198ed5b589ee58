// SPDX-License-Identifier: MIT
#include "guard/message_guard.hpp"

#include <algorithm>
#include <utility>

namespace nexus::guard {

Verdict MessageGuard::judge(ClientId client, const Cost& cost, std::size_t bytes) {
  Buckets& buckets = buckets_of(client);
  const MonotonicTime now = clock_.monotonic();
  std::chrono::milliseconds retry_after{};
  const auto count = cost.messages + static_cast<std::uint32_t>(bytes / cost.bytes);
  if (!buckets.all.take(limits_.all, now, count)) {
    retry_after = buckets.all.wait(limits_.all, now);
  } else if (cost.costly && !buckets.costly.take(limits_.costly, now)) {
    if (buckets.spare > 0) {
      --buckets.spare;
      return {};
    }
    retry_after = buckets.costly.wait(limits_.costly, now);
  } else {
    return {};
  }
  const bool is_patient = buckets.refused.take(limits_.refused, now);
  return {is_patient ? Verdict::Kind::kRefused : Verdict::Kind::kTooMany, retry_after};
}

void MessageGuard::resume(ClientId client) {
  Buckets& buckets = buckets_of(client);
  if (std::exchange(buckets.has_resumed, true)) return;
  buckets.spare = limits_.resume_spare;
}

MessageGuard::Buckets& MessageGuard::buckets_of(ClientId client) {
  if (clients_.size() >= sweep_size_) sweep();
  return clients_[client];
}

void MessageGuard::sweep() {
  const MonotonicTime now = clock_.monotonic();
  boost::unordered::erase_if(clients_,
                             [now](const auto& entry) { return entry.second.are_new(now); });
  sweep_size_ = std::max(kSweepSizeMin, 2 * clients_.size());
  clients_.reserve(sweep_size_);  // also gives memory back
}

}  // namespace nexus::guard
