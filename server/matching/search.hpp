// One visitor's search, and all searches of a matching node.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "credentials/session_token.hpp"
#include "guard/token_bucket.hpp"
#include "matching/matching_metrics.hpp"
#include "matching/profile.hpp"
#include "matching/ticket_store.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::matching {

/// One search: from a find until it is cancelled or replaced, or for some time after its match.
struct Search {
  enum class Stage : std::uint8_t {
    kAsking,   ///< the store has not answered the latest find
    kWaiting,  ///< the store holds the ticket
    kPending,  ///< the store could not be reached; the find is repeated once it answers
    kMatched,  ///< committed to `room`
  };
  /// The last message to the visitor about this search, so that it is not repeated.
  enum class Notified : std::uint8_t { kNothing, kQueued, kUnavailable };

  ClientId client{};
  VisitorId visitor{};
  NetworkTags network{};
  credentials::Blocks blocked{};
  std::vector<VisitorId> liked{};  ///< partners that the visitor would like to meet again
  TicketId ticket{};
  std::int64_t find = 0;
  Profile profile{};
  LaneIndex lane{};  ///< of the profile
  std::string offer{};
  NodeName home_hint{};
  MonotonicTime began{};  ///< earlier than the find if the visitor returned to its place
  Place place = 0;
  Place look_after = 0;  ///< a look that the store's limit ended goes on behind this place
  std::chrono::milliseconds away{0};  ///< how long, in all, the place had no waiting visitor
  Stage stage = Stage::kAsking;
  Notified notified = Notified::kNothing;
  MonotonicTime news_due{};       ///< the next `queued`
  bool outdated = false;          ///< the plan changed after the latest find began
  guard::TokenBucket renewals{};  ///< finds because the plan or the offer changed
  RoomId room{};
  RoomId met_in{};                ///< where the two met before, if both asked to meet again
  VisitorId partner{};            ///< in `room`
  NetworkTags partner_network{};  ///< of `partner`; without a site
  MonotonicTime matched_at{};
  MonotonicTime rematch_until{};  ///< after this the match cannot fall through
  bool was_delayed = false;       ///< for the conduct of its network
  MonotonicTime delayed_until{};  ///< until then it meets only other delayed searches
  bool kept = false;              ///< the store confirmed the commit to `room`
  bool retry_due = false;         ///< its find or commit is repeated once the store answers

  [[nodiscard]] std::chrono::milliseconds waited(MonotonicTime now) const { return now - began; }
};

/// The searches of this node's visitors: at most one for each socket, each under one ticket.
class Searches {
 public:
  /// The socket must not have a search. References stay valid until erase().
  Search& add(Search search) {
    tickets_.emplace(search.ticket, search.client);
    const ClientId client = search.client;
    return searches_.emplace(client, std::move(search)).first->second;
  }

  [[nodiscard]] Search* of(ClientId client) {
    const auto found = searches_.find(client);
    return found == searches_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] Search* of(TicketId ticket) {
    const auto found = tickets_.find(ticket);
    return found == tickets_.end() ? nullptr : of(found->second);
  }

  void change_ticket(Search& search, TicketId ticket) {
    tickets_.erase(search.ticket);
    search.ticket = ticket;
    tickets_.emplace(ticket, search.client);
  }

  void erase(const Search& search) {
    tickets_.erase(search.ticket);
    searches_.erase(search.client);
  }

  [[nodiscard]] std::size_t size() const { return tickets_.size(); }

  /// The number of tickets that the store holds.
  [[nodiscard]] std::vector<TicketId> waiting() const {
    std::vector<TicketId> waiting;
    for (const auto& [ticket, client] : tickets_) {
      if (searches_.at(client).stage == Search::Stage::kWaiting) waiting.push_back(ticket);
    }
    return waiting;
  }

 private:
  std::unordered_map<ClientId, Search> searches_;
  std::unordered_map<TicketId, ClientId> tickets_;
};

}  // namespace nexus::matching
