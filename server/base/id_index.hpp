// A hash index from random ids to small numbers.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace nexus {

/// Finds the number under which the caller stores a value by its id. The index does not hold the
/// ids: an entry takes eight bytes (a number and 32 bits of the id), and growing never touches the
/// values. The caller compares the whole id. Several ids may share a number, and an id may have
/// several. Linear probing, at most seven of eight cells taken. Memory follows the highest number
/// of entries so far.
///
/// In its place in the embedded store, boost::unordered_flat_map, which holds the ids too, changes
/// the CPU of a pair by a factor of 0.97 and the memory of an idle socket of nexuschat by 1.03.
template <class Id>
class IdIndex {
 public:
  using Number = std::uint32_t;

  /// The number of `id`, given `has_id(number)`.
  template <class HasId>
  [[nodiscard]] std::optional<Number> find(const Id& id, HasId has_id) const {
    if (size_ == 0) return std::nullopt;
    const std::uint32_t tag = tag_of(id);
    for (std::size_t at = home(tag); cells_[at].taken(); at = next(at)) {
      if (cells_[at].tag == tag && has_id(cells_[at].number())) return cells_[at].number();
    }
    return std::nullopt;
  }

  /// Visits each number of `id`, in no order, and rarely a number of another id: the caller must
  /// check.
  template <class Visit>
  void for_each(const Id& id, Visit visit) const {
    if (size_ == 0) return;
    const std::uint32_t tag = tag_of(id);
    for (std::size_t at = home(tag); cells_[at].taken(); at = next(at)) {
      if (cells_[at].tag == tag) visit(cells_[at].number());
    }
  }

  /// Requires that `id` is not under `number` yet.
  void insert(const Id& id, Number number) {
    if (8 * (size_ + 1) > 7 * cells_.size()) grow();
    put({tag_of(id), number + 1});
    ++size_;
  }

  /// False, without effect, if `id` is not under `number`.
  bool erase(const Id& id, Number number) {
    const auto at = cell_of(id, number);
    if (!at) return false;
    close_gap(*at);
    --size_;
    return true;
  }

  /// Moves `id` to another number. Requires that it is under `from`.
  void renumber(const Id& id, Number from, Number to) {
    if (const auto at = cell_of(id, from)) cells_[*at].number_and_one = to + 1;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return cells_.size(); }

 private:
  static constexpr std::size_t kCellsMin = 16;

  struct Cell {
    std::uint32_t tag = 0;
    std::uint32_t number_and_one = 0;  ///< 0: an empty cell

    [[nodiscard]] bool taken() const { return number_and_one != 0; }
    [[nodiscard]] Number number() const { return number_and_one - 1; }
    friend bool operator==(const Cell&, const Cell&) = default;
  };

  static std::uint32_t tag_of(const Id& id) {
    return static_cast<std::uint32_t>(std::hash<Id>{}(id));  // random bits: no mixing needed
  }
  [[nodiscard]] std::size_t home(std::uint32_t tag) const { return tag & (cells_.size() - 1); }
  [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (cells_.size() - 1); }

  [[nodiscard]] std::optional<std::size_t> cell_of(const Id& id, Number number) const {
    if (size_ == 0) return std::nullopt;
    const Cell wanted{tag_of(id), number + 1};
    for (std::size_t at = home(wanted.tag); cells_[at].taken(); at = next(at)) {
      if (cells_[at] == wanted) return at;
    }
    return std::nullopt;
  }

  void put(const Cell& cell) {
    std::size_t at = home(cell.tag);
    while (cells_[at].taken()) at = next(at);
    cells_[at] = cell;
  }

  void grow() {
    std::vector<Cell> old(cells_.empty() ? kCellsMin : 2 * cells_.size());
    old.swap(cells_);
    for (const Cell& cell : old) {
      if (cell.taken()) put(cell);
    }
  }

  /// Moves up entries behind the gap that a search from their home cell would no longer reach.
  void close_gap(std::size_t gap) {
    const std::size_t mask = cells_.size() - 1;
    for (std::size_t at = next(gap); cells_[at].taken(); at = next(at)) {
      const std::size_t from_home = (at - home(cells_[at].tag)) & mask;
      if (from_home < ((at - gap) & mask)) continue;
      cells_[gap] = cells_[at];
      gap = at;
    }
    cells_[gap] = {};
  }

  std::vector<Cell> cells_;  ///< the size is a power of two
  std::size_t size_ = 0;
};

}  // namespace nexus
