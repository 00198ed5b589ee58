// SPDX-License-Identifier: MIT
#include "load/crew.hpp"
#include "load/meter.hpp"
#include "load/scenarios.hpp"

#include <csignal>
#include <thread>

#include <fmt/format.h>

namespace nexus::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kSeatingTimeout = 120s;
constexpr auto kCollectTime = 1s;

/// Holds its share of the sockets and answers pings until `stop` is set.
void hold_sockets(const Server& server, const SeatingOptions& options, Board& board) {
  Loop loop(server.target);
  const auto seating = make_seating(server.dialect, loop, options);
  bool is_ready = false;
  while (!board.stop) {
    if (!is_ready) {
      seating->advance();
      if (seating->done()) {
        is_ready = true;
        ++board.ready;
      }
    }
    loop.turn(Nanoseconds(5ms));
  }
}

/// All sockets of the holders close when these processes end.
Crew::Work holders(const Server& server, const IdleOptions& options) {
  return [&server, &options](std::size_t worker, Board& board) {
    const std::size_t pairs = options.sockets / 2;
    const std::size_t first_pair = pairs * worker / options.processes;
    const std::size_t last_pair = pairs * (worker + 1) / options.processes;
    Server from = server;
    from.target.first_source = kSourcesPerWorker * static_cast<std::uint32_t>(worker);
    hold_sockets(from,
                 {.sockets = 2 * (last_pair - first_pair),
                  .first_pair = first_pair,
                  .keep_match_sockets = options.keep_match_sockets,
                  .room_port = server.room_port},
                 board);
  };
}

Memory settled_memory(const Server& server, std::chrono::milliseconds settle) {
  std::this_thread::sleep_for(settle);
  if (server.collect_signal != 0) {
    kill(server.process, server.collect_signal);
    std::this_thread::sleep_for(kCollectTime);
  }
  return memory_of(server.process);
}

}  // namespace

std::string idle(const Server& server, const IdleOptions& options) {
  const Memory before = settled_memory(server, 500ms);
  const KernelMemory kernel_before = kernel_memory();
  const Crew crew(options.processes, holders(server, options));
  crew.wait_until_ready(kSeatingTimeout);
  const Memory after = settled_memory(server, options.settle);
  const KernelMemory kernel_after = kernel_memory();
  const auto each = [&](std::int64_t less, std::int64_t more) {
    return static_cast<double>(more - less) / static_cast<double>(options.sockets);
  };
  return fmt::format(
      R"({{"sockets":{},"anonymous":{:.0f},"private_dirty":{:.0f},"resident":{:.0f},)"
      R"("kernel_slab":{:.0f},"kernel_buffers":{:.0f},"resident_total":{}}})",
      options.sockets, each(before.anonymous_bytes, after.anonymous_bytes),
      each(before.private_dirty_bytes, after.private_dirty_bytes),
      each(before.resident_bytes, after.resident_bytes),
      each(kernel_before.slab_bytes, kernel_after.slab_bytes),
      each(kernel_before.socket_buffer_bytes, kernel_after.socket_buffer_bytes),
      after.resident_bytes);
}

}  // namespace nexus::load
