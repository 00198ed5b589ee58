// One process's connections to the store: the two ports, and the reader of its outbox.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"
#include "simulation/mutant.hpp"
#include "simulation/oracle.hpp"
#include "simulation/process.hpp"
#include "simulation/store_server.hpp"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace nexus::simulation {

struct StoreDelays {
  Micros least = 100;
  Micros most = 3'000;
  double late_event = 0.02;      ///< share of outbox events that arrive up to three seconds late
  double repeated_event = 0.03;  ///< share of outbox events that are delivered twice
};

/// Shared by all ports of a run.
struct StoreContext {
  World& world;
  StoreServer& server;
  Oracle& oracle;
  StoreDelays delays;
  Mutant mutant = Mutant::kNone;
};

/// Commands travel on one connection in order. When it drops or one of them times out, all pending
/// ones fail, whether the store executed them or not. Ends with its process.
class StorePort final : public matching::TicketStore,
                        public signalling::RoomDirectory,
                        public OutboxReader {
 public:
  /// `listener` receives the outbox.
  using Listener = std::function<void(const stores::StoreEvent&)>;
  StorePort(StoreContext context, Process& process, Listener listener);
  ~StorePort() override;

  void drop_connection();

  void find(matching::Ticket ticket, TicketStore::Done<matching::FindReply> done) override;
  void withdraw(TicketId ticket, TicketStore::Done<std::monostate> done) override;
  void commit(TicketId ticket, RoomId room, TicketStore::Done<matching::CommitReply> done) override;
  void abandon(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) override;
  void give_up(TicketId ticket, RoomId room, TicketStore::Done<std::monostate> done) override;
  void renew(NodeName node, std::vector<TicketId> tickets,
             TicketStore::Done<matching::RenewReply> done) override;
  void settle(Settle wanted, TicketStore::Done<SettleReply> done) override;
  void sweep(TicketStore::Done<std::uint64_t> done) override;

  void lookup(RoomId room,
              RoomDirectory::Done<std::optional<signalling::RoomRecord>> done) override;
  void close(NodeName home, RoomId room, signalling::Stranded stranded) override;
  void settle(Settle wanted, RoomDirectory::Done<SettleReply> done) override;
  void announce(signalling::HomeStatus status) override;
  void retire(NodeName node) override;

  void poke() override;

 private:
  using Reply = std::function<void()>;
  using Command = std::function<Reply(stores::Pool&, stores::Pool::Now)>;

  struct Pending {
    Micros deadline;
    Reply fail;
  };
  struct Close {
    NodeName home;
    RoomId room;
    signalling::Stranded stranded;
  };

  /// The store's decision, as changed by mutants.
  static SettleReply decide(const StoreContext& context, stores::Pool& pool, const Settle& wanted,
                            stores::Pool::Now now);
  /// Sends one command. `verb` runs at the store; `done` runs in the process, once, later.
  template <class T, class E>
  void call(std::function<Result<T, E>(stores::Pool&, stores::Pool::Now)> verb,
            std::function<void(Result<T, E>)> done, E unavailable);
  /// The same for a command whose types are hidden: it returns what runs in the process after it.
  void send(Command command, Reply fail);
  void send_close(Close close);

  void arm();
  void time_out();
  void connect(int attempt);
  [[nodiscard]] bool connected() const { return connected_ && epoch_ == context_.server.epoch(); }
  [[nodiscard]] Micros delay();
  void read_outbox();
  void on_event(std::int64_t id, const stores::StoreEvent& event);

  StoreContext context_;
  Process& process_;
  Listener listener_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();

  bool connected_ = true;
  std::uint64_t epoch_;
  std::uint64_t generation_ = 0;
  std::shared_ptr<bool> requests_lost_ = std::make_shared<bool>(false);  ///< of this generation
  std::uint64_t next_call_ = 0;
  std::map<std::uint64_t, Pending> pending_;
  bool armed_ = false;
  Micros last_request_ = 0;
  Micros last_reply_ = 0;
  std::vector<Close> unsent_closes_;

  bool reading_ = false;
  std::int64_t fetched_ = 0;
  Micros last_event_ = 0;
};

}  // namespace nexus::simulation
