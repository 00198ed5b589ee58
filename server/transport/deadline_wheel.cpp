// SPDX-License-Identifier: MIT
#include "transport/deadline_wheel.hpp"

#include <algorithm>

namespace nexus::transport {

DeadlineWheel::DeadlineWheel(Tick now) : now_(now) { heads_.fill(kNone); }

void DeadlineWheel::set(Slot slot, Tick deadline) {
  if (slot >= nodes_.size()) nodes_.resize(slot + std::size_t{1});
  Node& node = nodes_[slot];
  unlink(node);
  node.deadline = deadline;
  // A deadline that has passed goes into the bucket that the next advance visits first.
  const Tick visit = std::max(deadline, now_ + 1);
  const Slot bucket = visit % kBuckets;
  node.previous = kLinkedToBucket | bucket;
  node.next = heads_[bucket];
  if (node.next != kNone) nodes_[node.next].previous = slot;
  heads_[bucket] = slot;
}

void DeadlineWheel::cancel(Slot slot) {
  if (slot < nodes_.size()) unlink(nodes_[slot]);
}

void DeadlineWheel::unlink(Node& node) {
  if (node.previous == kNone) return;
  if ((node.previous & kLinkedToBucket) != 0) {
    heads_[node.previous & ~kLinkedToBucket] = node.next;
  } else {
    nodes_[node.previous].next = node.next;
  }
  if (node.next != kNone) nodes_[node.next].previous = node.previous;
  node.previous = kNone;
}

void DeadlineWheel::advance(Tick now, const std::function<void(Slot)>& fire) {
  if (now <= now_) return;
  const Tick visits = std::min<Tick>(now - now_, kBuckets);
  const Tick first = now_ + 1;
  now_ = now;
  due_.clear();
  for (Tick tick = first; tick != first + visits; ++tick) {
    for (Slot slot = heads_[tick % kBuckets]; slot != kNone; slot = nodes_[slot].next) {
      if (nodes_[slot].deadline <= now) due_.push_back(slot);
    }
  }
  // Slots stay linked until their turn, so that one cancelled or moved meanwhile is not fired.
  for (std::size_t i = 0; i < due_.size(); ++i) {
    Node& node = nodes_[due_[i]];
    if (node.previous == kNone || node.deadline > now) continue;
    unlink(node);
    fire(due_[i]);
  }
}

}  // namespace nexus::transport
