// A store under measurement with the loop that it lives on.
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
  /// Runs what is due on the loop.
  virtual void turn() = 0;
  /// Where else time is spent on the store's behalf; 0: nowhere.
  [[nodiscard]] virtual pid_t server_process() const { return 0; }
};

inline constexpr std::string_view kNode = "bench";

[[nodiscard]] std::unique_ptr<Backend> make_memory_backend(matching::OutboxListener listener);

/// An empty Redis without persistence that is nobody else's: it is flushed.
struct RedisPlace {
  std::uint16_t port = 0;
  pid_t process = 0;
};
[[nodiscard]] std::unique_ptr<Backend> make_redis_backend(RedisPlace place,
                                                          matching::OutboxListener listener);

}  // namespace nexus::bench
