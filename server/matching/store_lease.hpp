// This node's lease in the store, and with it the leases of its waiting tickets.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "matching/search.hpp"
#include "matching/ticket_store.hpp"

#include <chrono>
#include <functional>
#include <utility>

namespace nexus::matching {

/// Without a signalling node for this long, the node logs that nobody can be matched. Processes of
/// a site that start together find each other sooner.
inline constexpr auto kNoHomesLogged = std::chrono::seconds(10);

/// Renews the lease, asks the store to remove expired entries, and tracks whether the store
/// answers.
class StoreLease {
 public:
  /// `may_have_lost_writes`: the store did not answer the previous renewal. It may have failed over
  /// since, which loses the latest writes.
  using Renewed = std::function<void(RenewReply reply, bool may_have_lost_writes)>;

  StoreLease(NodeName node, TicketStore& store, const Clock& clock, Log log, Renewed renewed)
      : node_(std::move(node)),
        store_(store),
        clock_(clock),
        log_(std::move(log)),
        renewed_(std::move(renewed)) {}

  /// Call every kDeskTick. Renews every kNodeRenewPeriod, tickets every kTicketRenewPeriod.
  void tick(const Searches& searches);

  /// Whether the store answered its latest renewal; false before the first answer.
  [[nodiscard]] bool store_ready() const { return store_ready_; }

 private:
  void on_reply(Result<RenewReply, StoreError> reply);
  void log_homes(bool has_any);

  NodeName node_;
  TicketStore& store_;
  const Clock& clock_;
  Log log_;
  Renewed renewed_;
  bool store_ready_ = false;
  bool has_logged_no_homes_ = false;
  MonotonicTime homes_seen_{};  ///< or since when the store answers
  MonotonicTime node_renewed_{};
  MonotonicTime tickets_renewed_{};
};

}  // namespace nexus::matching
