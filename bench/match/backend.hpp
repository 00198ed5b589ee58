// A store under measurement, with its event loop.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <sys/types.h>

namespace nexus::bench {

class Backend {
 public:
  virtual ~Backend() = default;
  [[nodiscard]] virtual matching::TicketStore& tickets() = 0;
  [[nodiscard]] virtual signalling::RoomDirectory& rooms() = 0;
  /// Runs the due work of the loop.
  virtual void turn() = 0;
  /// A second process that works for the store; 0: none.
  [[nodiscard]] virtual pid_t server_process() const { return 0; }
};

inline constexpr std::string_view kNode = "bench";

[[nodiscard]] std::unique_ptr<Backend> make_memory_backend(matching::OutboxListener listener);

/// An empty Redis without persistence and without other clients: the benchmark flushes it.
struct RedisPlace {
  std::uint16_t port = 0;
  pid_t process = 0;
};
[[nodiscard]] std::unique_ptr<Backend> make_redis_backend(RedisPlace place,
                                                          matching::OutboxListener listener);

}  // namespace nexus::bench
