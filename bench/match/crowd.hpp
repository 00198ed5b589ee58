// Visitors who search, match and search again, directly at the store's port.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/random.hpp"
#include "match/backend.hpp"
#include "match/tickets.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace nexus::bench {

/// Replaces the desk and the rooms: commits both sides of each proposal, then closes the
/// room. Throws std::runtime_error if the store misbehaves.
class Crowd {
 public:
  explicit Crowd(CrowdOptions options) : options_(options) {}

  /// The listener for the backend.
  [[nodiscard]] matching::OutboxListener listener();
  /// Fills the queue and starts all searches. The backend must outlive every call of meet().
  void enter(Backend& backend);
  /// Runs the loop until this many more pairs have met.
  void meet(std::size_t pairs);

 private:
  struct Meeting {
    std::array<std::size_t, 2> visitors{};
    std::size_t committed = 0;
  };

  /// Runs the loop until `done()`, and renews the node's lease as a desk does.
  template <class Done>
  void turn_until(Done done);
  void renew();
  void wait_for_nobody(std::size_t number);
  void search(std::size_t visitor);
  void on_proposal(const matching::Proposal& proposal);
  void on_committed(RoomId room, std::size_t visitor);

  CrowdOptions options_;
  Backend* backend_ = nullptr;
  SeededRandom random_{1};
  std::vector<VisitorId> ids_;
  std::unordered_map<TicketId, std::size_t> searching_;
  std::unordered_map<RoomId, Meeting> meetings_;
  std::chrono::steady_clock::time_point renewed_{};
  std::size_t queued_ = 0;
  std::size_t met_ = 0;
};

}  // namespace nexus::bench
