// SPDX-License-Identifier: MIT
#include "simulation/simulation.hpp"

#include "simulation/intruder.hpp"
#include "simulation/nodes.hpp"
#include "simulation/oracle.hpp"
#include "simulation/scenario.hpp"
#include "simulation/unfit_tickets.hpp"
#include "simulation/visitor.hpp"

#include <algorithm>
#include <memory>

namespace nexus::simulation {
namespace {

/// With the grace of a seat, long enough after the faults to exceed every bound of liveness that
/// can be exceeded.
constexpr Micros kCalmFor = 35 * kSecond;
/// Longer than the lifetime of a room's record, a tombstone and every lease.
constexpr Micros kOverFor = 150 * kSecond;
constexpr std::size_t kEventsShown = 60;

Micros longest_grace(const Scenario& scenario) {
  return micros(scenario.habits.hidden > 0 ? signalling::kHiddenGrace : signalling::kResumeGrace);
}

class Run {
 public:
  explicit Run(const RunOptions& options);
  Outcome go();

 private:
  void build(const RunOptions& options);
  void schedule();
  void strike(const Fault& fault);
  void inspect_again();
  [[nodiscard]] std::vector<std::string> events_of(const Violation& violation) const;

  World world_;
  Scenario scenario_;
  Secrets secrets_ = make_secrets();
  StoreServer server_;
  Oracle oracle_;
  Links links_;
  Site site_;
  std::vector<std::unique_ptr<Visitor>> visitors_;
  std::vector<std::unique_ptr<Intruder>> intruders_;
  UnfitTickets unfit_;
  bool over_ = false;
};

Run::Run(const RunOptions& options)
    : world_(options.seed, options.trace),
      scenario_(make_scenario(world_.dice)),
      server_(world_, scenario_.coarse_store_clock),
      oracle_(world_, server_, secrets_.ours.seats, longest_grace(scenario_),
              !scenario_.faults.empty()),
      links_(world_, scenario_.link_delays),
      site_{world_, links_, oracle_, secrets_, scenario_.habits, {}, {}},
      unfit_(world_, server_, scenario_.unfit_tickets) {
  build(options);
  schedule();
}

void Run::build(const RunOptions& options) {
  const StoreContext context{world_, server_, oracle_, scenario_.store_delays, options.mutant};
  const auto skew = [&] {
    const std::int64_t most = scenario_.wall_skew_ms_most;
    return std::chrono::milliseconds(world_.dice.between(-most, most));
  };
  for (std::size_t i = 0; i < scenario_.signalling_nodes; ++i) {
    site_.signalling.push_back(std::make_unique<SignallingNode>(
        context, links_, secrets_, NodeName{fmt::format("home-{}", i)}, skew()));
  }
  for (std::size_t i = 0; i < scenario_.matching_nodes; ++i) {
    site_.matching.push_back(std::make_unique<MatchingNode>(
        context, links_, secrets_, NodeName{fmt::format("desk-{}", i)}, skew()));
  }
  for (std::size_t i = 0; i < scenario_.visitors; ++i) {
    visitors_.push_back(std::make_unique<Visitor>(site_, i));
    oracle_.watch(*visitors_.back());
  }
  for (std::size_t i = 0; i < scenario_.intruders; ++i) {
    intruders_.push_back(std::make_unique<Intruder>(site_, i));
  }
}

void Run::schedule() {
  Dice& dice = world_.dice;
  for (const auto& node : site_.signalling) {
    world_.after(dice.between(0, kSecond), [&one = *node] { one.start(); });
  }
  for (const auto& node : site_.matching) {
    world_.after(dice.between(0, kSecond), [&one = *node] { one.start(); });
  }
  for (const auto& visitor : visitors_) {
    world_.after(dice.between(kSecond, kSecond + scenario_.habits.arrival_most),
                 [&one = *visitor] { one.start(); });
  }
  for (const auto& intruder : intruders_) {
    world_.after(dice.between(kSecond, 5 * kSecond), [&one = *intruder] { one.start(); });
  }
  unfit_.start();
  for (const Fault& fault : scenario_.faults)
    world_.at(fault.at, [this, &fault] { strike(fault); });
  world_.storm_until(scenario_.faults_end);
  world_.after(kSecond, [this] { inspect_again(); });
}

void Run::strike(const Fault& fault) {
  MatchingNode& desk = *site_.matching[fault.target % site_.matching.size()];
  SignallingNode& home = *site_.signalling[fault.target % site_.signalling.size()];
  switch (fault.kind) {
    case FaultKind::kCrashMatching:
      return desk.crash(fault.length);
    case FaultKind::kCrashSignalling:
      return home.crash(fault.length);
    case FaultKind::kDrainSignalling:
      return home.drain(fault.length);
    case FaultKind::kStallMatching:
      return desk.stall(fault.length);
    case FaultKind::kStallSignalling:
      return home.stall(fault.length);
    case FaultKind::kStoreAway:
      return server_.go_away(fault.length);
    case FaultKind::kStorePause:
      return server_.pause(fault.length);
    case FaultKind::kStoreFlush:
      return server_.flush();
    case FaultKind::kStoreFailover:
      return server_.fail_over(fault.lost, std::min<Micros>(fault.length, 8 * kSecond));
    case FaultKind::kStoreConnection:
      world_.note("a node loses its connection to the store");
      world_.broken_until(world_.now());
      return fault.length % 2 == 0 ? desk.lose_store_connection() : home.lose_store_connection();
    case FaultKind::kCutLinks:
      for (const auto& visitor : visitors_) {
        if (world_.dice.chance(0.4)) visitor->lose_network();
      }
  }
}

void Run::inspect_again() {
  if (over_) return;
  oracle_.inspect();
  world_.after(kSecond, [this] { inspect_again(); });
}

Outcome Run::go() {
  // A later fault may prolong an earlier one: run until all are over.
  while (!world_.violation() && !world_.calm()) world_.run_until(world_.calm_from());
  world_.note("calm");
  world_.run_until(world_.now() + kCalmFor + longest_grace(scenario_));
  over_ = true;
  if (!world_.violation()) {
    world_.note("over");
    for (const auto& visitor : visitors_) visitor->finish();
    for (const auto& intruder : intruders_) intruder->finish();
    unfit_.finish();
    world_.run_until(world_.now() + kOverFor);
  }
  if (!world_.violation()) oracle_.inspect_end();

  Outcome outcome{.violation = world_.violation(),
                  .last_events = {},
                  .trace_hash = world_.trace().hash(),
                  .steps = world_.steps(),
                  .matches = oracle_.matches(),
                  .meetings = oracle_.meetings(),
                  .chats = oracle_.chats(),
                  .virtual_time = world_.now()};
  if (outcome.violation) outcome.last_events = events_of(*outcome.violation);
  return outcome;
}

/// The last lines of the trace that name a party of the violation, and the faults among them.
std::vector<std::string> Run::events_of(const Violation& violation) const {
  std::vector<std::string> events;
  const auto& lines = world_.trace().last();
  for (auto line = lines.rbegin(); line != lines.rend() && events.size() < kEventsShown; ++line) {
    const bool named = std::any_of(
        violation.involved.begin(), violation.involved.end(), [&](const std::string& name) {
          const std::size_t at = line->find(name);
          return at != std::string::npos &&
                 (at + name.size() == line->size() ||
                  !std::isdigit(static_cast<unsigned char>((*line)[at + name.size()])));
        });
    const bool is_fault = line->find("store") != std::string::npos ||
                          line->find("crashes") != std::string::npos ||
                          line->find("drains") != std::string::npos ||
                          line->find("stands still") != std::string::npos;
    if (named || is_fault) events.push_back(*line);
  }
  std::reverse(events.begin(), events.end());
  return events;
}

}  // namespace

Outcome run(const RunOptions& options) { return Run(options).go(); }

std::string report(const RunOptions& options, const Outcome& outcome) {
  if (!outcome.violation) return {};
  const Violation& violation = *outcome.violation;
  std::string text = fmt::format("seed {}: {} violated at step {}, {:.3f} s: {}\n", options.seed,
                                 violation.invariant, violation.step,
                                 static_cast<double>(violation.at) / 1e6, violation.what);
  for (const std::string& event : outcome.last_events) text += "  " + event + "\n";
  return text;
}

}  // namespace nexus::simulation
