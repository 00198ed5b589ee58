// SPDX-License-Identifier: MIT
#include "base/clock.hpp"
#include "base/executor.hpp"
#include "match/backend.hpp"
#include "stores/memory/memory_store.hpp"

#include <deque>
#include <utility>

namespace nexus::bench {
namespace {

constexpr int kWorkPerTurn = 1000;

class Queue final : public Executor {
 public:
  void post(std::function<void()> work) override { work_.push_back(std::move(work)); }
  void run_some() {
    for (int i = 0; i < kWorkPerTurn && !work_.empty(); ++i) {
      const auto work = std::move(work_.front());
      work_.pop_front();
      work();
    }
  }

 private:
  std::deque<std::function<void()>> work_;
};

class MemoryBackend final : public Backend {
 public:
  explicit MemoryBackend(matching::OutboxListener listener)
      : store_(queue_, clock_, std::move(listener), [](const GivenUp&) {}) {}

  matching::TicketStore& tickets() override { return store_; }
  signalling::RoomDirectory& rooms() override { return store_; }
  void turn() override { queue_.run_some(); }

 private:
  Queue queue_;
  SystemClock clock_;
  stores::MemoryStore store_;
};

}  // namespace

std::unique_ptr<Backend> make_memory_backend(matching::OutboxListener listener) {
  return std::make_unique<MemoryBackend>(std::move(listener));
}

}  // namespace nexus::bench
