// The searches of one matching node's visitors, and their tickets at the store.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/periodic.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "credentials/credentials.hpp"
#include "matching/conduct.hpp"
#include "matching/cool_down.hpp"
#include "matching/desk_options.hpp"
#include "matching/homes.hpp"
#include "matching/introductions.hpp"
#include "matching/match_outlet.hpp"
#include "matching/plan.hpp"
#include "matching/queue_news.hpp"
#include "matching/recent_partners.hpp"
#include "matching/search.hpp"
#include "matching/search_factory.hpp"
#include "matching/search_timers.hpp"
#include "matching/store_lease.hpp"
#include "matching/ticket_store.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::matching {

/// A search whose look was bounded goes on with the next tickets after this time. So a visitor
/// finds the one who fits behind hundreds of tickets that do not within the 15 s of L2, and a crowd
/// of such searches costs the store four looks a second each.
inline constexpr auto kLookPeriod = std::chrono::milliseconds(250);

/// How often a change of a search's plan or offer makes the store search again. Changes that come
/// faster wait and are joined, so no message costs the store more than this, whatever its name.
inline constexpr guard::Rate kRenewalRate{
    .count = 1, .period = std::chrono::seconds(1), .burst = 3};

/// How long a search is kept after its match, in case the match falls through.
inline constexpr auto kRematchWindow = credentials::kFreshTokenLife + std::chrono::seconds(15);

/// Within this time of a match its visitors come to the room, or the room's home ends it. Later the
/// home need not be notified that a visitor searches again.
inline constexpr auto kJoinWindow = std::chrono::seconds(10);
/// A visitor that searches, cancels or leaves sooner than this after its match did not look at the
/// partner, who may have joined. Pages ignore a Skip in the first 600 ms (GLANCE_MS).
inline constexpr auto kGlance = std::chrono::milliseconds(500);

/// Keeps each search's ticket in the store and commits it to at most one room: the store proposes,
/// and only the queue that owns the ticket accepts. Sends visitors the progress of their search.
/// The store must not call back after the queue's end.
class SearchQueue {
 public:
  SearchQueue(const DeskOptions& options, const DeskPorts& ports, Homes& homes,
              CoolDowns& cool_downs, const credentials::Credentials& credentials,
              MatchingMetrics& metrics, const Clock& clock, Random& random, Log log);

  /// Begins a search; ends an earlier one of the same socket. The lane must be one of the options.
  void begin(ClientId client, const credentials::Session& session, const NetworkTags& network,
             protocol::Find find);
  /// Replaces the search's pre-generated offer. Ignored unless the search with that number is
  /// active.
  void set_offer(ClientId client, protocol::Offer offer);
  /// Passes on the visitor's block list, which may have changed.
  void set_blocked(ClientId client, const credentials::Blocks& blocked);
  /// Ends the search if it has that number.
  void cancel(ClientId client, std::int64_t find);
  /// Ends the search, if there is one. `why` is counted unless it had a match. The partner of a
  /// match that the visitor did not join searches on at once.
  void end(ClientId client, SearchEnd why);
  /// For searches that begin from now on.
  void set_limits(const ConductLimits& conduct, const PopularLimits& popular) {
    conduct_.set_limits(conduct);
    popular_.set_limits(popular);
  }
  /// This node stops: visitors that it matched still come to their rooms.
  void stop() { is_stopping_ = true; }

  /// The store's events, which are not replies to calls.
  void deliver(OutboxEvent event);

  void tick();

  [[nodiscard]] bool store_ready() const { return lease_.store_ready(); }
  [[nodiscard]] const std::vector<std::string>& popular_interests() const {
    return popular_.list();
  }

 private:
  using Stage = Search::Stage;
  using Notified = Search::Notified;

  /// The time of its widenings and of the end of its delay.
  void add_timers(const Search& search);
  void run_timers(MonotonicTime now);
  /// Only a search's first find carries the pre-generated answer: it is delivered only if this find
  /// matches immediately. Looks at all tickets, or only behind the place `look_after`.
  void ask(Search& search, std::string answer = {}, Place look_after = 0);
  [[nodiscard]] Plan plan_of(const Search& search, MonotonicTime now) const;
  /// A partner that the visitor would like to meet again is not avoided as a recent one. The
  /// partner's search still avoids the visitor unless it wishes the same.
  [[nodiscard]] Avoided avoided_by(const Search& search, MonotonicTime now) const;
  /// The visitor of a matched search searches again or is gone.
  void leave_match(const Search& search);
  void on_found(TicketId ticket, Result<FindReply, StoreError> reply);
  void on_pending(Search& search, StoreError error);
  void on_proposal(const Proposal& proposal);
  void enter_match(Search& search, const Proposal& proposal);
  void count_match(const Search& search);
  void commit(TicketId ticket, RoomId room);
  void on_release(const Release& release);
  void fall_through(Search& search, FellThrough why);
  void on_renewed(RenewReply reply, bool may_have_lost_writes);
  /// Repeats the failed find or commit once the store answers again.
  void retry_later(Search& search);
  /// Makes the store search with the current plan, at kRenewalRate.
  void renew_plan(Search& search);
  /// The search has relaxed a rule.
  void widen(Search& search, std::optional<protocol::WidenedTo> to);

  const DeskOptions& options_;
  TicketStore& store_;
  MatchOutlet& outlet_;
  MatchingMetrics& metrics_;
  Homes& homes_;
  const Clock& clock_;
  Random& random_;

  Searches searches_;
  RecentPartners recent_;
  Conduct conduct_;
  CoolDowns& cool_downs_;
  PopularInterests popular_;
  SearchFactory factory_;
  SearchTimers timers_;
  Introductions introductions_;
  QueueNews news_;
  StoreLease lease_;
  Periodic conduct_sweep_{std::chrono::minutes(1)};
  bool is_stopping_ = false;
  std::vector<TicketId> retries_;  ///< in the order in which they failed
};

}  // namespace nexus::matching
