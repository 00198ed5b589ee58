// A process on a machine: it runs, is frozen while its inputs queue up, or is dead.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "simulation/links.hpp"
#include "simulation/world.hpp"

#include <deque>
#include <functional>
#include <set>

namespace nexus::simulation {

class Process : public Listener {
 public:
  Process(World& world, Links& links, NodeName name, std::chrono::milliseconds wall_skew)
      : world_(world), links_(links), name_(std::move(name)), clock_(world, wall_skew) {}

  void start();
  /// Cuts all sockets and loses all state; a process of the same name starts later.
  void crash(Micros down_for);
  /// Is replaced: refuses new sockets, sends goodbye and ends; a process of the same name starts
  /// later.
  void drain(Micros down_for);
  /// Handles no input for a while, and then all of it at once.
  void stall(Micros length);

  [[nodiscard]] const NodeName& name() const { return name_; }
  [[nodiscard]] bool up() const { return up_; }
  [[nodiscard]] std::uint64_t incarnation() const { return incarnation_; }
  [[nodiscard]] const MachineClock& clock() const { return clock_; }
  [[nodiscard]] const std::set<LinkId>& sockets() const { return sockets_; }

  enum class Kind : std::uint8_t { kInput, kTimer };
  /// Handles an input from outside or a timer. A process that started later never receives the
  /// input of its predecessor.
  void receive(std::function<void()> work, Kind kind = Kind::kInput);

  [[nodiscard]] bool accepts() const final { return up_ && !draining_; }
  void on_open(LinkId link) final;
  void on_text(LinkId link, std::string text) final;
  void on_closed(LinkId link, std::uint16_t code) final;

 protected:
  /// Closes a socket from this side; the domain is notified as of any other end.
  void hang_up_link(LinkId link, std::uint16_t code);

  virtual void boot() = 0;
  virtual void die() = 0;
  virtual void tick() = 0;
  virtual void say_goodbye() {}
  virtual void socket_opened(ClientId client) = 0;
  virtual void socket_received(ClientId client, const std::string& text) = 0;
  virtual void socket_closed(ClientId client, std::uint16_t code) = 0;

  World& world_;
  Links& links_;

 private:
  struct Input {
    Kind kind;
    std::function<void()> work;
  };

  void end(Micros down_for, bool with_machine);
  void tick_again(std::uint64_t incarnation);
  void wake(std::uint64_t incarnation);

  NodeName name_;
  MachineClock clock_;
  bool up_ = false;
  bool draining_ = false;
  Micros stalled_until_ = 0;
  bool stalled_ = false;
  bool tick_queued_ = false;
  std::uint64_t incarnation_ = 0;
  std::deque<Input> backlog_;
  std::set<LinkId> sockets_;
};

}  // namespace nexus::simulation
