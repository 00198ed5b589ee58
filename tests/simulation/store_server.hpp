// The machine that holds the pool, the only state that all nodes share, and its faults.
// SPDX-License-Identifier: MIT
#pragma once

#include "simulation/world.hpp"
#include "stores/memory/pool.hpp"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace nexus::simulation {

/// Is notified that its node's outbox has new events or must be read again.
class OutboxReader {
 public:
  virtual ~OutboxReader() = default;
  virtual void poke() = 0;
};

class StoreServer {
 public:
  struct Entry {
    std::int64_t id = 0;
    stores::StoreEvent event;
  };
  using Outbox = std::deque<Entry>;

  /// A `coarse` clock gives many operations the same time.
  StoreServer(World& world, bool coarse_clock) : world_(world), coarse_clock_(coarse_clock) {}

  /// Runs an operation now, later, or never.
  void arrive(std::function<void()> operation);
  [[nodiscard]] stores::Pool& pool() { return pool_; }
  [[nodiscard]] stores::Pool::Now now() const;
  /// Call after each operation: moves the pool's events into the outboxes.
  void settle();

  [[nodiscard]] const Outbox& outbox(const NodeName& node) { return outboxes_[node]; }
  void acknowledge(const NodeName& node, std::int64_t id);
  /// The port's record of commits for the oracle, which is lost when the pool is.
  void note_commit(TicketId ticket, RoomId room) { committed_.emplace(ticket, room); }
  [[nodiscard]] bool has_commit(TicketId ticket, RoomId room) const {
    return committed_.contains({ticket, room});
  }
  void note_close(RoomId room) { closed_.emplace(room, world_.now()); }
  /// When the store learned that the room is over; -1 if it did not.
  [[nodiscard]] Micros closed_at(RoomId room) const {
    const auto found = closed_.find(room);
    return found == closed_.end() ? -1 : found->second;
  }
  /// For the mutant: the partner's latest request, whatever its age.
  [[nodiscard]] const Settle* other_ask(const Settle& wanted);
  void attach(const NodeName& node, OutboxReader* reader);
  void detach(const NodeName& node, const OutboxReader* reader);

  [[nodiscard]] bool reachable() const { return mode_ == Mode::kUp; }
  /// Counts the faults that cut all connections.
  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
  /// Counts the faults that lose data.
  [[nodiscard]] std::uint64_t losses() const { return losses_; }

  void go_away(Micros length);               ///< operations that arrive are lost
  void pause(Micros length);                 ///< operations that arrive wait
  void flush();                              ///< all data is lost
  void fail_over(Micros lost, Micros down);  ///< the writes of the last `lost` are lost

 private:
  enum class Mode : std::uint8_t { kUp, kAway, kPaused };
  struct State {
    stores::Pool pool;
    std::map<NodeName, Outbox> outboxes;
    std::set<std::pair<TicketId, RoomId>> committed;
    std::map<RoomId, Micros> closed;
  };

  void enter(Mode mode, Micros length);
  void leave();
  void poke_all();

  World& world_;
  bool coarse_clock_;
  Mode mode_ = Mode::kUp;
  Micros mode_until_ = 0;
  std::uint64_t epoch_ = 0;
  std::uint64_t losses_ = 0;
  std::int64_t last_entry_ = 0;
  stores::Pool pool_;
  std::map<NodeName, Outbox> outboxes_;
  std::set<std::pair<TicketId, RoomId>> committed_;
  std::map<RoomId, Micros> closed_;
  std::map<std::pair<RoomId, Role>, Settle> asks_;
  std::map<NodeName, OutboxReader*> readers_;
  std::vector<std::function<void()>> waiting_;
};

}  // namespace nexus::simulation
