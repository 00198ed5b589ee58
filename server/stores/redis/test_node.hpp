// A deployment's process over Redis, reduced to its stores.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/random.hpp"
#include "stores/redis/redis_directory.hpp"
#include "stores/redis/redis_outbox.hpp"
#include "stores/redis/redis_store.hpp"
#include "stores/redis/test_server.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::stores {

/// One process of a deployment: its connections, its store, its outbox.
class Node {
 public:
  Node(boost::asio::io_context& loop, const RedisUrl& url, std::string name,
       std::chrono::milliseconds command_timeout = std::chrono::seconds(20),
       std::size_t in_flight_max = 10'000)
      : loop_(loop),
        name_(std::move(name)),
        commands_(loop,
                  {.url = url,
                   .key = pool_.prefix(),
                   .command_timeout = command_timeout,
                   .in_flight_max = in_flight_max},
                  random_, log_),
        outbox_client_(loop,
                       {.url = url,
                        .name = "outbox",
                        .key = pool_.prefix(),
                        .command_timeout = command_timeout},
                       random_, log_),
        functions_(commands_, log_),
        store_(functions_, pool_),
        directory_(functions_, pool_),
        outbox_(
            outbox_client_, pool_, NodeName{name_},
            [this](matching::OutboxEvent event) {
              events.push_back(std::move(event));
              if (on_event) on_event();
            },
            log_) {}

  void start() {
    commands_.start();
    outbox_client_.start();
  }
  [[nodiscard]] bool ready() const { return functions_.ready() && outbox_client_.ready(); }
  void start_and_wait() {
    start();
    ASSERT_TRUE(run_until(loop_, [this] { return ready(); }));
  }

  Result<matching::FindReply, StoreError> find(const matching::Ticket& ticket) {
    return wait<matching::FindReply>([&](auto done) { store_.find(ticket, std::move(done)); });
  }
  Result<matching::RenewReply, StoreError> renew(std::vector<TicketId> tickets = {}) {
    return wait<matching::RenewReply>(
        [&](auto done) { store_.renew(NodeName{name_}, std::move(tickets), std::move(done)); });
  }
  Result<std::uint64_t, StoreError> sweep() {
    return wait<std::uint64_t>([&](auto done) { store_.sweep(std::move(done)); });
  }

  template <class T>
  Result<T, StoreError> wait(
      const std::function<void(std::function<void(Result<T, StoreError>)>)>& start) {
    std::optional<Result<T, StoreError>> got;
    start([&](Result<T, StoreError> result) {
      EXPECT_FALSE(got.has_value());
      got = std::move(result);
    });
    EXPECT_FALSE(got.has_value());
    EXPECT_TRUE(run_until(loop_, [&] { return got.has_value(); }));
    return std::move(*got);
  }

  matching::Ticket ticket(const std::string& bucket = "any") {
    matching::Ticket ticket;
    ticket.id = TicketId::random(random_);
    ticket.visitor = VisitorId::random(random_);
    ticket.owner = NodeName{name_};
    ticket.plan = {{{bucket}}, {bucket}, {}, {}};
    ticket.home = {NodeName{"home"}, ""};
    ticket.room = RoomId::random(random_);
    return ticket;
  }

  boost::asio::io_context& loop_;
  std::string name_;
  SystemRandom random_;
  Log log_{LogLevel::kError};
  RedisPool pool_{.name = "faults"};
  RedisClient commands_;
  RedisClient outbox_client_;
  RedisFunctions functions_;
  RedisStore store_;
  RedisDirectory directory_;
  RedisOutbox outbox_;
  std::vector<matching::OutboxEvent> events;
  std::function<void()> on_event;
};

}  // namespace nexus::stores
