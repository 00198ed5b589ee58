// SPDX-License-Identifier: MIT
#include "simulation/store_server.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace nexus::simulation {

void StoreServer::arrive(std::function<void()> operation) {
  switch (mode_) {
    case Mode::kUp:
      return operation();
    case Mode::kAway:
      return;
    case Mode::kPaused:
      waiting_.push_back(std::move(operation));
      return;
  }
}

stores::Pool::Now StoreServer::now() const {
  constexpr Micros kHour = 3'600'000'000;
  const Micros time = kHour + world_.now();
  return coarse_clock_ ? time / 10'000 * 10'000 : time;
}

void StoreServer::settle() {
  for (stores::Outgoing& outgoing : pool_.take_outbox()) {
    last_entry_ = std::max(last_entry_ + 1, world_.now());
    outboxes_[outgoing.owner].push_back({last_entry_, std::move(outgoing.event)});
    const auto reader = readers_.find(outgoing.owner);
    if (reader != readers_.end()) reader->second->poke();
  }
}

void StoreServer::acknowledge(const NodeName& node, std::int64_t id) {
  std::erase_if(outboxes_[node], [id](const Entry& entry) { return entry.id == id; });
}

const Settle* StoreServer::other_ask(const Settle& wanted) {
  asks_.insert_or_assign({wanted.room, wanted.asker}, wanted);
  const auto found = asks_.find({wanted.room, partner_of(wanted.asker)});
  return found == asks_.end() ? nullptr : &found->second;
}

void StoreServer::attach(const NodeName& node, OutboxReader* reader) { readers_[node] = reader; }

void StoreServer::detach(const NodeName& node, const OutboxReader* reader) {
  const auto found = readers_.find(node);
  if (found != readers_.end() && found->second == reader) readers_.erase(found);
}

void StoreServer::enter(Mode mode, Micros length) {
  mode_ = mode;
  mode_until_ = std::max(mode_until_, world_.now() + length);
  world_.broken_until(mode_until_);
  world_.at(mode_until_, [this] { leave(); });
}

void StoreServer::leave() {
  if (world_.now() < mode_until_ || mode_ == Mode::kUp) return;
  world_.note("store is up again");
  mode_ = Mode::kUp;
  for (const auto& operation : std::exchange(waiting_, {})) operation();
  poke_all();
}

void StoreServer::poke_all() {
  for (const auto& [node, reader] : readers_) reader->poke();
}

void StoreServer::go_away(Micros length) {
  world_.note("store is down for {} ms", length / 1000);
  waiting_.clear();
  enter(Mode::kAway, length);
}

void StoreServer::pause(Micros length) {
  if (mode_ == Mode::kAway) return;
  world_.note("store pauses for {} ms", length / 1000);
  enter(Mode::kPaused, length);
}

void StoreServer::flush() {
  world_.note("store is flushed");
  world_.broken_until(world_.now());
  pool_ = stores::Pool();
  outboxes_.clear();
  committed_.clear();
  closed_.clear();
  ++losses_;
}

void StoreServer::fail_over(Micros lost, Micros down) {
  world_.note("store will fail over in {} ms, and lose the writes until then", lost / 1000);
  const auto copy = std::make_shared<State>(State{pool_, outboxes_, committed_, closed_});
  world_.broken_until(world_.now() + lost + down);
  world_.after(lost, [this, copy, down] {
    world_.note("store fails over");
    ++epoch_;
    pool_ = std::move(copy->pool);
    outboxes_ = std::move(copy->outboxes);
    committed_ = std::move(copy->committed);
    closed_ = std::move(copy->closed);
    ++losses_;
    go_away(down);
  });
}

}  // namespace nexus::simulation
