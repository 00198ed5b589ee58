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

namespace nexus::apps {

/// Both ports, whatever stands behind them.
class Stores {
 public:
  virtual ~Stores() = default;
  virtual matching::TicketStore& tickets() = 0;
  virtual signalling::RoomDirectory& directory() = 0;
  /// Whether a call can be expected to be answered now.
  [[nodiscard]] virtual bool ready() const = 0;
};

/// `listener` hears what the store tells this node's desk; empty for a process without one. Throws
/// std::runtime_error when the configured address is none.
[[nodiscard]] std::unique_ptr<Stores> make_stores(const Program& program, const Config& config,
                                                  transport::EventLoop& loop, const Clock& clock,
                                                  Random& random, matching::OutboxListener listener,
                                                  const Log& log);

}  // namespace nexus::apps
