// Several processes that load a server together, since one cannot open enough sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "load/shared.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <sys/types.h>
#include <vector>

namespace nexus::load {

/// Shared state of a crew and its leader.
struct Board {
  std::atomic<std::size_t> ready = 0;
  std::atomic<std::size_t> done = 0;
  std::atomic<bool> failed = false;
  std::atomic<bool> stop = false;
};

/// The constructor forks the processes; the destructor stops them and waits for them.
class Crew {
 public:
  using Work = std::function<void(std::size_t worker, Board& board)>;

  /// `work` must count itself as ready once, and return soon after `board.stop`.
  Crew(std::size_t workers, const Work& work);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// Both throw std::runtime_error if a worker failed or the time is over.
  void wait_until_ready(std::chrono::seconds timeout) const;
  void wait_until_done(std::chrono::seconds timeout) const;
  void check() const;

 private:
  void wait_for(const std::atomic<std::size_t>& count, std::chrono::seconds timeout) const;
  void end();

  Shared<Board> board_;
  std::vector<pid_t> workers_;
};

}  // namespace nexus::load
