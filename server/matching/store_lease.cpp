// SPDX-License-Identifier: MIT
#include "matching/store_lease.hpp"

#include <vector>

namespace nexus::matching {

void StoreLease::tick(const Searches& searches) {
  const MonotonicTime now = clock_.monotonic();
  if (now - node_renewed_ < kNodeRenewPeriod) return;
  node_renewed_ = now;
  std::vector<TicketId> tickets;
  if (now - tickets_renewed_ >= kTicketRenewPeriod - kNodeRenewPeriod / 2) {
    tickets_renewed_ = now;
    tickets = searches.waiting();
  }
  store_.renew(node_, std::move(tickets), [this](auto reply) { on_reply(std::move(reply)); });
  store_.sweep([](auto) {});
}

void StoreLease::on_reply(Result<RenewReply, StoreError> reply) {
  const bool was_ready = std::exchange(store_ready_, reply.has_value());
  if (was_ready != store_ready_) {
    if (store_ready_) {
      log_.info("store_ready", {{"node", node_.value}});
    } else {
      log_.warn("store_unavailable", {{"node", node_.value}});
    }
  }
  if (reply) renewed_(std::move(*reply), !was_ready);
}

}  // namespace nexus::matching
