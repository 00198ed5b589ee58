// SPDX-License-Identifier: MIT
#include "signalling/outbox.hpp"

#include <utility>

namespace nexus::signalling {

void Outbox::push(Entry entry) {
  ++sent_;
  bytes_ += entry.text.size();
  entries_.push_back(std::move(entry));
  while (bytes_ > kOutboxBytesMax) drop_oldest();
}

void Outbox::forget_before(MonotonicTime time) {
  while (!entries_.empty() && entries_.front().at < time) drop_oldest();
}

void Outbox::drop_oldest() {
  bytes_ -= entries_.front().text.size();
  entries_.pop_front();
}

}  // namespace nexus::signalling
