// The deadlines of the searches of one matching node.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/deadlines.hpp"
#include "base/ids.hpp"
#include "matching/plan.hpp"
#include "matching/search.hpp"
#include "protocol/generated/messages.hpp"

#include <cstdint>
#include <optional>

namespace nexus::matching {

/// What each search does later. A search may end or change in the meantime, so a deadline that no
/// longer applies to it is dropped.
class SearchTimers {
 public:
  /// A rule that `search` relaxes now.
  struct DueWidening {
    Search* search;
    std::optional<protocol::WidenedTo> to;  ///< none: the visitor is not notified
  };

  explicit SearchTimers(Searches& searches) : searches_(searches) {}

  /// Widening and the end of a delay belong to the search, not to its ticket: if its match falls
  /// through, they apply to the next ticket too.
  void add_widening(const Search& search, const Widening& widening);
  void add_delay_end(const Search& search);
  /// The store's limit ended a look: the next one goes on behind `search.look_after`.
  void add_look(const Search& search, MonotonicTime at);
  /// The search is outdated, but its plan was renewed too often lately.
  void add_renewal(const Search& search, MonotonicTime at);
  /// From `search.rematch_until`, the match can no longer fall through.
  void add_rematch_end(const Search& search);

  // Each removes and returns the next search for which this is due; none is left if it returns
  // nothing.
  [[nodiscard]] std::optional<DueWidening> take_widening(MonotonicTime now);
  [[nodiscard]] Search* take_delay_end(MonotonicTime now);
  [[nodiscard]] Search* take_look(MonotonicTime now);
  [[nodiscard]] Search* take_renewal(MonotonicTime now);
  [[nodiscard]] Search* take_rematch_end(MonotonicTime now);

 private:
  struct FindRef {
    ClientId client;
    std::int64_t find = 0;
  };
  struct WideningOf {
    FindRef search;
    std::optional<protocol::WidenedTo> to;
  };
  struct Look {
    TicketId ticket;
    Place after = 0;
  };

  // The search to which a deadline applies; nullptr if it ended or changed.
  [[nodiscard]] Search* unmatched(const FindRef& at);
  [[nodiscard]] Search* to_look(const Look& look);
  [[nodiscard]] Search* to_renew(TicketId ticket);
  [[nodiscard]] Search* matched(ClientId client);

  Searches& searches_;
  Deadlines<WideningOf> widenings_;
  Deadlines<FindRef> delay_ends_;
  Deadlines<Look> looks_;
  Deadlines<TicketId> renewals_;
  Deadlines<ClientId> rematch_ends_;
};

}  // namespace nexus::matching
