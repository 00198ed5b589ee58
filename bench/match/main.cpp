// nexus-match-bench: the cost of a pair in the store, for several queue lengths. Prints one JSON
// object on each line. SPDX-License-Identifier: MIT
#include "load/meter.hpp"
#include "match/crowd.hpp"
#include "match/pool_pairs.hpp"

#include <cstdio>
#include <exception>
#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace nexus::bench {
namespace {

using MakeBackend = std::function<std::unique_ptr<Backend>(matching::OutboxListener)>;

struct Figures {
  std::vector<double> cpu_us;
  std::vector<double> redis_cpu_us;
  std::vector<double> pairs_per_second;
};

struct Extent {
  std::size_t rounds = 5;
  std::size_t pairs = 100'000;
};

void measure_once(const MakeBackend& make, const CrowdOptions& options, std::size_t pairs,
                  Figures& figures) {
  using std::chrono::duration;
  Crowd crowd(options);
  const auto backend = make(crowd.listener());
  crowd.enter(*backend);
  crowd.meet(pairs / 10);  // warm-up

  const pid_t server = backend->server_process();
  const auto server_cpu = [&] {
    return server != 0 ? load::cpu_time(server) : load::Nanoseconds{};
  };
  const auto server_before = server_cpu();
  const auto cpu_before = load::cpu_time(getpid());
  const auto begin = load::monotonic_now();
  crowd.meet(pairs);
  const double seconds = duration<double>(load::monotonic_now() - begin).count();
  const double cpu = duration<double>(load::cpu_time(getpid()) - cpu_before).count();
  const double redis = duration<double>(server_cpu() - server_before).count();

  const auto count = static_cast<double>(pairs);
  figures.cpu_us.push_back((cpu + redis) * 1e6 / count);
  if (server != 0) figures.redis_cpu_us.push_back(redis * 1e6 / count);
  figures.pairs_per_second.push_back(count / seconds);
}

void measure_pool_once(const CrowdOptions& options, std::size_t pairs, Figures& figures) {
  PoolPairs crowd(options);
  static_cast<void>(crowd.meet(pairs / 10));  // warm-up
  const double cpu = std::chrono::duration<double>(crowd.meet(pairs)).count();
  figures.cpu_us.push_back(cpu * 1e6 / static_cast<double>(pairs));
  figures.pairs_per_second.push_back(static_cast<double>(pairs) / cpu);
}

/// `measure_one(options, figures)` measures one round of one row.
template <class MeasureOne>
void measure(std::string_view store, const std::vector<std::size_t>& queues, std::size_t rounds,
             MeasureOne measure_one) {
  for (const bool has_interests : {false, true}) {
    std::vector<Figures> figures(queues.size());
    for (std::size_t round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < queues.size(); ++i) {
        measure_one(CrowdOptions{.waiting = queues[i], .has_interests = has_interests}, figures[i]);
      }
    }
    for (std::size_t i = 0; i < queues.size(); ++i) {
      fmt::print(R"({{"store":"{}","plan":"{}","waiting":{},"cpu_us":[{:.3f}],)"
                 R"("redis_cpu_us":[{:.3f}],"pairs_per_second":[{:.0f}]}})"
                 "\n",
                 store, has_interests ? "four interests, then any partner" : "anybody", queues[i],
                 fmt::join(figures[i].cpu_us, ","), fmt::join(figures[i].redis_cpu_us, ","),
                 fmt::join(figures[i].pairs_per_second, ","));
    }
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace nexus::bench

int main(int argc, char** argv) {
  using namespace nexus::bench;
  CLI::App app("Measures the stores behind the matching desk");
  bool quick = false;
  std::string store = "memory";
  RedisPlace redis;
  app.add_flag("--quick", quick, "a smoke test: its figures mean nothing");
  app.add_option("--store", store)->check(CLI::IsMember({"memory", "pool", "redis"}));
  app.add_option("--redis-port", redis.port, "of an empty Redis, which is flushed");
  app.add_option("--redis-process", redis.process, "its process, whose time is counted");
  CLI11_PARSE(app, argc, argv);

  const std::vector<std::size_t> queues =
      quick ? std::vector<std::size_t>{0, 1000} : std::vector<std::size_t>{0, 1000, 100'000};
  alarm(600);
  try {
    Extent extent = quick ? Extent{.rounds = 1, .pairs = 10'000} : Extent{};
    if (store == "pool") {
      measure(store, queues, extent.rounds, [&](const CrowdOptions& options, Figures& figures) {
        measure_pool_once(options, extent.pairs, figures);
      });
      return 0;
    }
    MakeBackend make = make_memory_backend;
    if (store == "redis") {
      extent = quick ? Extent{.rounds = 1, .pairs = 1000} : Extent{.rounds = 3, .pairs = 10'000};
      make = [&](nexus::matching::OutboxListener listener) {
        return make_redis_backend(redis, std::move(listener));
      };
    }
    measure(store, queues, extent.rounds, [&](const CrowdOptions& options, Figures& figures) {
      measure_once(make, options, extent.pairs, figures);
    });
  } catch (const std::exception& error) {
    std::fputs(fmt::format("nexus-match-bench: {}\n", error.what()).c_str(), stderr);
    return 1;
  }
  return 0;
}
