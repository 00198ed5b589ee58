// What metrics cost: one count, one observation, and the text of one scrape.
// SPDX-License-Identifier: MIT
#include "matching/matching_metrics.hpp"
#include "signalling/signalling_metrics.hpp"
#include "transport/server_metrics.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace nexus;

constexpr int kRounds = 21;
constexpr int kEvents = 2'000'000;
constexpr int kScrapes = 50;

/// Processor time of this thread: other work on the machine does not count.
double cpu_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// The median of the times of one call of `work`, in nanoseconds, over rounds of `calls`.
template <class Work>
double median_of(int calls, const Work& work) {
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round) {
    const double began = cpu_nanoseconds();
    for (int i = 0; i < calls; ++i) {
      work(i);
      asm volatile("" ::: "memory");  // so that counts are not added up
    }
    times.push_back((cpu_nanoseconds() - began) / calls);
  }
  std::nth_element(times.begin(), times.begin() + kRounds / 2, times.end());
  return times[kRounds / 2];
}

}  // namespace

int main() {
  // As nexuschat has them with three lanes.
  matching::MatchingMetrics desk({"general", "adults", "students"});
  signalling::SignallingMetrics rooms;
  transport::ServerMetrics server({1000, 1001, 1006, 3000, 3001, 4000, 4001, 4002, 4501, 4502});
  const std::array<const MetricGroup*, 3> groups{&desk, &rooms, &server};

  const double count = median_of(kEvents, [&](int) { server.messages_received.count(); });
  const double labelled = median_of(kEvents, [&](int i) {
    desk.matches.count(matching::LaneIndex(i % 3), protocol::Mode::kVideo);
  });
  const double observed = median_of(
      kEvents, [&](int i) { server.loop_turn.observe(std::chrono::nanoseconds(i % 4'000'000)); });
  std::string text;
  const double scrape = median_of(kScrapes, [&](int) { text = exposition(groups); });
  const auto lines = std::count(text.begin(), text.end(), '\n');
  const auto comments = std::count(text.begin(), text.end(), '#');
  fmt::print("| what | time |\n| --- | --- |\n");
  fmt::print("| a count | {:.1f} ns |\n", count);
  fmt::print("| a count with two labels | {:.1f} ns |\n", labelled);
  fmt::print("| an observation of a duration | {:.1f} ns |\n", observed);
  fmt::print("| the text of a scrape, {} series | {:.0f} us |\n", lines - comments, scrape / 1000);
}
