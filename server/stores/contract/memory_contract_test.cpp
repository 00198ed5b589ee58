// The contract, run on the embedded store.
// SPDX-License-Identifier: MIT
#include "stores/contract/world.hpp"
#include "stores/memory/memory_store.hpp"

#include <deque>

namespace nexus::stores {
namespace {

class ManualExecutor final : public Executor {
 public:
  void post(std::function<void()> work) override { queue_.push_back(std::move(work)); }

  void run() {
    while (!queue_.empty()) {
      const auto work = std::move(queue_.front());
      queue_.pop_front();
      work();
    }
  }

 private:
  std::deque<std::function<void()>> queue_;
};

class MemoryWorld final : public World {
 public:
  explicit MemoryWorld(const WorldOptions& options)
      : store_(
            executor_, clock,
            [this](matching::OutboxEvent event) { events.push_back(std::move(event)); },
            [this](const GivenUp& member) { given_up.push_back(member); },
            {.tickets_max = options.tickets_max}) {}

  matching::TicketStore& store() override { return store_; }
  signalling::RoomDirectory& directory() override { return store_; }
  void settle() override { executor_.run(); }

 private:
  ManualExecutor executor_;
  MemoryStore store_;
};

std::unique_ptr<World> make_memory_world(const WorldOptions& options) {
  return std::make_unique<MemoryWorld>(options);
}

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(&make_memory_world),
                         [](const auto&) { return std::string("Store"); });

}  // namespace

/// This store expires a room's record by its own clock; Redis uses Redis's clock.
TEST(MemoryStore, ForgetsARoomAfterTheLifeOfItsRecord) {
  MemoryWorld world({});
  (void)world.renew("node-a");
  world.queued(world.ticket());
  const RoomId room = world.proposed(world.ticket()).room;
  world.clock.advance(matching::kRoomRecordLife - std::chrono::milliseconds(1));
  world.sweep();
  EXPECT_TRUE(world.lookup(room).has_value());
  world.clock.advance(std::chrono::milliseconds(1));
  world.sweep();
  EXPECT_FALSE(world.lookup(room).has_value());
}

}  // namespace nexus::stores
