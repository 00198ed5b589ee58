// All connections of a server, by slot.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/connection.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace nexus::transport {

/// Slots are reused, generations are not: the id or event of a closed connection finds none. Memory
/// follows the highest number of connections so far.
class ConnectionTable {
 public:
  /// Returns a slot in its initial state, except for `slot` and a new `generation`. The caller sets
  /// the phase.
  [[nodiscard]] Connection& acquire() {
    if (free_.empty()) grow();
    Connection& connection = at(free_.back());
    free_.pop_back();
    ++size_;
    ++connection.generation;
    return connection;
  }

  /// The connection's descriptor must already be closed.
  void release(Connection& connection) {
    const std::uint32_t slot = connection.slot;
    const std::uint32_t generation = connection.generation;
    std::destroy_at(&connection);
    std::construct_at(&connection);
    connection.slot = slot;
    connection.generation = generation;
    --size_;
    // After 2^32 connections the slot is retired, so that its ids are never reused.
    if (generation != std::numeric_limits<std::uint32_t>::max()) free_.push_back(slot);
  }

  /// nullptr if the connection is closed.
  [[nodiscard]] Connection* find(SocketId id) {
    const auto slot = static_cast<std::uint32_t>(id.value);
    if (slot >= chunks_.size() * kChunk) return nullptr;
    Connection& connection = at(slot);
    const bool is_same = connection.generation == id.value >> 32;
    return is_same && connection.phase != Phase::kFree ? &connection : nullptr;
  }

  [[nodiscard]] Connection& at(std::uint32_t slot) {
    return (*chunks_[slot / kChunk])[slot % kChunk];
  }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// `visit` may release and acquire connections; it may or may not visit new ones.
  template <class Visit>
  void for_each(Visit visit) {
    for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
      for (Connection& connection : *chunks_[chunk]) {
        if (connection.phase != Phase::kFree) visit(connection);
      }
    }
  }

 private:
  static constexpr std::uint32_t kChunk = 128;
  using Chunk = std::array<Connection, kChunk>;

  void grow() {
    const auto first = static_cast<std::uint32_t>(chunks_.size()) * kChunk;
    chunks_.push_back(std::make_unique<Chunk>());
    for (std::uint32_t i = kChunk; i-- > 0;) {
      at(first + i).slot = first + i;
      free_.push_back(first + i);
    }
  }

  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
};

}  // namespace nexus::transport
