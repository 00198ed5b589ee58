// The network between visitors and nodes: connections that deliver in order, late, or not at all.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/network.hpp"
#include "simulation/world.hpp"

#include <array>
#include <string>
#include <vector>

namespace nexus::simulation {

/// Unique within a run; also the node's ClientId of the connection.
using LinkId = std::uint64_t;

/// The close code that an end gets when the connection breaks without a close.
inline constexpr std::uint16_t kBroken = 1006;

/// Whether a client may reconnect after that code, and resume its seat: by the protocol's table.
[[nodiscard]] bool may_return(std::uint16_t code);

/// The end that connected: a visitor.
class Dialer {
 public:
  virtual ~Dialer() = default;
  virtual void on_open(LinkId link) = 0;
  virtual void on_text(LinkId link, std::string text) = 0;
  /// Also called when the connection was never established.
  virtual void on_closed(LinkId link, std::uint16_t code) = 0;
  [[nodiscard]] virtual NetworkTags network() const { return {}; }
};

/// The end that accepts: a node.
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
  /// Closes that end; the other end is notified after everything sent before has arrived.
  void close(LinkId id, End by, std::uint16_t code = 1000);
  /// Breaks the connection: messages sent from now on are lost, messages in flight may be. Each end
  /// detects that separately; with `slow`, only when the other end stays silent too long.
  void cut(LinkId id, bool slow);
  /// Kills the serving process at once; `slow`: its machine, too.
  void kill_server(LinkId id, bool slow);

  /// The network that the client connects from.
  [[nodiscard]] NetworkTags network_of(LinkId id) const;

  [[nodiscard]] std::size_t opened() const { return links_.size(); }

 private:
  struct Link {
    Dialer* client = nullptr;
    Listener* server = nullptr;
    std::array<bool, 2> open{};         ///< by End: it is open
    std::array<bool, 2> lost{};         ///< by End: messages in flight from that end are lost
    std::array<Micros, 2> last_sent{};  ///< by End: when its latest message arrives
    bool cut = false;
  };

  [[nodiscard]] Link& at(LinkId id) { return links_[static_cast<std::size_t>(id - 1)]; }
  [[nodiscard]] Micros delay();
  /// When the next message from `from` arrives: never before an earlier one.
  [[nodiscard]] Micros arrival(Link& link, End from);
  void deliver(LinkId id, End from, std::string text);
  void learn(LinkId id, End who, std::uint16_t code);
  [[nodiscard]] Micros time_to_learn(bool slow);

  World& world_;
  LinkDelays delays_;
  std::vector<Link> links_;
};

}  // namespace nexus::simulation
