// SPDX-License-Identifier: MIT
#include "load/meter.hpp"
#include "load/scenarios.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

namespace nexus::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kSeatingTimeout = 120s;
constexpr auto kCollectTime = 1s;

/// In memory that parent and children share.
struct Board {
  std::atomic<std::size_t> ready = 0;
  std::atomic<bool> failed = false;
  std::atomic<bool> stop = false;
};

Board& make_board() {
  void* const memory =
      mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return *new (memory) Board;
}

/// Holds its share of the sockets, answering pings, until told to stop.
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

pid_t spawn_holder(const Server& server, const SeatingOptions& options, Board& board) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child > 0) return child;
  try {
    hold_sockets(server, options, board);
  } catch (const std::exception& error) {
    std::fputs(fmt::format("nexus-load: {}\n", error.what()).c_str(), stderr);
    board.failed = true;
  }
  _exit(0);
}

/// All sockets of the holders close when this goes.
class Holders {
 public:
  Holders(const Server& server, const IdleOptions& options) : board_(make_board()) {
    const std::size_t pairs = options.sockets / 2;
    std::size_t first_pair = 0;
    for (std::size_t i = 0; i < options.processes; ++i) {
      const std::size_t last_pair = pairs * (i + 1) / options.processes;
      Server from = server;
      from.target.first_source = static_cast<std::uint32_t>(20 * i);
      const SeatingOptions seating{.sockets = 2 * (last_pair - first_pair),
                                   .first_pair = first_pair,
                                   .keep_match_sockets = options.keep_match_sockets,
                                   .room_port = server.room_port};
      children_.push_back(spawn_holder(from, seating, board_));
      first_pair = last_pair;
    }
  }
  ~Holders() {
    board_.stop = true;
    for (const pid_t child : children_) waitpid(child, nullptr, 0);
    munmap(&board_, sizeof board_);
  }
  Holders(const Holders&) = delete;
  Holders& operator=(const Holders&) = delete;

  void wait_until_ready() {
    const Nanoseconds end = monotonic_now() + kSeatingTimeout;
    while (board_.ready < children_.size()) {
      if (board_.failed) throw std::runtime_error("a process of the load failed");
      if (monotonic_now() > end) throw std::runtime_error("the sockets were not paired in time");
      std::this_thread::sleep_for(20ms);
    }
  }

 private:
  Board& board_;
  std::vector<pid_t> children_;
};

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
  Holders holders(server, options);
  holders.wait_until_ready();
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
