// Measures a store's calls, and what else an operator should know of it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/metrics.hpp"
#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::apps {

enum class StoreCall : std::uint8_t {
  kFind,
  kWithdraw,
  kCommit,
  kAbandon,
  kGiveUp,
  kRenew,
  kSettle,
  kSweep,
  kLookup,
};

/// The readings are those of the store; the embedded one never reconnects and has no backlog.
struct StoreMetrics : MetricGroup {
  struct Readings {
    std::function<double()> up;
    std::function<double()> backlog;
    std::function<double()> clock_offset;
    std::function<double()> conflict;
  };

  explicit StoreMetrics(Readings readings)
      : up(*this, "store_up", "1 while the store answers this node.", std::move(readings.up)),
        backlog(*this, "outbox_backlog", "Events in Redis that this node has not read.",
                std::move(readings.backlog)),
        clock_offset(*this, "clock_offset_seconds", "This machine's clock less that of Redis.",
                     std::move(readings.clock_offset)),
        conflict(*this, "node_name_conflict",
                 "1 while Redis refuses this node or another one because both have one name, url "
                 "or place, or other secrets.",
                 std::move(readings.conflict)) {}

  Reading<> up;
  Reading<> backlog;
  Reading<> clock_offset;
  Reading<> conflict;
  Counter<> reconnects{*this, "store_reconnects_total",
                       "Connections to Redis that replaced an earlier one."};
  Histogram<StoreCall> calls{
      *this,
      "store_call_seconds",
      "From a call of the store to its answer, or its failure.",
      {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5},
      Label<StoreCall>{"call",
                       {"find", "withdraw", "commit", "abandon", "give_up", "renew", "settle",
                        "sweep", "lookup"}}};
};

/// Passes every call on and measures the time until its answer.
class MeasuredStore final : public matching::TicketStore, public signalling::RoomDirectory {
 public:
  MeasuredStore(matching::TicketStore& tickets, signalling::RoomDirectory& directory,
                StoreMetrics& metrics)
      : tickets_(tickets), directory_(directory), metrics_(metrics) {}

  void find(matching::Ticket ticket, TicketStore::Done<matching::FindReply> done) override {
    tickets_.find(std::move(ticket), timed(StoreCall::kFind, std::move(done)));
  }
  void withdraw(TicketId ticket, TicketStore::Done<std::monostate> done) override {
    tickets_.withdraw(ticket, timed(StoreCall::kWithdraw, std::move(done)));
  }
  void commit(TicketId ticket, RoomId room,
              TicketStore::Done<matching::CommitReply> done) override {
    tickets_.commit(ticket, room, timed(StoreCall::kCommit, std::move(done)));
  }
  void abandon(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) override {
    tickets_.abandon(ticket, room, timed(StoreCall::kAbandon, std::move(done)));
  }
  void give_up(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) override {
    tickets_.give_up(ticket, room, timed(StoreCall::kGiveUp, std::move(done)));
  }
  void renew(NodeName node, std::vector<TicketId> tickets,
             TicketStore::Done<matching::RenewReply> done) override {
    tickets_.renew(std::move(node), std::move(tickets), timed(StoreCall::kRenew, std::move(done)));
  }
  void settle(Settle wanted, TicketStore::Done<SettleReply> done) override {
    tickets_.settle(std::move(wanted), timed(StoreCall::kSettle, std::move(done)));
  }
  void sweep(TicketStore::Done<std::uint64_t> done) override {
    tickets_.sweep(timed(StoreCall::kSweep, std::move(done)));
  }

  void lookup(RoomId room,
              RoomDirectory::Done<std::optional<signalling::RoomRecord>> done) override {
    directory_.lookup(room, timed(StoreCall::kLookup, std::move(done)));
  }
  void settle(Settle wanted, RoomDirectory::Done<SettleReply> done) override {
    directory_.settle(std::move(wanted), timed(StoreCall::kSettle, std::move(done)));
  }
  void close(NodeName home, RoomId room, signalling::Stranded stranded) override {
    directory_.close(std::move(home), room, std::move(stranded));
  }
  void announce(signalling::HomeStatus status) override { directory_.announce(std::move(status)); }
  void retire(NodeName node) override { directory_.retire(std::move(node)); }

 private:
  using Steady = std::chrono::steady_clock;

  template <class Answer>
  std::function<void(Answer)> timed(StoreCall call, std::function<void(Answer)> done) {
    return [this, call, done = std::move(done), began = Steady::now()](Answer answer) {
      metrics_.calls.observe(Steady::now() - began, call);
      done(std::move(answer));
    };
  }

  matching::TicketStore& tickets_;
  signalling::RoomDirectory& directory_;
  StoreMetrics& metrics_;
};

}  // namespace nexus::apps
