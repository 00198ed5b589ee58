// What is kept for each open socket, found by the socket's id.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace nexus {

/// A table by the lower half of an id, which the transport gives to one open socket at a time and
/// takes as small as it can; the upper half tells those apart that had it one after the other. Less
/// than half the memory of a hash table. Values stay where they are while their socket is open; the
/// table is as long as the highest lower half that was opened so far. Not thread-safe.
template <class Value>
class ClientMap {
 public:
  /// A new value, unless the socket has one. What another socket left at its place is gone.
  Value& open(ClientId id) {
    const std::uint32_t slot = slot_of(id);
    while (entries_.size() <= slot) entries_.emplace_back();
    Entry& entry = entries_[slot];
    if (!entry.holds(id)) {
      entry.value = Value{};
      entry.is_open = true;
      entry.generation = generation_of(id);
    }
    return entry.value;
  }

  /// nullptr when the socket has none. Valid until it is closed.
  [[nodiscard]] Value* find(ClientId id) {
    const std::uint32_t slot = slot_of(id);
    if (slot >= entries_.size() || !entries_[slot].holds(id)) return nullptr;
    return &entries_[slot].value;
  }

  void close(ClientId id) {
    if (find(id) == nullptr) return;
    Entry& entry = entries_[slot_of(id)];
    entry.value = Value{};
    entry.is_open = false;
  }

  /// `visit(id, value)` neither opens nor closes.
  template <class Visit>
  void for_each(Visit visit) {
    for (std::size_t slot = 0; slot < entries_.size(); ++slot) {
      Entry& entry = entries_[slot];
      if (entry.is_open) visit(ClientId{std::uint64_t{entry.generation} << 32 | slot}, entry.value);
    }
  }

 private:
  static std::uint32_t slot_of(ClientId id) { return static_cast<std::uint32_t>(id.value); }
  static std::uint32_t generation_of(ClientId id) {
    return static_cast<std::uint32_t>(id.value >> 32);
  }

  struct Entry {
    [[no_unique_address]] Value value{};  // the rest may lie in its padding
    bool is_open = false;
    std::uint32_t generation = 0;

    [[nodiscard]] bool holds(ClientId id) const {
      return is_open && generation == generation_of(id);
    }
  };

  std::deque<Entry> entries_;
};

}  // namespace nexus
