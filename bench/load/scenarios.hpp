// The loads on a server. Each returns its figures as one JSON object.
// SPDX-License-Identifier: MIT
#pragma once

#include "load/client.hpp"
#include "load/seating.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <sys/types.h>
#include <vector>

namespace nexus::load {

struct Server {
  Target target;
  Dialect dialect = Dialect::kNexusChat;
  std::uint16_t room_port = 0;  ///< where room sockets are, if on another port
  pid_t process = 0;
  int collect_signal = 0;  ///< requests a garbage collection; 0: the server has none
};

struct RelayOptions {
  std::size_t pairs = 500;
  std::size_t in_flight = 16;  ///< of each pair, in the pipelined load
  std::size_t rate = 2000;     ///< messages a second over all pairs, in the paced load
  std::size_t text_bytes = 200;
  std::chrono::milliseconds duration{3000};  ///< of each load
};
/// Three loads on the same sockets: `paced`, `ping_pong` (1 in flight for each pair) and
/// `pipelined`.
[[nodiscard]] std::string relay(const Server& server, const RelayOptions& options);

struct BounceOptions {
  std::size_t pairs = 10;
  std::size_t messages = 400;  ///< of each pair; those on their way at the end come on top
  std::size_t in_flight = 1;
  std::size_t text_bytes = 200;
};
/// One pair after the other exchanges this many messages: the same work in each run, for a server
/// whose instructions are counted. So few messages do not fill the replay buffer of a seat, which
/// would cost more.
[[nodiscard]] std::string bounce(const Server& server, const BounceOptions& options);

struct HandshakeOptions {
  std::size_t count = 10'000;
  std::size_t concurrency = 64;
};
/// Connect, upgrade, closing handshake.
[[nodiscard]] std::string handshakes(const Server& server, const HandshakeOptions& options);

struct IdleOptions {
  std::size_t sockets = 15'000;
  std::size_t processes = 3;
  std::chrono::milliseconds settle{3000};
  bool keep_match_sockets = false;
};
/// Memory before and after this many sockets were paired.
[[nodiscard]] std::string idle(const Server& server, const IdleOptions& options);

inline constexpr std::size_t kMatchProcessesMax = 16;

struct MatchOptions {
  std::size_t visitors = 1000;
  std::size_t processes = 1;            ///< processes that share the visitors
  std::vector<std::uint16_t> ports;     ///< of the matching processes; empty: the target's
  std::vector<pid_t> server_processes;  ///< the further processes, whose costs are added
  pid_t redis_process = 0;              ///< whose costs are reported separately; 0: there is none
  bool wishes = false;                  ///< four interests each
  std::size_t rate = 0;                 ///< finds a second in all, evenly spaced; 0: saturated
  std::chrono::milliseconds warm_up{500};
  std::chrono::milliseconds duration{3000};
};
/// Visitors who search again as soon as they are matched, or, with a rate, when a search is due.
[[nodiscard]] std::string match(const Server& server, const MatchOptions& options);

}  // namespace nexus::load
