// SPDX-License-Identifier: MIT
#include "simulation/world.hpp"

#include <algorithm>

namespace nexus::simulation {

void Trace::line(std::string text) {
  for (const char c : text) {
    hash_ ^= static_cast<unsigned char>(c);
    hash_ *= 0x100000001b3U;  // FNV-1a
  }
  if (sink_) {
    std::fputs(text.c_str(), sink_);
    std::fputc('\n', sink_);
  }
  last_.push_back(std::move(text));
  if (last_.size() > kLinesMax) last_.pop_front();
}

void World::after(Micros delay, std::function<void()> work) { at(now_ + delay, std::move(work)); }

void World::at(Micros when, std::function<void()> work) {
  queue_.push_back({std::max(when, now_), ++sequence_, std::move(work)});
  std::push_heap(queue_.begin(), queue_.end());
}

void World::run_until(Micros when) {
  while (!violation_ && !queue_.empty() && queue_.front().at <= when) {
    std::pop_heap(queue_.begin(), queue_.end());
    const Event event = std::move(queue_.back());
    queue_.pop_back();
    now_ = event.at;
    ++steps_;
    event.work();
  }
  if (!violation_) now_ = std::max(now_, when);
}

void World::violate(std::string invariant, std::string what, std::vector<std::string> involved) {
  note("VIOLATION {} {}", invariant, what);
  if (!violation_) {
    violation_ =
        Violation{std::move(invariant), std::move(what), steps_, now_, std::move(involved)};
  }
}

}  // namespace nexus::simulation
