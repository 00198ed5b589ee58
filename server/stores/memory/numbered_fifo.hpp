// A first-in first-out queue whose elements are numbered in order of arrival.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

namespace nexus::stores {

/// Numbers wrap around after 2^32, so that is the maximum number of elements. Takes memory only for
/// its elements, in pieces that are freed when empty. A reference is valid as long as its element
/// is in the queue.
template <class T>
class NumberedFifo {
 public:
  using Number = std::uint32_t;

  Number push(T value) {
    if (pieces_.empty() || pieces_.back().size() == kPiece) {
      pieces_.emplace_back();
      pieces_.back().reserve(kPiece);
    }
    pieces_.back().push_back(std::move(value));
    return next_++;
  }

  void pop() {
    ++first_;
    if (++gone_ == kPiece || first_ == next_) {
      pieces_.pop_front();
      gone_ = 0;
    }
  }

  [[nodiscard]] T& operator[](Number number) {
    const std::size_t at = gone_ + static_cast<Number>(number - first_);
    return pieces_[at / kPiece][at % kPiece];
  }
  [[nodiscard]] const T& operator[](Number number) const {
    const std::size_t at = gone_ + static_cast<Number>(number - first_);
    return pieces_[at / kPiece][at % kPiece];
  }

  [[nodiscard]] bool empty() const { return first_ == next_; }
  [[nodiscard]] std::size_t size() const { return static_cast<Number>(next_ - first_); }
  /// The number of the oldest element.
  [[nodiscard]] Number first() const { return first_; }

 private:
  static constexpr std::size_t kPiece = 256;

  std::deque<std::vector<T>> pieces_;
  std::size_t gone_ = 0;  ///< elements removed from the first piece
  Number first_ = 0;
  Number next_ = 0;
};

}  // namespace nexus::stores
