// SPDX-License-Identifier: MIT
#include "load/crew.hpp"

#include "load/meter.hpp"

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::load {
namespace {

using namespace std::chrono_literals;

/// Ends a worker that hangs: longer than any scenario lasts.
constexpr unsigned kWorkerSecondsMax = 600;

}  // namespace

Crew::Crew(std::size_t workers, const Work& work) {
  for (std::size_t i = 0; i < workers; ++i) {
    const pid_t child = fork();
    if (child < 0) {
      end();
      throw std::runtime_error("fork failed");
    }
    if (child > 0) {
      workers_.push_back(child);
      continue;
    }
    alarm(kWorkerSecondsMax);  // children do not inherit an alarm
    try {
      work(i, *board_);
    } catch (const std::exception& error) {
      std::fputs(fmt::format("nexus-load: {}\n", error.what()).c_str(), stderr);
      board_->failed = true;
    }
    _exit(0);
  }
}

Crew::~Crew() { end(); }

void Crew::end() {
  board_->stop = true;
  for (const pid_t worker : workers_) waitpid(worker, nullptr, 0);
}

void Crew::wait_until_ready(std::chrono::seconds timeout) const {
  wait_for(board_->ready, timeout);
}
void Crew::wait_until_done(std::chrono::seconds timeout) const { wait_for(board_->done, timeout); }

void Crew::check() const {
  if (board_->failed) throw std::runtime_error("a process of the load failed");
}

void Crew::wait_for(const std::atomic<std::size_t>& count, std::chrono::seconds timeout) const {
  const Nanoseconds end = monotonic_now() + timeout;
  while (count < workers_.size()) {
    check();
    if (monotonic_now() > end) throw std::runtime_error("the load was not ready in time");
    std::this_thread::sleep_for(5ms);
  }
  check();
}

}  // namespace nexus::load
