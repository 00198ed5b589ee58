// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"

#include <stdexcept>

namespace nexus::stores {

using matching::CommitReply;
using matching::FindReply;
using matching::Proposal;
using matching::Queued;
using matching::RenewReply;
using matching::StoreError;
using matching::Ticket;
using signalling::DirectoryError;
using signalling::RoomRecord;

template <class T, class E>
Result<T, E> World::answer_of(const std::function<void(std::function<void(Result<T, E>)>)>& start) {
  std::optional<Result<T, E>> answer;
  bool inside = true;
  ++unanswered_;
  start([&](Result<T, E> result) {
    EXPECT_FALSE(inside) << "answered inside the call";
    EXPECT_FALSE(answer.has_value()) << "answered twice";
    answer = std::move(result);
    --unanswered_;
  });
  inside = false;
  settle();
  if (!answer) {
    ADD_FAILURE() << "never answered";
    throw std::logic_error("never answered");
  }
  return std::move(*answer);
}

template <class T>
std::vector<T> World::new_events() {
  std::vector<T> wanted;
  for (const auto& event : std::exchange(events, {})) {
    const T* one = std::get_if<T>(&event);
    EXPECT_NE(one, nullptr) << "an event of another kind";
    if (one != nullptr) wanted.push_back(*one);
  }
  return wanted;
}

std::vector<Proposal> World::new_proposals() { return new_events<Proposal>(); }
std::vector<matching::Release> World::new_releases() { return new_events<matching::Release>(); }

World::Reply<FindReply> World::find(Ticket ticket) {
  return answer_of<FindReply, StoreError>(
      [&](auto done) { store().find(std::move(ticket), std::move(done)); });
}

Queued World::queued(Ticket ticket) { return std::get<Queued>(find(std::move(ticket)).value()); }

Proposal World::proposed(Ticket ticket) {
  return std::get<Proposal>(find(std::move(ticket)).value());
}

void World::withdraw(TicketId ticket) {
  (void)answer_of<std::monostate, StoreError>([&](auto done) {
    store().withdraw(ticket, std::move(done));
  }).value();
}

CommitReply World::commit(TicketId ticket, RoomId room) {
  return answer_of<CommitReply, StoreError>(
             [&](auto done) { store().commit(ticket, room, std::move(done)); })
      .value();
}

void World::abandon(TicketId ticket, RoomId room) {
  (void)answer_of<std::monostate, StoreError>([&](auto done) {
    store().abandon(ticket, room, std::move(done));
  }).value();
}

void World::give_up(TicketId ticket, RoomId room) {
  (void)answer_of<std::monostate, StoreError>([&](auto done) {
    store().give_up(ticket, room, std::move(done));
  }).value();
}

void World::give_up_at_once(const std::vector<std::pair<TicketId, RoomId>>& members) {
  std::size_t answers = 0;
  for (const auto& [ticket, room] : members) {
    ++unanswered_;
    store().give_up(ticket, room, [&](const auto& answer) {
      EXPECT_TRUE(answer.has_value());
      ++answers;
      --unanswered_;
    });
  }
  settle();
  EXPECT_EQ(answers, members.size());
}

RenewReply World::renew(const std::string& node, std::vector<TicketId> tickets) {
  return answer_of<RenewReply, StoreError>(
             [&](auto done) { store().renew(NodeName{node}, std::move(tickets), std::move(done)); })
      .value();
}

std::uint64_t World::sweep() {
  return answer_of<std::uint64_t, StoreError>([&](auto done) { store().sweep(std::move(done)); })
      .value();
}

std::optional<RoomRecord> World::lookup(RoomId room) {
  return answer_of<std::optional<RoomRecord>, DirectoryError>(
             [&](auto done) { directory().lookup(room, std::move(done)); })
      .value();
}

void World::close(RoomId room, std::vector<TicketId> stranded, const std::string& home,
                  bool no_show) {
  directory().close(NodeName{home}, room, {std::move(stranded), no_show});
  settle();
}

SettleReply World::settle(const Settle& wanted) {
  if (wanted.to_incarnation.is_none()) {
    return answer_of<SettleReply, StoreError>(
               [&](auto done) { store().settle(wanted, std::move(done)); })
        .value();
  }
  return answer_of<SettleReply, DirectoryError>(
             [&](auto done) { directory().settle(wanted, std::move(done)); })
      .value();
}

void World::announce(const std::string& node, std::uint64_t rooms, const std::string& url,
                     IncarnationId incarnation) {
  directory().announce({NodeName{node}, url, rooms, incarnation});
  settle();
}

void World::retire(const std::string& node) {
  directory().retire(NodeName{node});
  settle();
}

Ticket World::ticket(const std::string& bucket) {
  Ticket ticket;
  ticket.id = TicketId::random(random);
  ticket.visitor = VisitorId::random(random);
  ticket.owner = NodeName{"node-a"};
  ticket.plan.look = {{bucket}};
  ticket.plan.wait_in = {bucket};
  ticket.home = {NodeName{"home-1"}, "wss://one.example/room"};
  ticket.room = fresh_room();
  return ticket;
}

void StoreContract::rebuild(const WorldOptions& options) {
  world_.reset();
  world_ = GetParam()(options);
  (void)world_->renew("node-a");
  (void)world_->renew("node-b");
}

}  // namespace nexus::stores
