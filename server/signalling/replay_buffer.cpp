// SPDX-License-Identifier: MIT
#include "signalling/replay_buffer.hpp"

#include <algorithm>
#include <utility>

namespace nexus::signalling {
namespace {

/// What an entry takes besides its text: the allocator's share, and a receipt that it may have.
constexpr std::size_t kAllocationBytes = 16 + sizeof(protocol::Delivered);

}  // namespace

void ReplayBuffer::push(Entry entry) {
  ++sent_;
  bytes_ += entry.text.size();
  entries_.push_back(std::move(entry));
  std::size_t excess = 0;
  for (std::size_t kept = bytes_; kept > kReplayBytesMax; ++excess) {
    kept -= entries_[dropped_ + excess].text.size();
  }
  drop_oldest(excess);
  count_memory();
}

void ReplayBuffer::drop_before(MonotonicTime time) {
  const auto oldest = entries_.begin() + static_cast<std::ptrdiff_t>(dropped_);
  const auto kept =
      std::find_if(oldest, entries_.end(), [time](const Entry& entry) { return entry.at >= time; });
  drop_oldest(static_cast<std::size_t>(kept - oldest));
  count_memory();
}

void ReplayBuffer::drop_all() {
  entries_ = std::vector<Entry>();
  dropped_ = 0;
  bytes_ = 0;
  count_memory();
}

void ReplayBuffer::restart() {
  drop_all();
  sent_ = 0;
}

void ReplayBuffer::count_memory() {
  total_ -= counted_;
  counted_ = bytes_ + count() * kAllocationBytes + entries_.capacity() * sizeof(Entry);
  total_ += counted_;
}

void ReplayBuffer::drop_oldest(std::size_t count) {
  for (; count > 0; --count, ++dropped_) {
    Entry& entry = entries_[dropped_];
    bytes_ -= entry.text.size();
    entry = Entry{};
  }
  if (dropped_ * 2 < entries_.size()) return;
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(dropped_));
  dropped_ = 0;
}

}  // namespace nexus::signalling
