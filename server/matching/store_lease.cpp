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
      homes_seen_ = clock_.monotonic();
      log_.info("store_ready", {{"node", node_.value}});
    } else {
      log_.warn("store_unavailable", {{"node", node_.value}});
    }
  }
  if (!reply) return;
  log_homes(!reply->homes.empty());
  renewed_(std::move(*reply), !was_ready);
}

void StoreLease::log_homes(bool has_any) {
  const MonotonicTime now = clock_.monotonic();
  if (has_any) {
    homes_seen_ = now;
    if (std::exchange(has_logged_no_homes_, false)) {
      log_.info("signalling_nodes_found", {{"node", node_.value}});
    }
  } else if (!has_logged_no_homes_ && now - homes_seen_ >= kNoHomesLogged) {
    has_logged_no_homes_ = true;
    log_.error("no_signalling_node",
               {{"node", node_.value},
                {"why", "nobody is matched without one"},
                {"do", "start nexus-signalling with the same redis.url and redis.pool"}});
  }
}

}  // namespace nexus::matching
