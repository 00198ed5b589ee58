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
  std::size_t dropped = 0;
  for (std::size_t kept = bytes_; kept > kReplayBytesMax; ++dropped) {
    kept -= entries_[dropped].text.size();
  }
  drop_oldest(dropped);
  count_memory();
}

void ReplayBuffer::drop_before(MonotonicTime time) {
  const auto kept = std::find_if(entries_.begin(), entries_.end(),
                                 [time](const Entry& entry) { return entry.at >= time; });
  drop_oldest(static_cast<std::size_t>(kept - entries_.begin()));
  count_memory();
}

void ReplayBuffer::drop_all() {
  entries_ = std::vector<Entry>();
  bytes_ = 0;
  count_memory();
}

void ReplayBuffer::restart() {
  drop_all();
  sent_ = 0;
}

void ReplayBuffer::count_memory() {
  total_ -= counted_;
  counted_ = bytes_ + entries_.size() * kAllocationBytes + entries_.capacity() * sizeof(Entry);
  total_ += counted_;
}

void ReplayBuffer::drop_oldest(std::size_t count) {
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(count);
  for (auto entry = entries_.begin(); entry != end; ++entry) bytes_ -= entry->text.size();
  entries_.erase(entries_.begin(), end);
}

}  // namespace nexus::signalling
