// SPDX-License-Identifier: MIT
#include "simulation/links.hpp"

#include <utility>

namespace nexus::simulation {
namespace {

/// A connection to a silent peer is closed within this time.
constexpr Micros kPeerTimeout = 35'000'000;

constexpr std::size_t index(End end) { return static_cast<std::size_t>(end); }
constexpr End other(End end) { return end == End::kClient ? End::kServer : End::kClient; }

}  // namespace

bool may_return(std::uint16_t code) { return code == kBroken || (code >= 4000 && code < 4500); }

LinkId Links::connect(Dialer& client, Listener& server) {
  links_.push_back({.client = &client, .server = &server, .open = {true, false}});
  const LinkId id = links_.size();
  world_.at(arrival(at(id), End::kClient), [this, id] {
    Link& link = at(id);
    if (!link.open[index(End::kClient)] || link.cut) return;
    if (!link.server->accepts()) {
      return world_.after(delay(), [this, id] { learn(id, End::kClient, kBroken); });
    }
    link.open[index(End::kServer)] = true;
    world_.at(arrival(link, End::kServer), [this, id] {
      const Link& opened = at(id);
      if (opened.open[index(End::kClient)] && !opened.lost[index(End::kServer)]) {
        opened.client->on_open(id);
      }
    });
    link.server->on_open(id);
  });
  return id;
}

NetworkTags Links::network_of(LinkId id) const {
  return links_[static_cast<std::size_t>(id - 1)].client->network();
}

void Links::send(LinkId id, End from, std::string text) {
  Link& link = at(id);
  if (!link.open[index(from)] || link.cut) return;
  world_.at(arrival(link, from), [this, id, from, text = std::move(text)]() mutable {
    deliver(id, from, std::move(text));
  });
}

void Links::deliver(LinkId id, End from, std::string text) {
  const Link& link = at(id);
  if (link.lost[index(from)] || !link.open[index(other(from))]) return;
  if (from == End::kClient) {
    link.server->on_text(id, std::move(text));
  } else {
    link.client->on_text(id, std::move(text));
  }
}

void Links::close(LinkId id, End by, std::uint16_t code) {
  Link& link = at(id);
  if (!std::exchange(link.open[index(by)], false) || link.cut) return;
  world_.at(arrival(link, by), [this, id, by, code] {
    if (!at(id).lost[index(by)]) learn(id, other(by), code);
  });
}

void Links::cut(LinkId id, bool slow) {
  Link& link = at(id);
  if (std::exchange(link.cut, true)) return;
  for (const End end : {End::kClient, End::kServer}) {
    link.lost[index(end)] = world_.dice.chance(0.5);
    const Micros when = world_.now() + time_to_learn(slow);
    world_.broken_until(when);
    world_.at(when, [this, id, end] { learn(id, end, kBroken); });
  }
}

void Links::kill_server(LinkId id, bool slow) {
  Link& link = at(id);
  link.open[index(End::kServer)] = false;
  if (std::exchange(link.cut, true)) return;
  link.lost[index(End::kServer)] = slow || world_.dice.chance(0.5);
  const Micros when = std::max(link.last_sent[index(End::kServer)], world_.now()) +
                      (slow ? time_to_learn(true) : delay());
  world_.broken_until(when);
  world_.at(when, [this, id] { learn(id, End::kClient, kBroken); });
}

void Links::learn(LinkId id, End who, std::uint16_t code) {
  Link& link = at(id);
  if (!std::exchange(link.open[index(who)], false)) return;
  if (who == End::kClient) {
    link.client->on_closed(id, code);
  } else {
    link.server->on_closed(id, code);
  }
}

Micros Links::delay() {
  Micros delay = world_.dice.between(delays_.least, delays_.most);
  if (world_.dice.chance(delays_.spike)) delay += world_.dice.between(0, 1'000'000);
  return delay;
}

Micros Links::arrival(Link& link, End from) {
  Micros& last = link.last_sent[index(from)];
  last = std::max(last, world_.now() + delay());
  return last;
}

Micros Links::time_to_learn(bool slow) {
  return slow ? world_.dice.between(1'000'000, kPeerTimeout) : world_.dice.between(0, 500'000);
}

}  // namespace nexus::simulation
