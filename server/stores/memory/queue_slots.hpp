// Numbered slots whose values also form a queue.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace nexus::stores {

/// Keeps values under stable numbers, and in a queue: any value can leave it, or move to its end,
/// in constant time. So values that are always renewed for the same span are in order of expiry,
/// without stale entries. Slots are reused, last freed first. Memory follows the highest number of
/// values so far. References are valid until the next push.
template <class T>
class QueueSlots {
 public:
  using Number = std::uint32_t;
  static constexpr Number kNone = UINT32_MAX;

  Number push(T value) {
    Number number = free_;
    if (number == kNone) {
      number = static_cast<Number>(slots_.size());
      slots_.emplace_back();
    } else {
      free_ = slots_[number].next;
    }
    slots_[number].value = std::move(value);
    link(number);
    ++size_;
    return number;
  }

  void erase(Number number) {
    unlink(number);
    slots_[number].value = T();
    slots_[number].next = free_;
    free_ = number;
    --size_;
  }

  void move_to_end(Number number) {
    if (number == last_) return;
    unlink(number);
    link(number);
  }

  [[nodiscard]] T& operator[](Number number) { return slots_[number].value; }
  [[nodiscard]] const T& operator[](Number number) const { return slots_[number].value; }

  /// kNone if the queue is empty.
  [[nodiscard]] Number first() const { return first_; }
  [[nodiscard]] Number after(Number number) const { return slots_[number].next; }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t slots() const { return slots_.size(); }

 private:
  struct Slot {
    T value{};
    Number previous = kNone;
    Number next = kNone;  ///< in a free slot: the next free slot
  };

  void link(Number number) {
    slots_[number].previous = last_;
    slots_[number].next = kNone;
    (last_ == kNone ? first_ : slots_[last_].next) = number;
    last_ = number;
  }

  void unlink(Number number) {
    const Slot& slot = slots_[number];
    (slot.previous == kNone ? first_ : slots_[slot.previous].next) = slot.next;
    (slot.next == kNone ? last_ : slots_[slot.next].previous) = slot.previous;
  }

  std::vector<Slot> slots_;
  Number first_ = kNone;
  Number last_ = kNone;
  Number free_ = kNone;
  std::size_t size_ = 0;
};

}  // namespace nexus::stores
