// SPDX-License-Identifier: MIT
#include "signalling/replay_buffer.hpp"

#include <algorithm>
#include <utility>

namespace nexus::signalling {

void ReplayBuffer::push(Entry entry) {
  ++sent_;
  bytes_ += entry.text.size();
  entries_.push_back(std::move(entry));
  std::size_t dropped = 0;
  for (std::size_t kept = bytes_; kept > kReplayBytesMax; ++dropped) {
    kept -= entries_[dropped].text.size();
  }
  drop_oldest(dropped);
}

void ReplayBuffer::drop_before(MonotonicTime time) {
  const auto kept = std::find_if(entries_.begin(), entries_.end(),
                                 [time](const Entry& entry) { return entry.at >= time; });
  drop_oldest(static_cast<std::size_t>(kept - entries_.begin()));
}

void ReplayBuffer::drop_oldest(std::size_t count) {
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(count);
  for (auto entry = entries_.begin(); entry != end; ++entry) bytes_ -= entry->text.size();
  entries_.erase(entries_.begin(), end);
}

}  // namespace nexus::signalling
