// A table of values for the open sockets, keyed by socket id.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace nexus {

/// Indexed by the lower half of an id. The transport gives a lower half to one open socket at a
/// time and reuses freed ones first; the upper half distinguishes successive sockets.
/// Takes less than half the memory of a hash table. Values do not move while their socket is open.
/// The table is as long as the highest lower half opened so far. Not thread-safe.
template <class Value>
class ClientMap {
 public:
  /// Adds a value for the socket, or returns the one it has. Replaces the value of an earlier
  /// socket with the same lower half.
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

  /// nullptr if the socket has no value. Valid until the socket is closed.
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

  /// `visit(id, value)` must neither open nor close.
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
