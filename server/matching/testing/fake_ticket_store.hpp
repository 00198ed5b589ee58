// A TicketStore that records calls; the test decides when and what it answers.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/ticket_store.hpp"

#include <deque>
#include <utility>
#include <vector>

namespace nexus::matching {

/// Holds nothing and answers nothing by itself. Calls stay listed after their answer, oldest first.
class FakeTicketStore final : public TicketStore {
 public:
  struct Find {
    Ticket ticket;
    Done<FindReply> done;
  };
  struct Withdraw {
    TicketId ticket;
    Done<std::monostate> done;
  };
  struct Commit {
    TicketId ticket;
    RoomId room;
    Done<CommitReply> done;
  };
  struct Abandon {
    TicketId ticket;
    RoomId room;
    Done<std::monostate> done;
  };
  struct GiveUp {
    TicketId ticket;
    RoomId room;
  };
  struct Renew {
    NodeName node;
    std::vector<TicketId> tickets;
    Done<RenewReply> done;
  };

  struct Settling {
    Settle wanted;
    Done<SettleReply> done;
  };

  void find(Ticket ticket, Done<FindReply> done) override {
    finds.push_back({std::move(ticket), std::move(done)});
  }
  void withdraw(TicketId ticket, Done<std::monostate> done) override {
    withdraws.push_back({ticket, std::move(done)});
  }
  void commit(TicketId ticket, RoomId room, Done<CommitReply> done) override {
    commits.push_back({ticket, room, std::move(done)});
  }
  void abandon(TicketId ticket, RoomId room, Done<std::monostate> done) override {
    abandons.push_back({ticket, room, std::move(done)});
  }
  void give_up(TicketId ticket, RoomId room, Done<std::monostate>) override {
    given_up.push_back({ticket, room});
  }
  void renew(NodeName node, std::vector<TicketId> tickets, Done<RenewReply> done) override {
    renews.push_back({std::move(node), std::move(tickets), std::move(done)});
  }
  void settle(Settle wanted, Done<SettleReply> done) override {
    settles.push_back({std::move(wanted), std::move(done)});
  }
  void sweep(Done<std::uint64_t> done) override { sweeps.push_back(std::move(done)); }

  /// Answers a listed call. A second answer to the same call throws.
  static void answer(auto& call, auto reply) {
    std::exchange(call.done, nullptr)(std::move(reply));
  }

  // Deques, because an answer may lead to the next call while the answered one is still on the
  // stack.
  std::deque<Find> finds;
  std::deque<Withdraw> withdraws;
  std::deque<Commit> commits;
  std::deque<Abandon> abandons;
  std::deque<GiveUp> given_up;
  std::deque<Renew> renews;
  std::deque<Settling> settles;
  std::deque<Done<std::uint64_t>> sweeps;
};

}  // namespace nexus::matching
