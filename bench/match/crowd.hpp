// Visitors who search, are paired, and search again, straight at the store's port.
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

/// Plays the desk's and the rooms' part: commits both sides of what is proposed, then closes the
/// room. Throws std::runtime_error when the store does not do as it must.
class Crowd {
 public:
  explicit Crowd(CrowdOptions options) : options_(options) {}

  /// To be handed to the backend.
  [[nodiscard]] matching::OutboxListener listener();
  /// Fills the queue and lets everybody search. The backend must be alive as long as meet() is
  /// used.
  void enter(Backend& backend);
  /// Turns the loop until so many more pairs have met.
  void meet(std::size_t pairs);

 private:
  struct Meeting {
    std::array<std::size_t, 2> visitors{};
    std::size_t committed = 0;
  };

  /// Turns the loop until `done()`, renewing the node's lease as a desk does.
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
