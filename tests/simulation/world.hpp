// One clock, one event queue, one random generator and one trace make a run reproducible.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "base/random.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace nexus::simulation {

/// Virtual time since the start of a run, in microseconds.
using Micros = std::int64_t;
constexpr Micros kSecond = 1'000'000;

constexpr Micros micros(std::chrono::microseconds duration) { return duration.count(); }

/// The seeded generator, with the usual distributions.
class Dice final : public Random {
 public:
  explicit Dice(std::uint64_t seed) : source_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override { source_.fill(bytes); }

  /// Both ends included.
  [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1));
  }
  [[nodiscard]] bool chance(double probability) {
    return static_cast<double>(below(1U << 30U)) < probability * static_cast<double>(1U << 30U);
  }
  [[nodiscard]] std::size_t index(std::size_t size) {
    return static_cast<std::size_t>(below(size));
  }
  /// Exponential around `seconds`, hence memoryless.
  [[nodiscard]] Micros memoryless(double seconds) {
    const double part = static_cast<double>(below(1U << 30U) + 1) / (1U << 30U);
    return static_cast<Micros>(-std::log(part) * seconds * kSecond);
  }

 private:
  SeededRandom source_;
};

struct Violation {
  std::string invariant;
  std::string what;
  std::uint64_t step = 0;
  Micros at = 0;
  std::vector<std::string> involved;  ///< names to search for in the trace
};

/// Hashes every line, keeps the last ones, and writes all of them to `sink` if there is one.
class Trace {
 public:
  explicit Trace(std::FILE* sink) : sink_(sink) {}

  void line(std::string text);
  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] const std::deque<std::string>& last() const { return last_; }

 private:
  static constexpr std::size_t kLinesMax = 50'000;
  std::FILE* sink_;
  std::uint64_t hash_ = 0xcbf29ce484222325U;
  std::deque<std::string> last_;
};

class World {
 public:
  World(std::uint64_t seed, std::FILE* trace) : dice(seed), trace_(trace) {}

  [[nodiscard]] Micros now() const { return now_; }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

  /// Runs `work` later, in order of time; work due at the same time runs in the order of the calls.
  void after(Micros delay, std::function<void()> work);
  void at(Micros when, std::function<void()> work);
  /// Repeats `work`, first after one period.
  void every(Micros period, std::function<void()> work) {
    after(period, [this, period, work = std::move(work)] {
      work();
      every(period, work);
    });
  }

  /// Runs events until `when` or the first violation.
  void run_until(Micros when);

  template <class... Args>
  void note(fmt::format_string<Args...> format, Args&&... args) {
    trace_.line(fmt::format("{:>11} ", now_) + fmt::format(format, std::forward<Args>(args)...));
  }
  [[nodiscard]] const Trace& trace() const { return trace_; }

  /// Records the first violation only: later ones may be its consequences.
  void violate(std::string invariant, std::string what, std::vector<std::string> involved);
  [[nodiscard]] const std::optional<Violation>& violation() const { return violation_; }

  /// Each fault reports when it will be over for all affected parties.
  void broken_until(Micros when) { calm_from_ = std::max(calm_from_, when); }
  [[nodiscard]] Micros calm_from() const { return calm_from_; }
  [[nodiscard]] bool calm() const { return now_ >= calm_from_; }
  /// No fault begins after this time.
  void storm_until(Micros when) {
    storm_until_ = when;
    broken_until(when);
  }
  [[nodiscard]] bool stormy() const { return now_ < storm_until_; }

  Dice dice;

 private:
  struct Event {
    Micros at = 0;
    std::uint64_t sequence = 0;
    std::function<void()> work;

    friend bool operator<(const Event& a, const Event& b) {
      return a.at != b.at ? a.at > b.at
                          : a.sequence > b.sequence;  // the next event is at the heap's top
    }
  };

  Trace trace_;
  Micros now_ = 0;
  Micros calm_from_ = 0;
  Micros storm_until_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t sequence_ = 0;
  std::vector<Event> queue_;
  std::optional<Violation> violation_;
};

/// Runs what is posted as the world's next event.
class WorldExecutor final : public Executor {
 public:
  explicit WorldExecutor(World& world) : world_(world) {}
  void post(std::function<void()> work) override { world_.after(0, std::move(work)); }

 private:
  World& world_;
};

/// A machine's clocks: the monotonic one is the world's, the wall clock may be wrong.
class MachineClock final : public Clock {
 public:
  MachineClock(const World& world, std::chrono::milliseconds skew) : world_(world), skew_(skew) {}
  [[nodiscard]] MonotonicTime monotonic() const override {
    return MonotonicTime(std::chrono::hours(1) + elapsed());
  }
  [[nodiscard]] WallTime wall() const override {
    return WallTime(std::chrono::hours(24 * 365 * 50) + elapsed() + skew_);
  }

 private:
  [[nodiscard]] std::chrono::milliseconds elapsed() const {
    return std::chrono::milliseconds(world_.now() / 1000);
  }
  const World& world_;
  std::chrono::milliseconds skew_;
};

/// A prefix of an id that is unique enough in a trace.
[[nodiscard]] std::string brief(const auto& id) { return id.text().substr(0, 8); }

}  // namespace nexus::simulation
