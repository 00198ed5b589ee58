// SPDX-License-Identifier: MIT
#include "load/crew.hpp"
#include "load/meter.hpp"
#include "load/scenarios.hpp"
#include "load/searchers.hpp"

#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace nexus::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kGreetingTimeout = 180s;
/// Time for all workers to read the schedule before it begins.
constexpr auto kLead = 50ms;
/// How long the last searches of an open loop may take while others continue.
constexpr auto kDrain = 3s;

/// The leader's schedule, set once all visitors are connected.
struct Schedule {
  std::atomic<Nanoseconds::rep> start = 0;  ///< of the load
  std::atomic<Nanoseconds::rep> begin = 0;  ///< of the measurement
  std::atomic<Nanoseconds::rep> end = 0;    ///< of the measurement
  std::atomic<bool> set = false;
  std::array<SearchTimes, kMatchProcessesMax> times;
};

/// One process's part of the load.
class Worker {
 public:
  Worker(const Server& server, const MatchOptions& options, std::size_t number, Schedule& schedule,
         Board& board)
      : options_(options),
        number_(number),
        schedule_(schedule),
        board_(board),
        loop_(target(server, number)),
        searchers_(loop_, part(server, options, number), schedule.times[number]) {}

  void run() {
    while (!searchers_.greeted() && !board_.stop) {
      searchers_.advance();
      loop_.turn(Nanoseconds(1ms));
    }
    ++board_.ready;
    while (!schedule_.set && !board_.stop) loop_.turn(Nanoseconds(1ms));
    const Nanoseconds start(schedule_.start);
    const Nanoseconds end(schedule_.end);
    searchers_.measure(Nanoseconds(schedule_.begin), end);
    while (monotonic_now() < start && !board_.stop) loop_.turn(start - monotonic_now());
    if (options_.rate == 0) {
      saturate(end);
    } else {
      pace(start, end);
    }
    ++board_.done;
    while (!board_.stop)
      loop_.turn(Nanoseconds(5ms));  // the end of a process would reset its sockets
  }

 private:
  static Target target(const Server& server, std::size_t number) {
    Target target = server.target;
    target.first_source = kSourcesPerWorker * static_cast<std::uint32_t>(number);
    return target;
  }
  static SearchersOptions part(const Server& server, const MatchOptions& options,
                               std::size_t number) {
    const auto until = [&](std::size_t worker) {
      return options.visitors * worker / options.processes;
    };
    std::vector<std::uint16_t> ports = options.ports;
    if (ports.empty()) ports.push_back(server.target.port);
    return {.count = until(number + 1) - until(number),
            .ports = std::move(ports),
            .wishes = options.wishes,
            .seed = number};
  }

  void saturate(Nanoseconds end) {
    searchers_.search_all();
    while (monotonic_now() < end && !board_.stop) loop_.turn(Nanoseconds(1ms));
  }

  /// The processes take turns, so that the finds of all together are evenly spaced.
  void pace(Nanoseconds start, Nanoseconds end) {
    const auto processes = static_cast<Nanoseconds::rep>(options_.processes);
    const Nanoseconds all = Nanoseconds(1s) / static_cast<Nanoseconds::rep>(options_.rate);
    const Nanoseconds period = all * processes;
    Nanoseconds next = start + all * static_cast<Nanoseconds::rep>(number_);
    const auto is_over = [&](Nanoseconds now) {
      return now >= end && (searchers_.open_searches() == 0 || now >= end + kDrain);
    };
    for (Nanoseconds now = monotonic_now(); !is_over(now) && !board_.stop; now = monotonic_now()) {
      for (; next <= now; next += period) searchers_.due(next);
      loop_.turn(std::max(next - monotonic_now(), Nanoseconds(0)));
    }
    searchers_.give_up();
  }

  const MatchOptions& options_;
  std::size_t number_;
  Schedule& schedule_;
  Board& board_;
  Loop loop_;
  Searchers searchers_;
};

/// Processor time of the server's processes and of Redis so far.
struct Costs {
  Costs(const Server& server, const MatchOptions& options) {
    std::vector<pid_t> processes = options.server_processes;
    processes.push_back(server.process);
    for (const pid_t process : processes) {
      cpu += cpu_time(process);
      const Memory memory = memory_of(process);
      bytes += memory.anonymous_bytes;
      resident += memory.resident_bytes;
    }
    if (options.redis_process == 0) return;
    redis_cpu = cpu_time(options.redis_process);
    const Memory memory = memory_of(options.redis_process);
    redis_bytes = memory.anonymous_bytes;
    redis_resident = memory.resident_bytes;
  }

  Nanoseconds cpu{};
  Nanoseconds redis_cpu{};
  std::int64_t bytes = 0;
  std::int64_t redis_bytes = 0;
  std::int64_t resident = 0;
  std::int64_t redis_resident = 0;
};

void sleep_until(Nanoseconds when, const Crew& crew) {
  while (monotonic_now() < when) {
    crew.check();
    std::this_thread::sleep_for(std::min(when - monotonic_now(), Nanoseconds(50ms)));
  }
}

}  // namespace

std::string match(const Server& server, const MatchOptions& options) {
  const Shared<Schedule> schedule;
  const Crew crew(options.processes, [&](std::size_t number, Board& board) {
    Worker(server, options, number, *schedule, board).run();
  });
  crew.wait_until_ready(kGreetingTimeout);
  const Nanoseconds start = monotonic_now() + kLead;
  const Nanoseconds begin = start + options.warm_up;
  const Nanoseconds end = begin + options.duration;
  schedule->start = start.count();
  schedule->begin = begin.count();
  schedule->end = end.count();
  schedule->set = true;

  sleep_until(begin, crew);
  const Costs before(server, options);
  sleep_until(end, crew);
  const Costs after(server, options);
  crew.wait_until_done(std::chrono::seconds(30));

  SearchTimes sum;
  for (std::size_t i = 0; i < options.processes; ++i) {
    const SearchTimes& part = schedule->times[i];
    sum.found.add(part.found);
    sum.late.add(part.late);
    sum.matched += part.matched;
    sum.unanswered += part.unanswered;
  }
  if (sum.matched == 0) throw std::runtime_error("no visitor was matched");
  using Seconds = std::chrono::duration<double>;
  const double seconds = Seconds(options.duration).count();
  const double pairs = static_cast<double>(sum.matched) / 2;
  const double cpu = Seconds(after.cpu - before.cpu).count();
  const double redis_cpu = Seconds(after.redis_cpu - before.redis_cpu).count();
  return fmt::format(
      R"({{"visitors":{},"pairs_per_second":{:.0f},"cpu_us":{:.2f},"busy":{:.3f},)"
      R"("redis_cpu_us":{:.2f},"redis_busy":{:.3f},"found_p50_us":{:.0f},"found_p99_us":{:.0f},)"
      R"("found_p999_us":{:.0f},"late_p99_us":{:.0f},"unanswered":{},"resident":{},)"
      R"("redis_resident":{},"bytes_per_pair":{:.0f},"redis_bytes_per_pair":{:.0f}}})",
      options.visitors, pairs / seconds, cpu * 1e6 / pairs, cpu / seconds, redis_cpu * 1e6 / pairs,
      redis_cpu / seconds, sum.found.quantile(0.5), sum.found.quantile(0.99),
      sum.found.quantile(0.999), sum.late.quantile(0.99), sum.unanswered, after.resident,
      after.redis_resident, static_cast<double>(after.bytes - before.bytes) / pairs,
      static_cast<double>(after.redis_bytes - before.redis_bytes) / pairs);
}

}  // namespace nexus::load
