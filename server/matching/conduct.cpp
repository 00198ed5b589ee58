// SPDX-License-Identifier: MIT
#include "matching/conduct.hpp"

#include <algorithm>
#include <utility>

namespace nexus::matching {

void Conduct::add(const NetworkTags& network, double no_shows, MonotonicTime now) {
  const double most = limits_.no_shows_free + kOwedMax;
  const std::pair<NetworkTag, double> widths[] = {
      {network.host, no_shows}, {network.region, no_shows / kHostAllowancesPerRegion}};
  for (const auto& [tag, count] : widths) {
    // Nobody gets credit in advance, so a good network needs no record.
    if (count < 0 && !networks_.contains(tag)) continue;
    Record* const record = record_of(tag);
    if (record == nullptr) continue;
    record->no_shows = std::clamp(Conduct::no_shows(*record, now) + count, 0.0, most);
    record->updated = now;
  }
}

std::chrono::milliseconds Conduct::delay(const NetworkTags& network, MonotonicTime now) const {
  return std::max(delay_of(network.host, now), delay_of(network.region, now));
}

std::chrono::milliseconds Conduct::delay_of(NetworkTag network, MonotonicTime now) const {
  const auto found = networks_.find(network);
  if (found == networks_.end()) return {};
  const double owed = no_shows(found->second, now) - limits_.no_shows_free;
  if (owed <= 0) return {};
  const auto delay = std::chrono::seconds(1) * (1U << static_cast<unsigned>(std::min(owed, 20.0)));
  return std::min<std::chrono::milliseconds>(delay, limits_.delay_max);
}

bool Conduct::takes_description(NetworkTag network, MonotonicTime now) {
  Record* const record = record_of(network);
  return record == nullptr || record->descriptions.take(limits_.descriptions, now);
}

void Conduct::forget_good(MonotonicTime now) {
  std::erase_if(networks_, [&](const auto& entry) {
    const Record& record = entry.second;
    return no_shows(record, now) <= 0 && record.descriptions.is_full(now);
  });
}

double Conduct::no_shows(const Record& record, MonotonicTime now) {
  const std::chrono::duration<double> passed = now - record.updated;
  return std::max(0.0, record.no_shows - passed / std::chrono::duration<double>(kForgiven));
}

Conduct::Record* Conduct::record_of(NetworkTag network) {
  if (network.is_none()) return nullptr;
  const auto found = networks_.find(network);
  if (found != networks_.end()) return &found->second;
  if (networks_.size() >= kNetworksMax) return nullptr;
  return &networks_[network];
}

}  // namespace nexus::matching
