// SPDX-License-Identifier: MIT
#include "match/crowd.hpp"

#include "match/require.hpp"

#include <chrono>
#include <string>
#include <variant>

namespace nexus::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

/// Pending finds while the queue is filled.
constexpr std::size_t kFillingMax = 1000;
constexpr auto kPatience = 60s;

}  // namespace

matching::OutboxListener Crowd::listener() {
  return [this](const matching::OutboxEvent& event) {
    const auto* proposal = std::get_if<matching::Proposal>(&event);
    require(proposal != nullptr, "no side left, but a visitor was released");
    on_proposal(*proposal);
  };
}

template <class Done>
void Crowd::turn_until(Done done) {
  const auto end = steady_clock::now() + kPatience;
  while (!done()) {
    const auto now = steady_clock::now();
    require(now < end, "the store does not answer in time");
    if (now - renewed_ >= matching::kNodeRenewPeriod) renew();
    backend_->turn();
  }
}

void Crowd::renew() {
  renewed_ = steady_clock::now();
  backend_->tickets().renew(NodeName{std::string(kNode)}, {}, [](const auto& reply) {
    require(reply.has_value(), "the store does not renew");
  });
}

void Crowd::enter(Backend& backend) {
  backend_ = &backend;
  backend.rooms().announce({NodeName{std::string(kNode)}, "", 0});
  renew();
  for (std::size_t i = 0; i < options_.waiting; ++i) {
    wait_for_nobody(i);
    turn_until([&] { return i + 1 - queued_ < kFillingMax; });
  }
  turn_until([&] { return queued_ == options_.waiting; });
  for (std::size_t i = 0; i < options_.visitors; ++i) ids_.push_back(VisitorId::random(random_));
  for (std::size_t i = 0; i < options_.visitors; ++i) search(i);
}

void Crowd::meet(std::size_t pairs) {
  const std::size_t goal = met_ + pairs;
  turn_until([&] { return met_ >= goal; });
}

void Crowd::wait_for_nobody(std::size_t number) {
  backend_->tickets().find(make_lonely_ticket(number, random_), [this](const auto& reply) {
    require(reply.has_value() && std::holds_alternative<matching::Queued>(*reply),
            "an incompatible ticket was not queued");
    ++queued_;
  });
}

void Crowd::search(std::size_t visitor) {
  matching::Ticket mine = make_ticket(ids_[visitor], options_, random_);
  searching_.emplace(mine.id, visitor);
  backend_->tickets().find(std::move(mine), [this](const auto& reply) {
    require(reply.has_value(), "a find failed");
    if (const auto* proposal = std::get_if<matching::Proposal>(&*reply)) on_proposal(*proposal);
  });
}

void Crowd::on_proposal(const matching::Proposal& proposal) {
  const auto found = searching_.find(proposal.ticket);
  if (found == searching_.end()) return;  // delivered twice
  const std::size_t visitor = found->second;
  searching_.erase(found);
  backend_->tickets().commit(
      proposal.ticket, proposal.room, [this, visitor, room = proposal.room](const auto& reply) {
        require(reply.has_value() && *reply == matching::CommitReply::kKept, "a commit failed");
        on_committed(room, visitor);
      });
}

void Crowd::on_committed(RoomId room, std::size_t visitor) {
  Meeting& meeting = meetings_[room];
  meeting.visitors[meeting.committed++] = visitor;
  if (meeting.committed < 2) return;
  const auto visitors = meeting.visitors;
  require(visitors[0] != visitors[1], "a visitor was matched with itself");
  meetings_.erase(room);
  backend_->rooms().close(NodeName{std::string(kNode)}, room, {});
  ++met_;
  for (const std::size_t one : visitors) search(one);
}

}  // namespace nexus::bench
