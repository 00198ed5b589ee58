// SPDX-License-Identifier: MIT
#include "guard/message_guard.hpp"

namespace nexus::guard {

void MessageGuard::resume(ClientId client) {
  Buckets* const buckets = clients_.find(client);
  if (buckets == nullptr || buckets->has_resumed) return;
  buckets->has_resumed = true;
  buckets->spare = limits_.resume_spare;
}

Verdict MessageGuard::judge(ClientId client, Cost cost) {
  Buckets* const found = clients_.find(client);
  if (found == nullptr) return {};
  Buckets& buckets = *found;
  const MonotonicTime now = clock_.monotonic();
  std::chrono::milliseconds retry_after{};
  if (!buckets.all.take(limits_.all, now)) {
    retry_after = buckets.all.wait(limits_.all, now);
  } else if (cost == Cost::kDear && !buckets.dear.take(limits_.dear, now)) {
    if (buckets.spare > 0) {
      --buckets.spare;
      return {};
    }
    retry_after = buckets.dear.wait(limits_.dear, now);
  } else {
    return {};
  }
  const bool is_patient = buckets.refused.take(limits_.refused, now);
  return {is_patient ? Verdict::Kind::kRefused : Verdict::Kind::kTooMany, retry_after};
}

}  // namespace nexus::guard
