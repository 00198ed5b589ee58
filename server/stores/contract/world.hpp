// A store for the contract's tests: its verbs answer at once, and the tests control its clock.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/given_up.hpp"
#include "base/random.hpp"
#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::stores {

struct WorldOptions {
  std::size_t tickets_max = 1'000'000;
};

/// One empty store. The events of all nodes are appended to `events`, in order.
class World {
 public:
  template <class T>
  using Reply = Result<T, matching::StoreError>;

  virtual ~World() = default;

  virtual matching::TicketStore& store() = 0;
  virtual signalling::RoomDirectory& directory() = 0;
  /// Runs until every verb is answered and every event is delivered.
  virtual void settle() = 0;

  // The verbs; each returns once everything has settled.
  Reply<matching::FindReply> find(matching::Ticket ticket);
  matching::Queued queued(matching::Ticket ticket);      ///< a find that must be queued
  matching::Proposal proposed(matching::Ticket ticket);  ///< a find that must be proposed
  void withdraw(TicketId ticket);
  matching::CommitReply commit(TicketId ticket, RoomId room);
  void abandon(TicketId ticket, RoomId room);
  void give_up(TicketId ticket, RoomId room);
  /// Does not wait for one answer before the next call.
  void give_up_at_once(const std::vector<std::pair<TicketId, RoomId>>& members);
  matching::RenewReply renew(const std::string& node, std::vector<TicketId> tickets = {});
  std::uint64_t sweep();
  std::optional<signalling::RoomRecord> lookup(RoomId room);
  void close(RoomId room, std::vector<TicketId> stranded = {}, const std::string& home = "home-1",
             bool no_show = false);
  /// A home asks if `wanted` has its incarnation; otherwise a matching node asks.
  SettleReply settle(const Settle& wanted);
  void announce(const std::string& node, std::uint64_t rooms, const std::string& url = "",
                IncarnationId incarnation = {});
  void retire(const std::string& node);

  /// The events since the last call. All of them must be of one kind.
  std::vector<matching::Proposal> new_proposals();
  std::vector<matching::Release> new_releases();

  /// A fresh ticket of a fresh visitor on "node-a" that looks and waits in `bucket`.
  matching::Ticket ticket(const std::string& bucket = "any");
  RoomId fresh_room() { return RoomId::random(random); }

  ManualClock clock;
  SeededRandom random{7};
  std::vector<matching::OutboxEvent> events;
  std::vector<GivenUp> given_up;  ///< the events of home-1 and home-2

 protected:
  std::size_t unanswered_ = 0;

 private:
  /// Starts one verb. Its answer must come exactly once, and not inside the call.
  template <class T, class E>
  Result<T, E> answer_of(const std::function<void(std::function<void(Result<T, E>)>)>& start);
  template <class T>
  std::vector<T> new_events();
};

using MakeWorld = std::unique_ptr<World> (*)(const WorldOptions&);

/// Every test runs on every store: a program links the tests and names its store.
class StoreContract : public testing::TestWithParam<MakeWorld> {
 protected:
  StoreContract() { rebuild({}); }
  /// An empty store with other options. Both nodes of the tests are alive.
  void rebuild(const WorldOptions& options);

  std::unique_ptr<World> world_;
};

}  // namespace nexus::stores
