// SPDX-License-Identifier: MIT
#include "simulation/process.hpp"

#include "protocol/generated/messages.hpp"

#include <algorithm>
#include <utility>

namespace nexus::simulation {
namespace {

constexpr Micros kTick = 250'000;
constexpr Micros kDrainTime = 500'000;
constexpr Micros kGoodbyeTime = 2'000'000;  ///< until the last visitor has received it

}  // namespace

void Process::start() {
  up_ = true;
  ++incarnation_;
  world_.note("{} starts, incarnation {}", name_.value, incarnation_);
  boot();
  tick_queued_ = false;
  world_.after(0, [this, mine = incarnation_] { tick_again(mine); });
}

void Process::tick_again(std::uint64_t mine) {
  if (!up_ || mine != incarnation_) return;
  if (!std::exchange(tick_queued_, true)) {
    receive(
        [this] {
          tick_queued_ = false;
          tick();
        },
        Kind::kTimer);
  }
  world_.after(kTick, [this, mine] { tick_again(mine); });
}

void Process::crash(Micros down_for) {
  if (!up_) return;
  world_.note("{} crashes for {} ms", name_.value, down_for / 1000);
  end(down_for, world_.dice.chance(0.3));
}

void Process::drain(Micros down_for) {
  if (!accepts()) return;
  world_.note("{} drains, and is down for {} ms", name_.value, down_for / 1000);
  world_.broken_until(world_.now() + kDrainTime + down_for + kGoodbyeTime);
  draining_ = true;
  receive([this] {
    say_goodbye();
    for (const LinkId link : sockets_) {
      hang_up_link(link, static_cast<std::uint16_t>(protocol::CloseCode::kDrain));
    }
  });
  world_.after(kDrainTime, [this, mine = incarnation_, down_for] {
    if (!up_ || mine != incarnation_) return;
    world_.note("{} ends", name_.value);
    end(down_for, false);
  });
}

void Process::end(Micros down_for, bool with_machine) {
  world_.broken_until(world_.now() + down_for);
  up_ = false;
  draining_ = false;
  stalled_ = false;
  backlog_.clear();
  for (const LinkId link : std::exchange(sockets_, {})) links_.kill_server(link, with_machine);
  die();
  world_.after(down_for, [this] { start(); });
}

void Process::stall(Micros length) {
  if (!up_) return;
  world_.note("{} freezes for {} ms", name_.value, length / 1000);
  stalled_ = true;
  stalled_until_ = std::max(stalled_until_, world_.now() + length);
  world_.broken_until(stalled_until_);
  world_.at(stalled_until_, [this, mine = incarnation_] { wake(mine); });
}

void Process::wake(std::uint64_t mine) {
  if (!up_ || mine != incarnation_ || !stalled_ || world_.now() < stalled_until_) return;
  world_.note("{} continues with {} inputs", name_.value, backlog_.size());
  stalled_ = false;
  std::deque<Input> backlog = std::exchange(backlog_, {});
  // An event loop that wakes late may handle its timers first or its sockets.
  if (world_.dice.chance(0.5)) {
    std::stable_partition(backlog.begin(), backlog.end(),
                          [](const Input& input) { return input.kind == Kind::kTimer; });
  }
  for (const Input& input : backlog) input.work();
}

void Process::receive(std::function<void()> work, Kind kind) {
  if (!up_) return;
  if (stalled_) {
    backlog_.push_back({kind, std::move(work)});
  } else {
    work();
  }
}

void Process::on_open(LinkId link) {
  sockets_.insert(link);
  receive([this, link] { socket_opened({link}); });
}

void Process::on_text(LinkId link, std::string text) {
  receive([this, link, text = std::move(text)] {
    if (sockets_.contains(link)) socket_received({link}, text);
  });
}

void Process::on_closed(LinkId link, std::uint16_t code) {
  receive([this, link, code] {
    if (sockets_.erase(link) == 1) socket_closed({link}, code);
  });
}

void Process::hang_up_link(LinkId link, std::uint16_t code) {
  links_.close(link, End::kServer, code);
  world_.after(0, [this, link, code] { on_closed(link, code); });
}

}  // namespace nexus::simulation
