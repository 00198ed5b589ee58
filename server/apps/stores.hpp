// Chooses the store: the embedded one for a single machine, Redis for many.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"
#include "transport/event_loop.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// Both ports, whatever stands behind them.
class Stores {
 public:
  virtual ~Stores() = default;
  virtual matching::TicketStore& tickets() = 0;
  virtual signalling::RoomDirectory& directory() = 0;
  /// Whether a call can be expected to be answered now.
  [[nodiscard]] virtual bool ready() const = 0;
  /// Why this process cannot be part of its deployment as it is configured, or nothing.
  [[nodiscard]] virtual std::string_view refusal() const { return {}; }
  /// The process is about to stop: another one may have its name.
  virtual void leave() {}
};

/// `listener` receives the store's events for this node's desk; empty for a process without one.
/// `fingerprints` are those of its secrets. Throws std::runtime_error when the configured address
/// is none.
[[nodiscard]] std::unique_ptr<Stores> make_stores(const Program& program, const Config& config,
                                                  transport::EventLoop& loop, const Clock& clock,
                                                  Random& random,
                                                  std::vector<std::string> fingerprints,
                                                  matching::OutboxListener listener,
                                                  const Log& log);

}  // namespace nexus::apps
