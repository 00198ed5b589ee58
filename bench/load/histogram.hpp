// Times from a microsecond to an hour in a fixed number of cells, so that processes can share
// the memory.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace nexus::load {

/// 64 cells for each doubling: a quantile is off by less than 1.6 %.
class Histogram {
 public:
  void add(std::chrono::nanoseconds time) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
    ++cells_[cell_of(static_cast<std::uint64_t>(std::max<std::int64_t>(us, 0)))];
    ++count_;
  }
  void add(const Histogram& other) {
    for (std::size_t i = 0; i < kCells; ++i) cells_[i] += other.cells_[i];
    count_ += other.count_;
  }

  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// Microseconds that `part` (0 to 1) of the times do not exceed: the upper end of that cell.
  [[nodiscard]] double quantile(double part) const {
    if (count_ == 0) return 0;
    const auto rank = static_cast<std::uint64_t>(part * static_cast<double>(count_ - 1));
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < kCells; ++i) {
      before += cells_[i];
      if (before > rank) return static_cast<double>(end_of(i));
    }
    return static_cast<double>(end_of(kCells - 1));
  }

 private:
  static constexpr unsigned kBits = 6;
  static constexpr std::size_t kPerDoubling = std::size_t{1} << kBits;
  static constexpr unsigned kDoublings = 26;
  static constexpr std::size_t kCells = kPerDoubling * (kDoublings + 1);

  static std::size_t cell_of(std::uint64_t us) {
    if (us < kPerDoubling) return us;
    const auto doubling = static_cast<unsigned>(std::bit_width(us)) - kBits;  // from 1
    if (doubling > kDoublings) return kCells - 1;
    return doubling * kPerDoubling + (us >> (doubling - 1)) - kPerDoubling;
  }
  static std::uint64_t end_of(std::size_t cell) {
    if (cell < kPerDoubling) return cell + 1;
    const std::size_t doubling = cell / kPerDoubling;
    return (cell % kPerDoubling + kPerDoubling + 1) << (doubling - 1);
  }

  std::array<std::uint64_t, kCells> cells_{};
  std::uint64_t count_ = 0;
};

}  // namespace nexus::load
