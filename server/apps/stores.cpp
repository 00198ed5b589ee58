// SPDX-License-Identifier: MIT
#include "apps/stores.hpp"

#include "stores/memory/memory_store.hpp"

#include <stdexcept>

namespace nexus::apps {
namespace {

class EmbeddedStores final : public Stores {
 public:
  EmbeddedStores(const Config& config, transport::EventLoop& loop, const Clock& clock,
                 matching::OutboxListener listener)
      : store_(loop, clock, std::move(listener), {.tickets_max = config.waiting_max}) {}

  matching::TicketStore& tickets() override { return store_; }
  signalling::RoomDirectory& directory() override { return store_; }

 private:
  stores::MemoryStore store_;
};

}  // namespace

std::unique_ptr<Stores> make_stores(const Program& program, const Config& config,
                                    transport::EventLoop& loop, const Clock& clock,
                                    matching::OutboxListener listener, const Log&) {
  if (program.all_in_one()) {
    return std::make_unique<EmbeddedStores>(config, loop, clock, std::move(listener));
  }
  throw std::runtime_error("the Redis store is not wired yet");
}

}  // namespace nexus::apps
