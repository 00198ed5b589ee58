// SPDX-License-Identifier: MIT
#include "matching/find_toll.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace nexus::matching {

Result<void, protocol::MatchServerMessage> FindToll::admit(const NetworkTags& network,
                                                           const protocol::Find& find) {
  const MonotonicTime now = clock_.monotonic();
  const auto wait = rate_.wait(network, now);
  if (wait.count() == 0) {
    rate_.count(network, now);
    return {};
  }
  if (options_.work_bits == 0) {
    metrics_.abuse_steps.count(AbuseStep::kSearchRefused);
    protocol::Error error{.code = protocol::ErrorCode::kRateLimited,
                          .message = "too many searches from this network"};
    error.of = protocol::Find::kType;
    error.find = find.find;
    error.retry_after_ms = wait.count();
    return fail(protocol::MatchServerMessage(std::move(error)));
  }
  if (find.work && accepts(*find.work, network.host)) {
    metrics_.abuse_steps.count(AbuseStep::kWorkDone);
    return {};
  }
  metrics_.abuse_steps.count(AbuseStep::kWorkAsked);
  const unsigned bits = bits_for(network, now);
  return fail(protocol::MatchServerMessage(protocol::Challenge{
      .find = find.find,
      .challenge = challenges_.issue(network.host, options_.node, bits, clock_.wall(), random_),
      .bits = bits}));
}

void FindToll::tick() {
  const MonotonicTime now = clock_.monotonic();
  used_.forget_old(now);
  rate_.tick(now);
  if (!sweep_.is_due(now)) return;
  std::erase_if(sent_, [now](const auto& entry) { return count_of(entry.second, now) < 1; });
}

bool FindToll::accepts(const protocol::Work& work, NetworkTag network) {
  const auto id =
      challenges_.check(work.challenge, work.nonce, network, options_.node, clock_.wall());
  if (!id || used_.contains(*id)) return false;
  used_.add(*id, clock_.monotonic());
  return true;
}

unsigned FindToll::bits_for(const NetworkTags& network, MonotonicTime now) {
  double load = 0;
  for (const auto& [tag, factor] : NetworkRate::widths_of(network)) {
    if (tag.is_none()) continue;
    if (sent_.size() >= NetworkRate::kNetworksMax && !sent_.contains(tag)) continue;
    Sent& sent = sent_[tag];
    const double before = count_of(sent, now);
    load = std::max(load, before / (factor * options_.network_finds.burst));
    sent = {before + 1, now};
  }
  return options_.work_bits + std::min(kWorkBitsMore, static_cast<unsigned>(std::log2(1 + load)));
}

double FindToll::count_of(const Sent& sent, MonotonicTime now) {
  const std::chrono::duration<double> passed = now - sent.updated;
  return sent.count * std::exp2(-(passed / std::chrono::duration<double>(kChallengesForgiven)));
}

}  // namespace nexus::matching
