// One deadline per connection without a timer object each: a hashed wheel of linked slots.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace nexus::transport {

/// Counted from the server's start. 32 bits last for six years.
using Tick = std::uint32_t;
inline constexpr std::chrono::milliseconds kTickPeriod{50};

/// Identifies connections by their slot number. Setting, moving and cancelling a deadline is O(1);
/// a slot costs 12 bytes. A deadline beyond one turn of the wheel is visited once a turn until it
/// is due. Pure.
class DeadlineWheel {
 public:
  using Slot = std::uint32_t;

  explicit DeadlineWheel(Tick now = 0);

  /// Replaces the slot's deadline, if it has one. A past deadline fires at the next advance.
  void set(Slot slot, Tick deadline);
  void cancel(Slot slot);

  /// Calls `fire` for each slot whose deadline is `now` or earlier, oldest bucket first, after
  /// clearing that deadline. `fire` may set and cancel deadlines, also of other slots.
  void advance(Tick now, const std::function<void(Slot)>& fire);

 private:
  static constexpr std::size_t kBuckets = 1024;
  static constexpr Slot kNone = 0xFFFFFFFF;
  static constexpr Slot kLinkedToBucket = 0x80000000;  // `previous` is a bucket, not a slot

  struct Node {
    Slot previous = kNone;  // kNone: not in the wheel
    Slot next = kNone;
    Tick deadline = 0;
  };

  void unlink(Node& node);

  std::vector<Node> nodes_;
  std::array<Slot, kBuckets> heads_;
  std::vector<Slot> due_;
  Tick now_;
};

}  // namespace nexus::transport
