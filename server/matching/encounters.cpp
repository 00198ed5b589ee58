// SPDX-License-Identifier: MIT
#include "matching/encounters.hpp"

#include "matching/plan.hpp"

#include <algorithm>

namespace nexus::matching {

void Encounters::met(VisitorId visitor, VisitorId partner, RoomId room, MonotonicTime now) {
  std::deque<Encounter>& known = visitors_[visitor];
  std::erase_if(known, [&](const Encounter& one) { return one.partner == partner; });
  if (known.size() == kRecentMax) known.pop_front();
  known.push_back({partner, room, now + limits_.life});
  order_.emplace_back(now + limits_.life, visitor);
  while (order_.size() > limits_.encounters_max) forget_oldest();
}

void Encounters::missed(VisitorId visitor, RoomId room) {
  const auto found = visitors_.find(visitor);
  if (found == visitors_.end()) return;
  std::erase_if(found->second, [&](const Encounter& one) { return one.room == room; });
  if (found->second.empty()) visitors_.erase(found);
}

void Encounters::forget_old(MonotonicTime now) {
  while (!order_.empty() && order_.front().first <= now) forget_oldest();
}

void Encounters::forget_oldest() {
  const auto [until, visitor] = order_.front();
  order_.pop_front();
  const auto found = visitors_.find(visitor);
  if (found == visitors_.end()) return;
  // clang before 16 captures no structured binding without a name of its own.
  std::erase_if(found->second,
                [by = until](const Encounter& one) { return one.recent_until <= by; });
  if (found->second.empty()) visitors_.erase(found);
}

std::vector<VisitorId> Encounters::partners_of(VisitorId visitor, MonotonicTime now) const {
  std::vector<VisitorId> partners;
  const auto found = visitors_.find(visitor);
  if (found == visitors_.end()) return partners;
  for (const Encounter& one : found->second) {
    if (one.recent_until > now) partners.push_back(one.partner);
  }
  return partners;
}

}  // namespace nexus::matching
