// SPDX-License-Identifier: MIT
#include "stores/memory/nodes.hpp"

#include <utility>

namespace nexus::stores {

Nodes::Number Nodes::hold(const NodeName& name) {
  const auto known = numbers_.find(name);
  if (known != numbers_.end()) return hold(known->second);
  if (free_.empty()) {
    free_.push_back(static_cast<Number>(slots_.size()));
    slots_.emplace_back();
  }
  const Number number = free_.back();
  free_.pop_back();
  numbers_.emplace(name, number);
  slots_[number] = {name, 0, 1};
  return number;
}

Nodes::Number Nodes::hold(Number node) {
  ++slots_[node].holders;
  return node;
}

void Nodes::drop(Number node) {
  if (--slots_[node].holders > 0) return;
  numbers_.erase(slots_[node].name);
  slots_[node] = {};
  free_.push_back(node);
}

Nodes::Time Nodes::renew(const NodeName& name, Time end) {
  const Number node = hold(name);
  const Time former = std::exchange(slots_[node].lease, end);
  if (former != 0) drop(node);  // the lease already holds it
  return former;
}

std::uint64_t Nodes::sweep(Time now) {
  std::uint64_t ended = 0;
  for (Number node = 0; node < slots_.size(); ++node) {
    if (slots_[node].lease == 0 || slots_[node].lease > now) continue;
    slots_[node].lease = 0;
    drop(node);
    ++ended;
  }
  return ended;
}

}  // namespace nexus::stores
