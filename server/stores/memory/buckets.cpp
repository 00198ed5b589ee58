// SPDX-License-Identifier: MIT
#include "stores/memory/buckets.hpp"

namespace nexus::stores {

Buckets::Number Buckets::enter(std::string_view name, const Waiting& waiting) {
  const auto known = numbers_.find(name);
  if (known != numbers_.end()) {
    Queue& queue = slots_[known->second].queue;
    queue.insert(queue.end(), waiting);
    return known->second;
  }
  if (free_.empty()) {
    free_.push_back(static_cast<Number>(slots_.size()));
    slots_.emplace_back();
  }
  const Number number = free_.back();
  free_.pop_back();
  slots_[number].name = name;
  slots_[number].queue.insert(waiting);
  numbers_.emplace(name, number);
  return number;
}

void Buckets::leave(Number bucket, const Waiting& waiting) {
  Slot& slot = slots_[bucket];
  if (slot.queue.empty()) return;  // the ticket names this bucket twice, and was the last one in it
  if (*slot.queue.begin() == waiting) {
    slot.queue.erase(slot.queue.begin());
  } else {
    slot.queue.erase(waiting);
  }
  if (!slot.queue.empty()) return;
  numbers_.erase(slot.name);
  slot.name = matching::Bucket();
  free_.push_back(bucket);
}

std::optional<Buckets::Number> Buckets::find(std::string_view name) const {
  const auto known = numbers_.find(name);
  if (known == numbers_.end()) return std::nullopt;
  return known->second;
}

}  // namespace nexus::stores
