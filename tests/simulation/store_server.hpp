// The machine that holds the pool: the one state that all nodes share, and what befalls it.
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

/// Hears that its node's outbox has something new, or has to be read afresh.
class OutboxReader {
 public:
  virtual ~OutboxReader() = default;
  virtual void poke() = 0;
};

class StoreServer {
 public:
  struct Entry {
    std::int64_t id = 0;
    matching::OutboxEvent event;
  };
  using Outbox = std::deque<Entry>;

  /// A `coarse` clock gives many operations the same time.
  StoreServer(World& world, bool coarse_clock) : world_(world), coarse_clock_(coarse_clock) {}

  /// An operation arrives: it runs now, later, or never.
  void arrive(std::function<void()> operation);
  [[nodiscard]] stores::Pool& pool() { return pool_; }
  [[nodiscard]] stores::Pool::Now now() const;
  /// To be called after each operation: puts what the pool wants told into the outboxes.
  void settle();

  [[nodiscard]] const Outbox& outbox(const NodeName& node) { return outboxes_[node]; }
  void acknowledge(const NodeName& node, std::int64_t id);
  /// Books of what was committed, which share the pool's fate: kept by the port, for the oracle.
  void note_commit(TicketId ticket, RoomId room) { committed_.emplace(ticket, room); }
  [[nodiscard]] bool has_commit(TicketId ticket, RoomId room) const {
    return committed_.contains({ticket, room});
  }
  void note_close(RoomId room) { closed_.emplace(room, world_.now()); }
  /// When it heard that the room is over; -1 when it did not.
  [[nodiscard]] Micros closed_at(RoomId room) const {
    const auto found = closed_.find(room);
    return found == closed_.end() ? -1 : found->second;
  }
  /// For the mutant: what the partner asked at any time before.
  [[nodiscard]] const Settle* other_ask(const Settle& wanted);
  void attach(const NodeName& node, OutboxReader* reader);
  void detach(const NodeName& node, const OutboxReader* reader);

  [[nodiscard]] bool reachable() const { return mode_ == Mode::kUp; }
  /// Rises with each fault that cuts all connections.
  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
  /// Rises with each fault that makes it forget something.
  [[nodiscard]] std::uint64_t losses() const { return losses_; }

  void go_away(Micros length);               ///< what arrives is lost
  void pause(Micros length);                 ///< what arrives waits
  void flush();                              ///< everything is forgotten
  void fail_over(Micros lost, Micros down);  ///< what was written in the last `lost` is forgotten

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
