// Chooses the store: the embedded one for a single machine, Redis for many.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "apps/measured_store.hpp"
#include "base/clock.hpp"
#include "base/given_up.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "credentials/network_tag.hpp"
#include "matching/shared_tally.hpp"
#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"
#include "transport/event_loop.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// All ports of one store.
class Stores {
 public:
  virtual ~Stores() = default;
  virtual matching::TicketStore& tickets() = 0;
  virtual signalling::RoomDirectory& directory() = 0;
  virtual credentials::WeekKeyStore& week_keys() = 0;
  /// nullptr if there are no other matching nodes.
  virtual matching::SharedTally* tally() { return nullptr; }
  /// Whether a call is likely to be answered now.
  [[nodiscard]] virtual bool ready() const = 0;
  [[nodiscard]] virtual const StoreMetrics& metrics() const = 0;
  /// Why this process cannot be part of its deployment with its configuration; empty if it can.
  [[nodiscard]] virtual std::string_view refusal() const { return {}; }
  /// The secrets of this process changed. It may be refused() from now on.
  virtual void set_fingerprints(std::vector<std::string>) {}
  /// How long the entries of tally() count changed.
  virtual void set_tally_life(std::chrono::milliseconds) {}
  /// Announces that the process is about to stop: another one may take its name.
  virtual void leave() {}
};

/// What the process receives from its store. Each is empty for a process without a desk, or without
/// rooms.
struct StoreListeners {
  matching::OutboxListener desk;
  matching::TallyListener tally;
  GivenUpListener home;
};

/// `fingerprints` are those of its secrets. Throws std::runtime_error if the configured address is
/// malformed.
[[nodiscard]] std::unique_ptr<Stores> make_stores(const Program& program, const Config& config,
                                                  transport::EventLoop& loop, const Clock& clock,
                                                  Random& random,
                                                  std::vector<std::string> fingerprints,
                                                  StoreListeners listeners, const Log& log);

}  // namespace nexus::apps
