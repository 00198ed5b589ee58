// The network between visitors and nodes: connections that deliver in order, late, or not at all.
// SPDX-License-Identifier: MIT
#pragma once

#include "simulation/world.hpp"

#include <array>
#include <string>
#include <vector>

namespace nexus::simulation {

/// Unique within a run; also the ClientId that a node knows the connection by.
using LinkId = std::uint64_t;

/// What an end hears when the connection broke rather than was closed.
inline constexpr std::uint16_t kBroken = 1006;

/// Whether whoever hears that code may come back, for its seat too: as the protocol's table says.
[[nodiscard]] bool may_return(std::uint16_t code);

/// The end that connected: a visitor.
class Dialer {
 public:
  virtual ~Dialer() = default;
  virtual void on_open(LinkId link) = 0;
  virtual void on_text(LinkId link, std::string text) = 0;
  /// Also when the connection never came about.
  virtual void on_closed(LinkId link, std::uint16_t code) = 0;
};

/// The end that was connected to: a node.
class Listener {
 public:
  virtual ~Listener() = default;
  [[nodiscard]] virtual bool accepts() const = 0;
  virtual void on_open(LinkId link) = 0;
  virtual void on_text(LinkId link, std::string text) = 0;
  virtual void on_closed(LinkId link, std::uint16_t code) = 0;
};

enum class End : std::uint8_t { kClient = 0, kServer = 1 };

struct LinkDelays {
  Micros least = 1'000;
  Micros most = 50'000;
  double spike = 0.01;  ///< share of messages that take up to a second longer
};

class Links {
 public:
  Links(World& world, LinkDelays delays) : world_(world), delays_(delays) {}

  LinkId connect(Dialer& client, Listener& server);
  void send(LinkId id, End from, std::string text);
  /// That end is done; the other hears of it after everything sent before.
  void close(LinkId id, End by, std::uint16_t code = 1000);
  /// The connection breaks: what is sent from now on is lost, what is under way may be. Each end
  /// learns of it on its own, the `slow` way only by missing the other's signs of life.
  void cut(LinkId id, bool slow);
  /// The serving process is gone at once, and its machine perhaps too: `slow`.
  void kill_server(LinkId id, bool slow);

  [[nodiscard]] std::size_t opened() const { return links_.size(); }

 private:
  struct Link {
    Dialer* client = nullptr;
    Listener* server = nullptr;
    std::array<bool, 2> open{};         ///< by End: it takes part
    std::array<bool, 2> lost{};         ///< by End: what that end sent and has not arrived
    std::array<Micros, 2> last_sent{};  ///< by End: when its latest message arrives
    bool cut = false;
  };

  [[nodiscard]] Link& at(LinkId id) { return links_[static_cast<std::size_t>(id - 1)]; }
  [[nodiscard]] Micros delay();
  /// When the next thing that `from` sends arrives: never before what it sent earlier.
  [[nodiscard]] Micros arrival(Link& link, End from);
  void deliver(LinkId id, End from, std::string text);
  void learn(LinkId id, End who, std::uint16_t code);
  [[nodiscard]] Micros time_to_learn(bool slow);

  World& world_;
  LinkDelays delays_;
  std::vector<Link> links_;
};

}  // namespace nexus::simulation
